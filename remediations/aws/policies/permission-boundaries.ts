import { z } from 'zod';
import { isAwsRole, type Role, type User } from '../../../src/providers/aws/model/authorization-details.ts';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { abilityReader } from '../../../src/providers/aws/policy/abilities.ts';
import { isAdministrator } from '../../../src/providers/aws/policy/administrators.ts';
import { leastPrivilege } from './frameworks.ts';
import { setBoundary } from './set-boundary.ts';

/**
 * What is asked is whether a principal can make one without a boundary: where its policies allow it only together with
 * iam:PermissionsBoundary, as AWS advises for delegation, what it makes is bounded and all is well.
 */
const creating = abilityReader(
  [
    { action: 'iam:CreateUser', on: 'user' },
    { action: 'iam:CreateRole', on: 'role' },
  ],
  { 'iam:PermissionsBoundary': null },
);

export default defineControl({
  id: 'permission-boundaries',
  area: 'policies',
  severity: 'low',
  title: 'Principals that may create principals work under a permissions boundary',
  rationale:
    'Who creates users or roles decides what those may do. A permissions boundary on the creator, which it must pass on to what it creates, lets teams help themselves without outgrowing their limits.',
  risk: 'A pipeline or a team lead that may create a role creates one that may do more than itself.',
  whenNotToFix:
    'The principal provisions the account as a whole, and is guarded as an administrator is; those are left to the practices on administrators.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-permissions-boundaries',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({
    /** The ARN of the policy that principals are to be bounded by. */
    boundary: z.string().startsWith('arn:').optional(),
  }),
  messages: {
    none: 'The {kind} {name} cannot create users or roles without a boundary',
    bounded: 'The {kind} {name} works under the boundary {boundary}',
    administrator: 'The {kind} {name} is an administrator',
    unbounded: 'The {kind} {name} is allowed {actions} and has no permissions boundary',
    possible:
      'The {kind} {name} has no permissions boundary and may be allowed {actions}: a condition, or a document that is not in the evidence, decides',
    unread: 'The {kind} {name} has a policy that is not in the evidence or that there is no understanding',
  },
  *evaluate({ evidence, pass, fail, unknown, notApplicable }) {
    const details = evidence['authorization-details'];
    const judge = (kind: 'user' | 'role', entity: User | Role) => {
      const { name, boundary } = entity;
      const resource = iamResource(kind, entity);
      const facts = { kind, name };
      if (boundary !== undefined) return pass('bounded', resource, { ...facts, boundary });
      const { can, may, holed } = creating(details, entity);
      if (can.length + may.length === 0)
        return holed ? unknown('unread', resource, facts) : pass('none', resource, facts);
      if (isAdministrator(details, { type: kind, name }) === 'yes')
        return notApplicable('administrator', resource, facts);
      if (can.length > 0) return fail('unbounded', resource, { ...facts, actions: can });
      return unknown('possible', resource, { ...facts, actions: may });
    };
    for (const user of details.users) yield judge('user', user);
    for (const role of details.roles) if (!isAwsRole(role)) yield judge('role', role);
  },
  remedies: [setBoundary],
});
