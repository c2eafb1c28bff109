import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { approvedAdminGroups, isListed } from '../policies/approved-administrators.ts';
import { leastPrivilege } from '../policies/frameworks.ts';
import { judgeOverlyPermissive, overlyPermissiveMessages } from '../policies/overly-permissive.ts';

export default defineControl({
  id: 'group-overly-permissive',
  area: 'groups',
  severity: 'high',
  title: 'Group policies are not too permissive',
  rationale:
    'Whatever a group is allowed, each member is, today and whoever joins tomorrow. A wildcard over a whole service also takes in every action that AWS adds to it later.',
  risk: 'One stolen password of one member is enough to read, change or destroy everything that the service holds.',
  whenNotToFix:
    'The group runs the service for everybody, in an account that holds nothing else: record an exception. Groups of administrators are listed in approvedAdminGroups.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({ approvedAdminGroups }),
  messages: overlyPermissiveMessages,
  *evaluate({ evidence, parameters, ...say }) {
    const details = evidence['authorization-details'];
    for (const group of details.groups)
      yield* judgeOverlyPermissive(say, details, 'group', group, isListed(parameters.approvedAdminGroups, group.name));
  },
  remedies: [reviewNarrowing, narrowPolicies],
});
