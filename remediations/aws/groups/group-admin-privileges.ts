import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { howAdministrator, isAdministrator } from '../../../src/providers/aws/policy/administrators.ts';
import { approvedAdminGroups, isListed } from '../policies/approved-administrators.ts';
import { privilegedAccounts } from '../policies/frameworks.ts';
import { dropAdministratorPolicies } from './drop-administrator-policies.ts';

/** A group makes no requests itself; what is judged is what its policies alone would give a member, boundary aside. */
export default defineControl({
  id: 'group-admin-privileges',
  area: 'groups',
  severity: 'high',
  title: 'No group has full administrator permissions, save approved ones',
  rationale:
    'An administrator can do everything, undo every safeguard and erase the traces. Where one known group gives that power, a glance at its members tells who has it.',
  risk: 'Whoever is added to the group, by mistake or by an intruder, owns the account from that moment.',
  whenNotToFix:
    'The group is the one that is meant to have administrators: list it in approvedAdminGroups. Better still, people take an administrator role for the time they need it, through IAM Identity Center.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html#jf_administrator',
  ],
  frameworks: privilegedAccounts,
  reads: ['authorization-details'],
  parameters: z.object({ approvedAdminGroups }),
  messages: {
    limited: 'Group {group} has no full administrator permissions',
    approved: 'Group {group} is approved to have full administrator permissions',
    administrator: 'Group {group} has full administrator permissions by {how}',
    possible:
      'Group {group} may have full administrator permissions: a condition, or a document that is not in the evidence, decides',
  },
  *evaluate({ evidence, parameters, pass, fail, unknown }) {
    const details = evidence['authorization-details'];
    for (const group of details.groups) {
      const principal = { type: 'group', name: group.name } as const;
      const resource = iamResource('group', group);
      const facts = { group: group.name };
      const verdict = isAdministrator(details, principal);
      if (verdict === 'no') yield pass('limited', resource, facts);
      else if (isListed(parameters.approvedAdminGroups, group.name)) yield pass('approved', resource, facts);
      else if (verdict === 'unknown') yield unknown('possible', resource, facts);
      else yield fail('administrator', resource, { ...facts, how: howAdministrator(details, principal) });
    }
  },
  remedies: [dropAdministratorPolicies],
});
