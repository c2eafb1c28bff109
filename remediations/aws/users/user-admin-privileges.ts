import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { isAdministratorBeside } from '../../../src/providers/aws/policy/administrator-beside.ts';
import { howAdministrator, standingByArn } from '../../../src/providers/aws/policy/administrators.ts';
import { approvedAdminGroups, isListed } from '../policies/approved-administrators.ts';
import { privilegedAccounts } from '../policies/frameworks.ts';
import { moveToAdminGroup, takeAdministration } from './administrator-remedies.ts';

/**
 * What counts is what a user may effectively do: inline, attached and group policies together, spread over as many
 * statements as there are, less what is denied, within the boundary.
 */
export default defineControl({
  id: 'user-admin-privileges',
  area: 'users',
  severity: 'high',
  title: 'No user has full administrator permissions, save through an approved group',
  rationale:
    "A user's password and keys last until somebody ends them, and with full permissions each of them is the account. Administrators that come through one known group, or better through a role taken for an hour, can be counted and watched.",
  risk: 'One leaked access key or one password given away on a false sign-in page hands over everything, the audit trail included.',
  whenNotToFix:
    'The user is kept for emergencies: list the group that makes it an administrator in approvedAdminGroups, or record an exception for the user.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html',
  ],
  frameworks: privilegedAccounts,
  reads: ['authorization-details'],
  parameters: z.object({ approvedAdminGroups }),
  messages: {
    limited: 'User {user} has no full administrator permissions',
    approved: 'User {user} has full administrator permissions through approved groups only',
    administrator: 'User {user} has full administrator permissions by {how}',
    possible:
      'User {user} may have full administrator permissions: a condition, or a document that is not in the evidence, decides',
  },
  *evaluate({ evidence, parameters, pass, fail, unknown }) {
    const details = evidence['authorization-details'];
    const isApproved = (group: string) => isListed(parameters.approvedAdminGroups, group);
    const standing = standingByArn(details);
    for (const user of details.users) {
      const principal = { type: 'user', name: user.name } as const;
      const resource = iamResource('user', user);
      const facts = { user: user.name };
      const verdict = standing.get(user.arn)?.administrator ?? 'unknown';
      const beside = verdict === 'no' ? 'no' : isAdministratorBeside(details, principal, isApproved);
      if (verdict === 'no') yield pass('limited', resource, facts);
      else if (beside === 'no') yield pass('approved', resource, facts);
      else if (verdict === 'unknown' || beside === 'unknown') yield unknown('possible', resource, facts);
      else yield fail('administrator', resource, { ...facts, how: howAdministrator(details, principal) });
    }
  },
  remedies: [moveToAdminGroup, takeAdministration],
});
