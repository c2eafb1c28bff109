import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { leastPrivilege } from '../policies/frameworks.ts';
import { judgeOverlyPermissive, overlyPermissiveMessages } from '../policies/overly-permissive.ts';
import { changeableRoles, isOnList } from './roles.ts';

export default defineControl({
  id: 'role-overly-permissive',
  area: 'roles',
  severity: 'high',
  title: 'Role policies are not too permissive',
  rationale:
    'Whatever a role is allowed, its program does when it is tricked. A program uses a few actions on a few resources, and a wildcard over a whole service gives it all the others, those that AWS adds later among them.',
  risk: 'One weakness in one program is enough to read, change or destroy everything that a service holds.',
  whenNotToFix:
    'The role is for deployments that create resources of every kind: hold it by a permissions boundary and record an exception. Roles of administrators are listed in approvedAdminRoles.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({
    /** Names or ARNs of roles that are meant to be administrators, `*` standing for any text. */
    approvedAdminRoles: z.array(z.string()).default([]),
  }),
  messages: overlyPermissiveMessages,
  *evaluate({ evidence, parameters: { approvedAdminRoles }, ...say }) {
    const details = evidence['authorization-details'];
    for (const role of changeableRoles(details))
      yield* judgeOverlyPermissive(say, details, 'role', role, isOnList(approvedAdminRoles, role));
  },
  remedies: [reviewNarrowing, narrowPolicies],
});
