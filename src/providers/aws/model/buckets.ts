import { z } from 'zod';

/** Where S3 writes the access log of a bucket; unknown, with the reason, where that could not be read. */
export const bucketLoggingSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('on'), bucket: z.string(), prefix: z.string() }),
  z.object({ status: z.literal('off') }),
  z.object({ status: z.literal('unknown'), reason: z.string() }),
]);
export type BucketLogging = z.infer<typeof bucketLoggingSchema>;

/** What S3 blocks of a bucket whatever its policy and its lists say. */
export const publicAccessBlockSchema = z.object({
  blockPublicAcls: z.boolean(),
  ignorePublicAcls: z.boolean(),
  blockPublicPolicy: z.boolean(),
  restrictPublicBuckets: z.boolean(),
});

/** An S3 bucket; the region is absent where the bucket is another account's. */
export const bucketSchema = z.object({
  name: z.string(),
  region: z.string().optional(),
  /** The ARNs of the trails that deliver into it. */
  trails: z.array(z.string()),
  logging: bucketLoggingSchema,
  /** The JSON text of its policy; absent where it has none, or where it was not read. */
  policy: z.string().optional(),
  /** Absent where nothing is blocked by it, or where that was not read. */
  publicAccessBlock: publicAccessBlockSchema.optional(),
});
export type Bucket = z.infer<typeof bucketSchema>;

/** Why the access log of another account's bucket is not known. */
export const foreignBucket = 'it is not among the buckets of this account, so that only its owner can tell';

/** The name of the bucket that a plan makes for a trail. */
export function trailBucketName(account: string): string {
  return `aws-cloudtrail-logs-${account}`;
}

/** The name of the bucket that a plan makes for the access logs of a region. */
export function accessLogBucketName(account: string, region: string): string {
  return `access-logs-${account}-${region}`;
}

/** True for a bucket by whose name a plan would make one, so that it has to know of it. */
export function isPlannedBucket(name: string, account: string): boolean {
  return name === trailBucketName(account) || name.startsWith(accessLogBucketName(account, ''));
}

/**
 * The buckets that were looked at, sorted by name: those of the trails, those that hold their access logs and those
 * that have the name of one which plans make; or all of the account besides.
 */
export const bucketsSchema = z.object({ scope: z.enum(['trails', 'all']), items: z.array(bucketSchema) });
export type Buckets = z.infer<typeof bucketsSchema>;
