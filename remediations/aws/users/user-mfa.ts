import { z } from 'zod';
import type { Finding } from '../../../src/engine/finding.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineControl, defineRemedy, iamResource } from '../../../src/providers/aws/model/control.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { userSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { deleteLoginProfile } from '../../../src/providers/aws/operations/login-profiles.ts';

const enrolByHand = defineRemedy({
  id: 'enrol-by-hand',
  via: ['manual'],
  title: 'Have the user register an MFA device',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: user } }) => ({
      title: `Have ${user} register an MFA device`,
      guide: {
        steps: [
          `Ask ${user} to sign in at ${userSignInUrl(context.snapshot.account)}, to choose the user name at the top right, "Security credentials", and under "Multi-factor authentication (MFA)" the button "Assign MFA device".`,
          'Choose "Passkey or security key" where the user has one, else "Authenticator app", and follow the page. A second device keeps a lost one from locking the user out.',
          `Where ${user} may not do that, do it together: IAM console, "Users", ${user}, "Security credentials", "Assign MFA device".`,
          'Have the user sign out and sign in again with the device.',
          'Where people are to do nothing without MFA until then, the construct MfaGuard (docs/constructs.md) makes a group with Terraform that sees to it; terraform destroy takes it away again.',
        ],
        expect: `ListMFADevices shows a device of ${user} at once; the credential report, which IAM renews every four hours at most, shows mfa_active true.`,
      },
    }));
  },
});

const deleteUnusedPassword = defineRemedy({
  id: 'delete-unused-password',
  via: ['api'],
  title: 'Delete the console password of a user who never signed in',
  reversibility: 'recoverable',
  suits: (finding, snapshot) => neverSignedIn(finding, snapshot),
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const user = finding.resource.id;
      const title = `Delete the console password that ${user} never used`;
      if (!neverSignedIn(finding, context.snapshot)) return { title, blocked: `${user} has signed in, or may have` };
      // The report may be hours old: whoever signed in since keeps the password.
      steps.add(deleteLoginProfile, { user }, null, { neverUsed: true });
      return { title };
    });
  },
});

function neverSignedIn({ resource }: Finding, snapshot: AwsSnapshot): boolean {
  const rows = readable(snapshot, 'credential-report')?.rows ?? [];
  return rows.some((row) => row.user === resource.id && row.passwordLastUsed === 'never');
}

export default defineControl({
  id: 'user-mfa',
  area: 'users',
  severity: 'high',
  title: 'Every user with a console password has MFA',
  rationale: 'A password is guessed, phished and reused; the second factor is what still stands when it is known.',
  risk: "One leaked password opens the console with all of the user's permissions.",
  whenNotToFix:
    'The user signs in through an identity provider that demands a second factor itself; then the password of IAM should go.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.10'],
    'cis-aws-1.5': ['1.10'],
    'cis-aws-2.0': ['1.10'],
    'cis-aws-3.0': ['1.10'],
    'cis-aws-4.0': ['1.10'],
    'cis-aws-5.0': ['1.9'],
    'cis-aws-6.0': ['2.9'],
    'cis-aws-7.0': ['2.10'],
    'aws-fsbp': ['IAM.5'],
    'nist-800-53-r5': ['AC-2(1)', 'AC-3(15)', 'IA-2(1)', 'IA-2(2)', 'IA-2(6)', 'IA-2(8)'],
    'pci-dss-4.0': ['8.4.2'],
    'iso-27001-2022': ['A.5.17', 'A.8.5'],
    'soc-2': ['CC6.1'],
  },
  reads: ['credential-report', 'mfa-devices'],
  parameters: z.object({}),
  messages: {
    enabled: '{user} signs in with MFA',
    missing: '{user} has a console password, last used {lastUsed}, and no MFA device',
    newer: '{user} has an MFA device that is newer than the credential report of {generatedAt}',
    gone: 'The credential report of {generatedAt} says that {user} has MFA, but no device is listed: scan again after four hours',
    untold: 'The credential report does not tell whether {user} has a console password',
    'no-password': '{user} has no console password',
  },
  *evaluate({ evidence, pass, fail, unknown, notApplicable }) {
    const { generatedAt, rows } = evidence['credential-report'];
    const equipped = new Set(evidence['mfa-devices'].map((device) => device.user));
    for (const row of rows) {
      if (row.user === rootUser) continue;
      const { user, passwordEnabled, passwordLastUsed: lastUsed, mfaActive } = row;
      const resource = iamResource('user', { name: user, arn: row.arn });
      const facts = { user, generatedAt, lastUsed, mfaActive, listed: equipped.has(user) };
      if (passwordEnabled === false) yield notApplicable('no-password', resource, facts);
      else if (mfaActive && !facts.listed) yield unknown('gone', resource, facts);
      else if (facts.listed) yield pass(mfaActive ? 'enabled' : 'newer', resource, facts);
      else if (passwordEnabled === 'unknown') yield unknown('untold', resource, facts);
      else yield fail('missing', resource, facts);
    }
  },
  remedies: [enrolByHand, deleteUnusedPassword],
});
