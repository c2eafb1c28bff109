import { z } from 'zod';
import { timeSchema } from './time.ts';

/** An inline policy: its name within the principal, and its document as JSON text. */
export const inlinePolicySchema = z.object({ name: z.string(), document: z.string() });
export type InlinePolicy = z.infer<typeof inlinePolicySchema>;

const tagsSchema = z.record(z.string(), z.string());

/** An IAM user as GetAccountAuthorizationDetails tells of it; `attached` holds policy ARNs, `groups` group names. */
export const userSchema = z.object({
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  path: z.string(),
  createdAt: timeSchema,
  groups: z.array(z.string()),
  inline: z.array(inlinePolicySchema),
  attached: z.array(z.string()),
  boundary: z.string().optional(),
  tags: tagsSchema,
});
export type User = z.infer<typeof userSchema>;

/** An IAM group; its members are the users whose `groups` name it. */
export const groupSchema = z.object({
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  path: z.string(),
  createdAt: timeSchema,
  inline: z.array(inlinePolicySchema),
  attached: z.array(z.string()),
});
export type Group = z.infer<typeof groupSchema>;

/** An instance profile: what hands its role to the instances that are started with it. */
export const instanceProfileSchema = z.object({ name: z.string(), arn: z.string(), createdAt: timeSchema });
export type InstanceProfile = z.infer<typeof instanceProfileSchema>;

/** An IAM role with its trust policy as JSON text; `lastUsed` is absent when AWS gave no answer. */
export const roleSchema = z.object({
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  path: z.string(),
  createdAt: timeSchema,
  trust: z.string(),
  description: z.string().optional(),
  maxSessionSeconds: z.number().optional(),
  inline: z.array(inlinePolicySchema),
  attached: z.array(z.string()),
  boundary: z.string().optional(),
  instanceProfiles: z.array(instanceProfileSchema),
  lastUsed: z.object({ at: timeSchema, region: z.string().optional() }).nullable().optional(),
  tags: tagsSchema,
});
export type Role = z.infer<typeof roleSchema>;

/** One version of a managed policy, its document as JSON text. */
export const policyVersionSchema = z.object({
  id: z.string(),
  document: z.string(),
  isDefault: z.boolean(),
  createdAt: timeSchema,
});
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

/** A managed policy: customer-managed, or AWS-managed when its ARN names the account `aws`. */
export const managedPolicySchema = z.object({
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  path: z.string(),
  description: z.string().optional(),
  createdAt: timeSchema,
  versions: z.array(policyVersionSchema),
  tags: tagsSchema,
});
export type ManagedPolicy = z.infer<typeof managedPolicySchema>;

/**
 * Users, groups, roles and the managed policies that they use.
 * Every list is sorted (principals and inline policies by name, policies and attachments by ARN, groups by name),
 * so that equal accounts are equal data. An attachment may name a policy that is not listed: exports have such gaps.
 */
export const authorizationDetailsSchema = z.object({
  users: z.array(userSchema),
  groups: z.array(groupSchema),
  roles: z.array(roleSchema),
  policies: z.array(managedPolicySchema),
  /** The instance profiles that hold no role, where they could be listed; the others stand with their roles. */
  emptyProfiles: z.array(instanceProfileSchema).default([]),
});
export type AuthorizationDetails = z.infer<typeof authorizationDetailsSchema>;

/** True for a policy that AWS owns, in every partition. */
export function isAwsManaged(arn: string): boolean {
  return OF_AWS.test(arn);
}

const OF_AWS = /^arn:[^:]+:iam::aws:policy\//;

/** True for a role that only AWS changes: a service-linked one, or one of IAM Identity Center. */
export function isAwsRole({ path }: Pick<Role, 'path'>): boolean {
  return path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/');
}

/** The document of a policy's default version, or undefined when the evidence does not hold it. */
export function defaultDocument(policy: ManagedPolicy): string | undefined {
  return policy.versions.find((version) => version.isDefault)?.document;
}
