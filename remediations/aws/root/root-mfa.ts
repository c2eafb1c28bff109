import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { rootRow } from '../../../src/providers/aws/model/credential-report.ts';
import { rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { openRootCredentials, rootUserResource } from './root-user.ts';

const enrolByHand = defineRemedy({
  id: 'enrol-by-hand',
  via: ['manual'],
  title: 'Register MFA devices for the root user',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, () => ({
      title: 'Register MFA devices for the root user',
      guide: {
        steps: [
          ...openRootCredentials(context.snapshot.account),
          'Under "Multi-factor authentication (MFA)", choose "Assign MFA device", name the device after the place where it is kept, and choose "Passkey or security key" with a hardware key.',
          'Register a second device, kept elsewhere, so that losing one does not lock the root user out: up to eight are allowed.',
          'Sign out, sign in again as the root user with each device, and sign out.',
        ],
        expect: 'AccountMFAEnabled of the account summary is 1.',
      },
    }));
  },
});

export default defineControl({
  id: 'root-mfa',
  area: 'root',
  severity: 'critical',
  title: 'The root user has MFA enabled',
  rationale:
    'The root user can do everything in the account and no policy of it can stop that; its password alone must not be enough.',
  risk: 'A guessed, leaked or reset password gives away the whole account.',
  whenNotToFix:
    "Never where the root user has a password. A member account whose root password was removed by its organization's central root access is not applicable.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.5'],
    'cis-aws-1.5': ['1.5'],
    'cis-aws-2.0': ['1.5'],
    'cis-aws-3.0': ['1.5'],
    'cis-aws-4.0': ['1.5'],
    'cis-aws-5.0': ['1.4'],
    'cis-aws-6.0': ['2.4'],
    'cis-aws-7.0': ['2.5'],
    'aws-fsbp': ['IAM.9'],
    'nist-800-53-r5': ['AC-2(1)', 'AC-3(15)', 'IA-2(1)', 'IA-2(2)', 'IA-2(6)', 'IA-2(8)'],
    'pci-dss-4.0': ['8.4.1', '8.4.2'],
    'iso-27001-2022': ['A.5.17', 'A.8.5'],
    'soc-2': ['CC6.1'],
  },
  reads: ['account-summary', 'credential-report'],
  parameters: z.object({}),
  messages: {
    enabled: 'The root user has MFA enabled',
    disabled: 'The root user has no MFA device',
    'no-password': 'The root user has no password, so nobody can sign in as it',
    'no-console': 'The root user of a GovCloud account cannot sign in to the console',
    unseen: 'Neither the account summary nor the credential report tells whether the root user has MFA',
  },
  *evaluate({ evidence, account, pass, fail, unknown, notApplicable }) {
    const summary = evidence['account-summary'];
    const row = rootRow(evidence['credential-report']);
    const resource = rootUserResource(account);
    // The summary is live; the report may be hours old and decides only where the summary is silent.
    const counted = summary['AccountMFAEnabled'];
    const enabled = counted === undefined ? row?.mfaActive : counted > 0;
    const password = summary['AccountPasswordPresent'] ?? null;
    const facts = { counted: counted ?? null, reported: row?.mfaActive ?? null, password };
    if (rootSignInUrl(account) === undefined) yield notApplicable('no-console', resource, facts);
    else if (enabled === true) yield pass('enabled', resource, facts);
    else if (password === 0 || row?.passwordEnabled === false) yield notApplicable('no-password', resource, facts);
    else if (enabled === false) yield fail('disabled', resource, facts);
    else yield unknown('unseen', resource, facts);
  },
  remedies: [enrolByHand],
});
