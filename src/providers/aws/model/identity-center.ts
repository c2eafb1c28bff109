import { z } from 'zod';
import { regionalSchema } from './regional.ts';

/** An instance of IAM Identity Center that this account can see: its organization's or its own. */
export const identityCenterInstanceSchema = z.object({
  region: z.string(),
  arn: z.string(),
  identityStoreId: z.string(),
  ownerAccountId: z.string().optional(),
  name: z.string().optional(),
  /** ACTIVE, or what it is on its way to. */
  status: z.string().optional(),
});
export type IdentityCenterInstance = z.infer<typeof identityCenterInstanceSchema>;

/** The instances of IAM Identity Center and where they were looked for; sorted by ARN. */
export const identityCenterSchema = regionalSchema(identityCenterInstanceSchema);
export type IdentityCenter = z.infer<typeof identityCenterSchema>;
