import { attachRolePolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteRolePolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { inlineToManaged as inlineToManagedOf } from '../policies/inline-to-managed.ts';

/** Keeps the inline policies of a role as managed ones. */
export const inlineToManaged = inlineToManagedOf({
  kind: 'role',
  quota: 'AttachedPoliciesPerRoleQuota',
  among: (details) => details.roles,
  attach: (steps, role, policyArn) => void steps.add(attachRolePolicy, { role, policyArn }, {}),
  remove: (steps, role, name) => void steps.add(deleteRolePolicy, { role, name }, null),
});
