import { z } from 'zod';

/** Where S3 writes the access log of a bucket; unknown, with the reason, where that could not be read. */
export const bucketLoggingSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('on'), bucket: z.string(), prefix: z.string() }),
  z.object({ status: z.literal('off') }),
  z.object({ status: z.literal('unknown'), reason: z.string() }),
]);
export type BucketLogging = z.infer<typeof bucketLoggingSchema>;

/** An S3 bucket; the region is absent where the bucket is another account's. */
export const bucketSchema = z.object({
  name: z.string(),
  region: z.string().optional(),
  /** The ARNs of the trails that deliver into it. */
  trails: z.array(z.string()),
  logging: bucketLoggingSchema,
});
export type Bucket = z.infer<typeof bucketSchema>;

/** The buckets that were looked at, sorted by name: those of the trails alone, or all of the account besides. */
export const bucketsSchema = z.object({ scope: z.enum(['trails', 'all']), items: z.array(bucketSchema) });
export type Buckets = z.infer<typeof bucketsSchema>;
