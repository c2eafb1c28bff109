import { z } from 'zod';
import { certificateSchema } from './certificate.ts';
import { timeSchema } from './time.ts';

/** A public SSH key that a user signs in to CodeCommit with; `body` is the key itself, absent where it was not asked for. */
export const sshKeySchema = z.object({
  user: z.string(),
  id: z.string(),
  active: z.boolean(),
  uploadedAt: timeSchema,
  body: z.string().optional(),
});
export type SshKey = z.infer<typeof sshKeySchema>;

/** A user's X.509 signing certificate; `certificate` is absent where its body cannot be read as one. */
export const signingCertificateSchema = z.object({
  user: z.string(),
  id: z.string(),
  active: z.boolean(),
  uploadedAt: timeSchema,
  body: z.string().optional(),
  certificate: certificateSchema.optional(),
});
export type SigningCertificate = z.infer<typeof signingCertificateSchema>;

/**
 * A TLS certificate that is kept in IAM. `body`, `chain` and `certificate` are absent where only the listing was
 * read; a certificate whose body was read and that has no `chain` was uploaded without one.
 */
export const serverCertificateSchema = z.object({
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  path: z.string(),
  uploadedAt: timeSchema,
  /** When it expires, as IAM tells it. */
  expiresAt: timeSchema,
  body: z.string().optional(),
  chain: z.string().optional(),
  certificate: certificateSchema.optional(),
});
export type ServerCertificate = z.infer<typeof serverCertificateSchema>;

/** The keys that the lists of uploaded things are sorted by. */
export const uploadKeys = {
  ofUser: ({ user, id }: { readonly user: string; readonly id: string }) => `${user} ${id}`,
  serverCertificate: ({ name }: Pick<ServerCertificate, 'name'>) => name,
} as const;
