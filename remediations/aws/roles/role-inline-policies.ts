import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { inlineToManaged } from './inline-to-managed.ts';
import { changeableRoles } from './roles.ts';

export default defineControl({
  id: 'role-inline-policies',
  area: 'roles',
  severity: 'low',
  title: 'No role has inline policies',
  rationale:
    'An inline policy belongs to one role only: it cannot be shared, compared or versioned, and no list of policies shows it. A managed one has versions that can be put back, and one place where it is reviewed.',
  risk: 'A permission that was added in a hurry stays in a corner where reviews do not look.',
  whenNotToFix:
    'The policy must live and die with its role, as those that CloudFormation or a deployment tool writes: changing them behind the tool makes it fail or put them back. Except such roles by pattern.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-no-inline-policy-check.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-3', 'AC-6'],
    'iso-27001-2022': ['A.5.15', 'A.5.18'],
    'soc-2': ['CC6.3'],
  },
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'Role {role} has no inline policies',
    inline: 'Role {role} has inline policies: {policies}',
  },
  *evaluate({ evidence, pass, fail }) {
    for (const role of changeableRoles(evidence['authorization-details'])) {
      const policies = role.inline.map(({ name }) => name);
      const resource = iamResource('role', role);
      if (policies.length === 0) yield pass('none', resource, { role: role.name });
      else yield fail('inline', resource, { role: role.name, policies });
    }
  },
  remedies: [inlineToManaged],
});
