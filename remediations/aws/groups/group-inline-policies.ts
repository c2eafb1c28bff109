import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { attachGroupPolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteGroupPolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { leastPrivilege } from '../policies/frameworks.ts';
import { inlineToManaged } from '../policies/inline-to-managed.ts';

export default defineControl({
  id: 'group-inline-policies',
  area: 'groups',
  severity: 'low',
  title: 'Groups have no inline policies',
  rationale:
    'An inline policy belongs to one group only: it cannot be shared, compared or put back to an earlier version, and no list of policies shows it. A managed policy gives each permission one place where it is reviewed.',
  risk: 'What a group may do is overlooked where access is reviewed, and copies of one policy drift apart.',
  whenNotToFix:
    'A tool writes the policy together with its group and would put it back: change it there, or record an exception.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-no-inline-policy-check.html',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'Group {group} has no inline policies',
    inline: 'Group {group} has inline policies: {policies}',
  },
  *evaluate({ evidence, pass, fail }) {
    for (const group of evidence['authorization-details'].groups) {
      const resource = iamResource('group', group);
      const policies = group.inline.map(({ name }) => name).sort();
      if (policies.length === 0) yield pass('none', resource, { group: group.name });
      else yield fail('inline', resource, { group: group.name, policies });
    }
  },
  remedies: [
    inlineToManaged({
      kind: 'group',
      quota: 'AttachedPoliciesPerGroupQuota',
      among: (details) => details.groups,
      attach: (steps, group, policyArn) => void steps.add(attachGroupPolicy, { group, policyArn }, {}),
      remove: (steps, group, name) => void steps.add(deleteGroupPolicy, { group, name }, null),
    }),
  ],
});
