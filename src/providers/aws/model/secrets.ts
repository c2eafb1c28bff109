import { z } from 'zod';
import { timeSchema } from './time.ts';

/** A secret of AWS Secrets Manager: how it rotates, never its value. Secrets on their way to deletion are not listed. */
export const secretSchema = z.object({
  region: z.string(),
  name: z.string(),
  arn: z.string(),
  createdAt: timeSchema.optional(),
  rotationEnabled: z.boolean(),
  /** The ARN of the function that rotates it; a managed secret has none. */
  rotationFunction: z.string().optional(),
  /** The schedule: a number of days, or a rate() or cron() expression; absent where none was ever set. */
  everyDays: z.number().optional(),
  schedule: z.string().optional(),
  /** How long a rotation may take, such as 3h. */
  window: z.string().optional(),
  lastRotatedAt: timeSchema.optional(),
  nextRotationAt: timeSchema.optional(),
  /** The service that manages the secret, such as rds. */
  owningService: z.string().optional(),
  /** The region that the secret is replicated from or to others; it rotates there alone. */
  primaryRegion: z.string().optional(),
});
export type Secret = z.infer<typeof secretSchema>;

/** The key that secrets are sorted by. */
export const secretKey = ({ arn, region }: Pick<Secret, 'arn' | 'region'>): string => `${region} ${arn}`;
