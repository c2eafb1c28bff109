import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { defineRendering } from './rendering.ts';

type RoleValue = {
  path: string;
  trust: string;
  description?: string;
  maxSessionSeconds?: number;
  tags?: Record<string, string>;
};

export const role = defineRendering<{ role: string }, RoleValue>({
  name: ({ role }) => [role],
  importId: ({ role }) => role,
  make: (scope, id, { role }, { path, trust, description, maxSessionSeconds, tags }, meta) =>
    new IamRole(scope, id, {
      name: role,
      path,
      assumeRolePolicy: trust,
      ...(description === undefined ? {} : { description }),
      ...(maxSessionSeconds === undefined ? {} : { maxSessionDuration: maxSessionSeconds }),
      ...(tags === undefined ? {} : { tags }),
      ...meta,
    }),
});

/** How long sessions of a role may last. Terraform states a role as a whole, so its trust policy is written as it stands. */
export const roleSession = defineRendering<{ role: string }, { maxSessionSeconds: number; trust: string }>({
  name: ({ role }) => [role],
  importId: ({ role }) => role,
  keeps: [
    'assume_role_policy',
    'description',
    'force_detach_policies',
    'path',
    'permissions_boundary',
    'tags',
    'tags_all',
  ],
  make: (scope, id, { role }, { maxSessionSeconds, trust }, meta) =>
    new IamRole(scope, id, {
      name: role,
      assumeRolePolicy: trust,
      maxSessionDuration: maxSessionSeconds,
      ...meta,
    }),
});
