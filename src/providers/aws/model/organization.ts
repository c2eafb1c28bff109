import { z } from 'zod';
import { partSchema } from './part.ts';

/** A service control policy where it is attached: to the account, to a unit above it, or to the organization's root. */
export const attachedScpSchema = z.object({
  id: z.string(),
  name: z.string(),
  awsManaged: z.boolean(),
  target: z.string(),
  targetType: z.enum(['account', 'unit', 'root']),
});
export type AttachedScp = z.infer<typeof attachedScpSchema>;

/** A service control policy that the organization wrote itself. */
export const ownScpSchema = z.object({
  id: z.string(),
  name: z.string(),
  arn: z.string(),
  description: z.string(),
  /** As JSON text. */
  document: z.string(),
  /** The root, units and accounts that it is attached to, sorted. */
  targets: z.array(z.string()),
});
export type OwnScp = z.infer<typeof ownScpSchema>;

/** What IAM centralizes for the root users of the organization's member accounts. */
export const rootFeaturesSchema = z.object({
  /** RootCredentialsManagement: member accounts' root credentials can be deleted from the management account. */
  credentialsManagement: z.boolean(),
  /** RootSessions: sts:AssumeRoot can act as a member account's root. */
  sessions: z.boolean(),
});
export type RootFeatures = z.infer<typeof rootFeaturesSchema>;

/**
 * The organization that the account is in. Member accounts can mostly not list what is attached to them and who
 * else belongs: those parts are then unreadable by themselves.
 */
export const organizationSchema = z.object({
  id: z.string(),
  arn: z.string(),
  managementAccountId: z.string(),
  featureSet: z.enum(['ALL', 'CONSOLIDATED_BILLING']),
  /** Sorted by target and id. */
  serviceControlPolicies: partSchema(z.array(attachedScpSchema)),
  /** The organization's own service control policies by name, wherever they are attached; told in the management account. */
  ownPolicies: partSchema(z.array(ownScpSchema)).optional(),
  rootFeatures: partSchema(rootFeaturesSchema),
  /** The ids of all accounts of the organization. */
  accounts: partSchema(z.array(z.string())),
});
export type Organization = z.infer<typeof organizationSchema>;

/** The key that attached service control policies are sorted by. */
export const scpKey = ({ target, id }: Pick<AttachedScp, 'target' | 'id'>): string => `${target} ${id}`;

/** The policy that lets everything pass, which AWS attaches where service control policies are switched on. */
export const fullAccessScp = 'p-FullAWSAccess';
