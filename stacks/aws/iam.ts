import { IamAccountPasswordPolicy } from '@cdktf/provider-aws/lib/iam-account-password-policy/index.js';
import { IamGroup } from '@cdktf/provider-aws/lib/iam-group/index.js';
import { IamGroupPolicy } from '@cdktf/provider-aws/lib/iam-group-policy/index.js';
import { IamGroupPolicyAttachment } from '@cdktf/provider-aws/lib/iam-group-policy-attachment/index.js';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js';
import { IamUserGroupMembership } from '@cdktf/provider-aws/lib/iam-user-group-membership/index.js';
import { IamUserPolicyAttachment } from '@cdktf/provider-aws/lib/iam-user-policy-attachment/index.js';
import type { ManagedPolicy } from '../../src/providers/aws/model/authorization-details.ts';
import type { PasswordPolicy } from '../../src/providers/aws/model/credentials.ts';
import { defineRendering } from './rendering.ts';

export const group = defineRendering<{ group: string }, { path: string }>({
  name: ({ group }) => [group],
  importId: ({ group }) => group,
  make: (scope, id, { group }, { path }, meta) => new IamGroup(scope, id, { name: group, path, ...meta }),
});

/** One user in one group: the resource that lists all members of a group would remove everyone else. */
export const groupMembership = defineRendering<{ group: string; user: string }, object>({
  name: ({ user, group }) => [user, group],
  importId: ({ user, group }) => `${user}/${group}`,
  make: (scope, id, { user, group }, _, meta) =>
    new IamUserGroupMembership(scope, id, { user, groups: [group], ...meta }),
});

type PolicyValue = Pick<ManagedPolicy, 'name' | 'path' | 'description'> & {
  document: string;
  tags?: Record<string, string>;
};

export const policy = defineRendering<{ arn: string }, PolicyValue>({
  name: ({ arn }) => [policyName(arn)],
  importId: ({ arn }) => arn,
  make: (scope, id, _, { name, path, description, document, tags }, meta) =>
    new IamPolicy(scope, id, {
      name,
      path,
      ...(description === undefined ? {} : { description }),
      policy: document,
      ...(tags === undefined ? {} : { tags }),
      ...meta,
    }),
});

export const userPolicyAttachment = defineRendering<{ user: string; policyArn: string }, object>({
  name: ({ user, policyArn }) => [user, policyName(policyArn)],
  importId: ({ user, policyArn }) => `${user}/${policyArn}`,
  make: (scope, id, { user, policyArn }, _, meta) =>
    new IamUserPolicyAttachment(scope, id, { user, policyArn, ...meta }),
});

export const groupPolicyAttachment = defineRendering<{ group: string; policyArn: string }, object>({
  name: ({ group, policyArn }) => [group, policyName(policyArn)],
  importId: ({ group, policyArn }) => `${group}/${policyArn}`,
  make: (scope, id, { group, policyArn }, _, meta) =>
    new IamGroupPolicyAttachment(scope, id, { group, policyArn, ...meta }),
});

export const rolePolicyAttachment = defineRendering<{ role: string; policyArn: string }, object>({
  name: ({ role, policyArn }) => [role, policyName(policyArn)],
  importId: ({ role, policyArn }) => `${role}/${policyArn}`,
  make: (scope, id, { role, policyArn }, _, meta) =>
    new IamRolePolicyAttachment(scope, id, { role, policyArn, ...meta }),
});

export const groupInlinePolicy = defineRendering<{ group: string; name: string }, { document: string }>({
  name: ({ group, name }) => [group, name],
  importId: ({ group, name }) => `${group}:${name}`,
  make: (scope, id, { group, name }, { document }, meta) =>
    new IamGroupPolicy(scope, id, { group, name, policy: document, ...meta }),
});

export const passwordPolicy = defineRendering<object, PasswordPolicy>({
  name: () => ['account'],
  importId: () => 'iam-account-password-policy',
  // What is off is written as 0: the provider would keep the account's number where the attribute is left out.
  make: (scope, id, _, wanted, meta) =>
    new IamAccountPasswordPolicy(scope, id, {
      minimumPasswordLength: wanted.minimumLength,
      requireSymbols: wanted.requireSymbols,
      requireNumbers: wanted.requireNumbers,
      requireUppercaseCharacters: wanted.requireUppercase,
      requireLowercaseCharacters: wanted.requireLowercase,
      allowUsersToChangePassword: wanted.allowUsersToChange,
      maxPasswordAge: wanted.maxAgeDays ?? 0,
      passwordReusePrevention: wanted.reusePrevention ?? 0,
      hardExpiry: wanted.hardExpiry ?? false,
      ...meta,
    }),
});

function policyName(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
