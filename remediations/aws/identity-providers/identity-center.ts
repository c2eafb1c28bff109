import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { byHand } from '../by-hand.ts';

const moveToIdentityCenter = byHand({
  id: 'move-to-identity-center',
  title: 'Move people to IAM Identity Center',
  reversibility: 'reversible',
  guide({ evidence }) {
    const users = Array.isArray(evidence['users']) ? evidence['users'].map(String) : [];
    return {
      title: 'Move people to IAM Identity Center',
      steps: [
        'Open the IAM Identity Center console in the region where people are to sign in, and choose Enable; in an organization do it in its management account',
        'Under Settings choose the identity source: its own directory, Active Directory, or the identity provider of your company; require MFA at every sign-in',
        'Create a permission set for each job, beginning with the policies of the groups that people are in now',
        `Assign to this account, with the permission set of their job: ${users.join(', ')}`,
        'When each of them has worked through the AWS access portal for a week, remove the console passwords (see credentials-unused)',
      ],
      expect: 'an instance of IAM Identity Center is active',
    };
  },
});

/** Judges accounts where somebody can sign in with a password; where nobody can, people come in otherwise or not at all. */
export default defineControl({
  id: 'identity-center',
  area: 'identity-providers',
  severity: 'low',
  title: 'People sign in through IAM Identity Center or federation',
  rationale:
    'One directory for all accounts means that who leaves is out everywhere at once. Sessions end by themselves, and no password or key of a person stays behind in an account.',
  risk: 'Each account has passwords of its own, and one that is forgotten when somebody leaves still works.',
  whenNotToFix:
    'The only console users are the break-glass users, kept for the day on which the directory is down; or a SAML provider of your own signs everybody else in.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-users-federation-idp',
    'https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.21'],
    'cis-aws-1.5': ['1.21'],
    'cis-aws-2.0': ['1.21'],
    'cis-aws-3.0': ['1.21'],
    'cis-aws-4.0': ['1.21'],
    'cis-aws-5.0': ['1.20'],
    'cis-aws-6.0': ['2.20'],
    'cis-aws-7.0': ['2.19'],
    'nist-800-53-r5': ['AC-2(1)', 'IA-2'],
    'iso-27001-2022': ['A.5.16', 'A.8.5'],
    'soc-2': ['CC6.1', 'CC6.2'],
  },
  reads: ['identity-center', 'credential-report'],
  parameters: z.object({}),
  messages: {
    enabled: 'IAM Identity Center is there: {instances}',
    passwordless: 'No user can sign in with a password',
    absent: 'There is no active IAM Identity Center, and {count} user(s) can sign in with a password: {users}',
    unseen: 'No IAM Identity Center was found, but it could not be looked for everywhere: {why}',
    unreported: 'There is no IAM Identity Center, and whether {users} can sign in with a password is not known',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const { items, gaps } = evidence['identity-center'];
    const active = items.filter(({ status = 'ACTIVE' }) => status === 'ACTIVE');
    const rows = evidence['credential-report'].rows.filter(({ user }) => user !== rootUser);
    const users = rows.filter(({ passwordEnabled }) => passwordEnabled === true).map(({ user }) => user);
    const unclear = rows.filter(({ passwordEnabled }) => passwordEnabled !== true && passwordEnabled !== false);
    const resource = accountResource(account);
    if (active.length > 0) yield pass('enabled', resource, { instances: active.map(({ arn }) => arn) });
    else if (users.length > 0 && gaps.length > 0)
      yield unknown('unseen', resource, { why: gaps.map(({ reason }) => reason) });
    else if (users.length > 0) yield fail('absent', resource, { count: users.length, users: users.sort() });
    else if (unclear.length > 0)
      yield unknown('unreported', resource, { users: unclear.map(({ user }) => user).sort() });
    else yield pass('passwordless', resource, {});
  },
  remedies: [moveToIdentityCenter],
});
