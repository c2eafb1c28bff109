import rootMfa from '../../../../remediations/aws/root/root-mfa.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const disabled = [{ resource: 'root', reason: 'disabled' }];

testRemediation(rootMfa, {
  compliant: {
    'summary and report agree': account(),
    'enabled since the report was made': account().root({ row: { mfaActive: false } }),
    'no root row in the report: the summary decides': account().root({ row: null }),
    'no counter in the summary: the report decides': account().root({ summary: { AccountMFAEnabled: null } }),
    'GovCloud, whose root user has no console': account(builtAt, 'aws-us-gov').root({
      row: { mfaActive: false },
      summary: { AccountMFAEnabled: 0 },
    }),
    'no password to sign in with, by the summary': account().root({
      row: { mfaActive: false },
      summary: { AccountMFAEnabled: 0, AccountPasswordPresent: 0 },
    }),
    'no password to sign in with, by the report': account().root({
      row: { mfaActive: false, passwordEnabled: false },
      summary: { AccountMFAEnabled: 0 },
    }),
  },
  violating: {
    'no device': {
      given: account().root({
        row: { mfaActive: false },
        summary: { AccountMFAEnabled: 0, AccountPasswordPresent: 1 },
      }),
      expect: disabled,
    },
    'taken away since the report was made': {
      given: account().root({ summary: { AccountMFAEnabled: 0 } }),
      expect: disabled,
    },
    'no root row in the report': {
      given: account().root({ row: null, summary: { AccountMFAEnabled: 0 } }),
      expect: disabled,
    },
    'no counter in the summary': {
      given: account().root({ row: { mfaActive: false }, summary: { AccountMFAEnabled: null } }),
      expect: disabled,
    },
  },
  unknown: {
    'neither source tells': {
      given: account().root({ row: null, summary: { AccountMFAEnabled: null } }),
      expect: [{ resource: 'root', reason: 'unseen' }],
    },
  },
});
