import { z } from 'zod';
import { certificateSchema } from './certificate.ts';
import { timeSchema } from './time.ts';

const common = {
  arn: z.string(),
  createdAt: timeSchema.optional(),
  tags: z.record(z.string(), z.string()),
};

/** A SAML metadata document and what it tells of its provider. */
const samlMetadataSchema = z.object({
  /** The document itself, which recreating the provider needs. */
  document: z.string(),
  entityId: z.string().optional(),
  /** The metadata's own word for how long it is valid; absent where it does not say. */
  validUntil: timeSchema.optional(),
  /** The certificates that assertions are signed with; null stands for one that cannot be read. */
  signingCertificates: z.array(certificateSchema.nullable()),
});
export type SamlMetadata = z.infer<typeof samlMetadataSchema>;

/** A SAML provider with what its metadata tells; `metadata` and what is read from it are absent where only the listing was read. */
export const samlProviderSchema = z.object({
  ...common,
  kind: z.literal('saml'),
  name: z.string(),
  /** When IAM holds the provider's metadata for expired. */
  validUntil: timeSchema.optional(),
  metadata: samlMetadataSchema.optional(),
  /** New metadata for it, from the file that the baseline names: no evidence, but what a remedy may put in its place. */
  offered: samlMetadataSchema.optional(),
});
export type SamlProvider = z.infer<typeof samlProviderSchema>;

/** An OpenID Connect provider; `url` is without the scheme, as IAM keeps it. */
export const oidcProviderSchema = z.object({
  ...common,
  kind: z.literal('oidc'),
  url: z.string(),
  clientIds: z.array(z.string()),
  thumbprints: z.array(z.string()),
});
export type OidcProvider = z.infer<typeof oidcProviderSchema>;

/** Whom the account lets tell who somebody is: SAML and OpenID Connect providers, sorted by ARN. */
export const identityProviderSchema = z.discriminatedUnion('kind', [samlProviderSchema, oidcProviderSchema]);
export type IdentityProvider = z.infer<typeof identityProviderSchema>;
