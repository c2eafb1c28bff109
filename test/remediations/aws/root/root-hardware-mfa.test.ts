import rootHardwareMfa from '../../../../remediations/aws/root/root-hardware-mfa.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { rootUser } from '../../../../src/providers/aws/model/credential-report.ts';
import { testRemediation } from '../../../support/harness.ts';

const virtual = (serial: string) => ({ user: rootUser, serial, kind: 'virtual' as const });
const phone = virtual('arn:aws:iam::111122223333:mfa/root-account-mfa-device');
const key = { user: rootUser, serial: 'arn:aws:iam::111122223333:u2f/root/key', kind: 'hardware' as const };
const found = (reason: string) => [{ resource: 'root', reason }];

testRemediation(rootHardwareMfa, {
  compliant: {
    'MFA, and no virtual device assigned to root': account(),
    'a hardware device that an export lists': account().root({ devices: [key] }),
    'virtual devices of users': account().user('joan', (user) => user.virtualMfa()),
  },
  violating: {
    'a virtual device': { given: account().root({ devices: [phone] }), expect: found('virtual') },
    'a virtual device with a name of its own': {
      given: account().root({ devices: [virtual('arn:aws:iam::111122223333:mfa/phone')] }),
      expect: found('virtual'),
    },
    'a virtual device beside a hardware one': {
      given: account().root({ devices: [phone, key] }),
      expect: found('virtual'),
    },
    'a virtual device, and a summary that is silent': {
      given: account().root({ devices: [phone], summary: { AccountMFAEnabled: null } }),
      expect: found('virtual'),
    },
  },
  notApplicable: {
    'no MFA at all': { given: account().root({ summary: { AccountMFAEnabled: 0 } }), expect: found('no-mfa') },
    'GovCloud, whose root user has no console': {
      given: account(builtAt, 'aws-us-gov').root({ devices: [phone] }),
      expect: found('no-console'),
    },
  },
  unknown: {
    'no counter in the summary': {
      given: account().root({ summary: { AccountMFAEnabled: null } }),
      expect: found('unseen'),
    },
  },
});
