import { z } from 'zod';
import { accountSchema, type Draft, type Snapshot, unreadableSchema } from '../../../engine/snapshot.ts';
import { authorizationDetailsSchema } from './authorization-details.ts';
import { credentialReportSchema } from './credential-report.ts';
import { accessKeySchema, mfaDeviceSchema, passwordPolicySchema } from './credentials.ts';
import { alarmSchema, metricFilterSchema, topicSchema, trailSchema } from './monitoring.ts';

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
  trails: z.array(trailSchema),
  'metric-filters': z.array(metricFilterSchema),
  alarms: z.array(alarmSchema),
  sns: z.array(topicSchema),
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
  z.discriminatedUnion('status', [z.object({ status: z.literal('read'), data }), unreadableSchema]);

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
