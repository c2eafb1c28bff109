import { z } from 'zod';
import { accountSchema, type Draft, type Snapshot, unreadableSchema } from '../../../engine/snapshot.ts';
import { accessAnalyzerSchema } from './access-analyzer.ts';
import { alternateContactsSchema } from './alternate-contacts.ts';
import { attestationSchema } from './attestations.ts';
import { authorizationDetailsSchema } from './authorization-details.ts';
import { bucketsSchema } from './buckets.ts';
import { budgetSchema } from './budgets.ts';
import { trailEventsSchema } from './cloudtrail-events.ts';
import { configSchema } from './config.ts';
import { credentialReportSchema } from './credential-report.ts';
import { accessKeySchema, mfaDeviceSchema, passwordPolicySchema } from './credentials.ts';
import { acmCertificateSchema, loadBalancerSchema, webAclSchema } from './edge.ts';
import { identityCenterSchema } from './identity-center.ts';
import { identityProviderSchema } from './identity-providers.ts';
import { lastAccessedSchema } from './last-accessed.ts';
import { alarmSchema, logGroupSchema, metricFilterSchema, topicSchema, trailSchema } from './monitoring.ts';
import { organizationSchema } from './organization.ts';
import { regionalSchema } from './regional.ts';
import { secretSchema } from './secrets.ts';
import { serverCertificateSchema, signingCertificateSchema, sshKeySchema } from './uploads.ts';
import { instanceSchema, lambdaFunctionSchema } from './workloads.ts';

/**
 * Every kind of evidence that the AWS provider reads, with the shape of its data.
 * Lists are sorted by their natural key (see `sortKeys`), so that equal accounts are equal data.
 */
export const collectionSchemas = {
  'account-summary': z.record(z.string(), z.number()),
  'credential-report': credentialReportSchema,
  'authorization-details': authorizationDetailsSchema,
  'password-policy': passwordPolicySchema.nullable(),
  'access-keys': z.array(accessKeySchema),
  'mfa-devices': z.array(mfaDeviceSchema),
  'ssh-keys': z.array(sshKeySchema),
  'signing-certificates': z.array(signingCertificateSchema),
  'server-certificates': z.array(serverCertificateSchema),
  'identity-providers': z.array(identityProviderSchema),
  'service-last-accessed': z.array(lastAccessedSchema),
  'alternate-contacts': alternateContactsSchema,
  organization: organizationSchema.nullable(),
  'identity-center': identityCenterSchema,
  'access-analyzer': accessAnalyzerSchema,
  trails: z.array(trailSchema),
  'log-groups': z.array(logGroupSchema),
  'metric-filters': z.array(metricFilterSchema),
  alarms: z.array(alarmSchema),
  sns: z.array(topicSchema),
  'cloudtrail-events': trailEventsSchema,
  instances: regionalSchema(instanceSchema),
  functions: regionalSchema(lambdaFunctionSchema),
  'load-balancers': regionalSchema(loadBalancerSchema),
  'acm-certificates': regionalSchema(acmCertificateSchema),
  waf: regionalSchema(webAclSchema),
  secrets: regionalSchema(secretSchema),
  buckets: bucketsSchema,
  budgets: z.array(budgetSchema),
  config: configSchema,
  attestations: z.array(attestationSchema),
} as const;

/** The data of each collection, by its name. */
export type AwsCollections = {
  -readonly [K in keyof typeof collectionSchemas]: z.infer<(typeof collectionSchemas)[K]>;
};
export type CollectionName = keyof AwsCollections;
export const collectionNames = Object.keys(collectionSchemas) as CollectionName[];

/** What was collected from one AWS account at one moment. */
export type AwsSnapshot = Snapshot<AwsCollections>;
export type AwsDraft = Draft<AwsCollections>;

const collectionSchema = (data: z.ZodType) =>
  z.discriminatedUnion('status', [
    z.object({ status: z.literal('read'), data, partial: z.string().optional() }),
    unreadableSchema,
  ]);

/** The versioned schema of a snapshot file. */
export const snapshotSchema = z.object({
  schema: z.literal('remediate.snapshot/1'),
  provider: z.literal('aws'),
  account: accountSchema,
  caller: z.string().optional(),
  collectedAt: z.iso.datetime({ offset: true }),
  collections: z.object(
    Object.fromEntries(Object.entries(collectionSchemas).map(([name, data]) => [name, collectionSchema(data)])),
  ),
});
