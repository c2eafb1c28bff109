import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { byHand } from '../by-hand.ts';

const giveAWayIn = byHand({
  id: 'give-a-way-in',
  title: 'Give people a way in that is not the root user',
  reversibility: 'reversible',
  guide(_, { snapshot: { account } }) {
    return {
      title: `Give people a way into account ${account.id}`,
      steps: [
        'Sign in as the root user for the last time: everything else is done without it',
        'Open the IAM Identity Center console in the region where people are to sign in, and choose Enable; in an organization do it in its management account',
        'Add a user for yourself, register MFA when the invitation asks for it, and create the permission set AdministratorAccess',
        `Under "AWS accounts" choose account ${account.id} and assign the user with that permission set`,
        'Sign in by the AWS access portal, open the account, and sign the root user out',
      ],
      expect: 'an instance of IAM Identity Center, an identity provider or an IAM user is in the account',
    };
  },
});

/** A role of Identity Center shows that people come in by it, where the instance itself cannot be seen from this account. */
export default defineControl({
  id: 'user-present',
  area: 'users',
  severity: 'low',
  title: 'People reach the account by an IAM user or a federated identity',
  rationale:
    'Where there is nobody but the root user, the root user does the daily work: nothing limits it, and nobody can tell which person it was.',
  risk: 'The one password that opens everything is typed every day, and shared by all who have something to do.',
  whenNotToFix:
    'The account is reached only from other accounts, by roles that trust them, and its root user has no credentials.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-6(2)', 'IA-2'],
    'pci-dss-4.0': ['8.2.1', '8.2.2'],
    'iso-27001-2022': ['A.5.16'],
    'soc-2': ['CC6.1'],
  },
  reads: ['authorization-details', 'identity-providers', 'identity-center'],
  parameters: z.object({}),
  messages: {
    present: 'People can come in by {ways}',
    absent: 'There is no IAM user, no identity provider and no IAM Identity Center: only the root user is left',
    unseen: 'No way in was found, but IAM Identity Center could not be looked for everywhere: {why}',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const { users, roles } = evidence['authorization-details'];
    const { items, gaps } = evidence['identity-center'];
    const byCenter = items.length > 0 || roles.some(({ path }) => path.startsWith('/aws-reserved/sso.amazonaws.com/'));
    const ways = [
      ...(users.length > 0 ? ['IAM users'] : []),
      ...(evidence['identity-providers'].length > 0 ? ['identity providers'] : []),
      ...(byCenter ? ['IAM Identity Center'] : []),
    ];
    const resource = accountResource(account);
    if (ways.length > 0) yield pass('present', resource, { ways });
    else if (gaps.length > 0) yield unknown('unseen', resource, { why: gaps.map(({ reason }) => reason) });
    else yield fail('absent', resource, {});
  },
  remedies: [giveAWayIn],
});
