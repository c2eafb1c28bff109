import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { defineControl, defineRemedy, iamResource } from '../../../src/providers/aws/model/control.ts';
import { detachGroupPolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteGroup } from '../../../src/providers/aws/operations/groups.ts';
import { deleteGroupPolicy } from '../../../src/providers/aws/operations/inline-policies.ts';

const deleteUnusedGroup = defineRemedy({
  id: 'delete-group',
  via: ['api'],
  title: 'Take the policies off the group and delete it',
  reversibility: 'recoverable',
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const group = finding.resource.id;
      const found = readable(context.snapshot, 'authorization-details')?.groups.find(({ name }) => name === group);
      for (const policyArn of found?.attached ?? []) steps.add(detachGroupPolicy, { group, policyArn }, null);
      for (const { name } of found?.inline ?? []) steps.add(deleteGroupPolicy, { group, name }, null);
      steps.add(deleteGroup, { group }, null);
      return { title: `Delete the empty group ${group}` };
    });
  },
});

export default defineControl({
  id: 'group-unused',
  area: 'groups',
  severity: 'low',
  title: 'Every group has at least one user',
  rationale:
    'A group without members grants nothing today, and whatever its policies say to whoever is added tomorrow.',
  risk: 'Permissions that nobody reviews any more come back to life with one AddUserToGroup call.',
  whenNotToFix: 'The group is filled by a provisioning job, or kept empty on purpose for emergencies.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-group-has-users-check.html',
  ],
  // No CIS benchmark and no AWS FSBP control asks for it.
  frameworks: {
    'nist-800-53-r5': ['AC-2', 'AC-3', 'AC-6'],
    'pci-dss-4.0': ['7.2.4'],
    'iso-27001-2022': ['A.5.18'],
    'soc-2': ['CC6.3'],
  },
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    used: 'Group {group} has {members} member(s)',
    unused: 'Group {group} has no members',
  },
  *evaluate({ evidence, pass, fail }) {
    const { groups, users } = evidence['authorization-details'];
    const members = new Map<string, number>();
    for (const user of users) for (const group of user.groups) members.set(group, (members.get(group) ?? 0) + 1);
    for (const group of groups) {
      const size = members.get(group.name) ?? 0;
      const resource = iamResource('group', group);
      if (size > 0) yield pass('used', resource, { group: group.name, members: size });
      else yield fail('unused', resource, { group: group.name });
    }
  },
  remedies: [deleteUnusedGroup],
});
