import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { timeSchema } from './time.ts';

/** What a public X.509 certificate says of itself. */
export const certificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  validFrom: timeSchema,
  validTo: timeSchema,
  /** SHA-256 over the certificate, in hex with colons. */
  fingerprint: z.string(),
  /** `rsa`, `ec`, `ed25519` …, as Node names kinds of keys. */
  keyType: z.string(),
  /** The size of an RSA or DSA key. */
  keyBits: z.number().optional(),
  /** The curve of an EC key, such as prime256v1. */
  curve: z.string().optional(),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** Reads a certificate (PEM, or the base64 that is in one); undefined where it is none that can be read. */
export function parseCertificate(text: string): Certificate | undefined {
  try {
    const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64');
    const certificate = new X509Certificate(pem);
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const { modulusLength, namedCurve } = asymmetricKeyDetails ?? {};
    return {
      subject: onOneLine(certificate.subject),
      issuer: onOneLine(certificate.issuer),
      validFrom: new Date(certificate.validFrom).toISOString(),
      validTo: new Date(certificate.validTo).toISOString(),
      fingerprint: certificate.fingerprint256,
      keyType: asymmetricKeyType ?? 'unknown',
      ...(modulusLength === undefined ? {} : { keyBits: modulusLength }),
      ...(namedCurve === undefined ? {} : { curve: namedCurve }),
    };
  } catch {
    return undefined;
  }
}

/** Node writes one part of a name a line. */
function onOneLine(name: string): string {
  return name.split('\n').join(', ');
}
