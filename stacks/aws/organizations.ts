import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy/index.js';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment/index.js';
import type { OwnScp } from '../../src/providers/aws/model/organization.ts';
import { defineRendering } from './rendering.ts';

export const scp = defineRendering<
  { name: string },
  Pick<OwnScp, 'description' | 'document'> & Partial<Pick<OwnScp, 'id'>>
>({
  name: ({ name }) => [name],
  importId: (_, { id }) => id ?? '',
  make: (scope, id, { name }, { description, document }, meta) =>
    new OrganizationsPolicy(scope, id, {
      name,
      description,
      content: document,
      type: 'SERVICE_CONTROL_POLICY',
      ...meta,
    }),
});

export const scpAttachment = defineRendering<{ policy: string; target: string }, { id: string }>({
  name: ({ policy, target }) => [policy, target],
  importId: ({ target }, { id }) => `${target}:${id}`,
  make: (scope, id, { target }, { id: policyId }, meta) =>
    new OrganizationsPolicyAttachment(scope, id, { policyId, targetId: target, ...meta }),
});
