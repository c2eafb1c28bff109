import { z } from 'zod';
import { momentSchema } from './credential-report.ts';
import { timeSchema } from './time.ts';

/** An access key of a user, never its secret; `lastUsed` as IAM tells it. */
export const accessKeySchema = z.object({
  user: z.string(),
  id: z.string(),
  active: z.boolean(),
  createdAt: timeSchema,
  lastUsed: momentSchema,
  lastUsedService: z.string().optional(),
  lastUsedRegion: z.string().optional(),
});
export type AccessKey = z.infer<typeof accessKeySchema>;

/** An MFA device assigned to a user, or to the root user (`<root_account>`). */
export const mfaDeviceSchema = z.object({
  user: z.string(),
  serial: z.string(),
  kind: z.enum(['virtual', 'hardware']),
  enabledAt: timeSchema.optional(),
});
export type MfaDevice = z.infer<typeof mfaDeviceSchema>;

/** The account's password policy; ages in days, `maxAgeDays` and `reusePrevention` absent where off. */
export const passwordPolicySchema = z.object({
  minimumLength: z.number(),
  requireSymbols: z.boolean(),
  requireNumbers: z.boolean(),
  requireUppercase: z.boolean(),
  requireLowercase: z.boolean(),
  allowUsersToChange: z.boolean(),
  maxAgeDays: z.number().optional(),
  reusePrevention: z.number().optional(),
  hardExpiry: z.boolean().optional(),
});
export type PasswordPolicy = z.infer<typeof passwordPolicySchema>;
