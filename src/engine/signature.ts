import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { RemediateError } from './errors.ts';

/** An ed25519 signature, with the fingerprint of the key that made it. */
export const signatureSchema = z.object({ key: z.string(), value: z.string() });
export type Signature = z.infer<typeof signatureSchema>;

/** Signs a digest. */
export type Signer = (digest: string) => Signature;
/** Tells whether a signature over a digest is of the key that is asked about. */
export type Verifier = (digest: string, signature: Signature) => boolean;

/** The signer of a private key in PEM. */
export function openSigner(pem: string, source: string): Signer {
  const key = readKey(() => createPrivateKey(pem), source, 'private');
  const name = fingerprint(createPublicKey(key));
  return (digest) => ({ key: name, value: sign(null, Buffer.from(digest), key).toString('base64') });
}

/** The verifier of a public key in PEM. */
export function openVerifier(pem: string, source: string): Verifier {
  const key = readKey(() => createPublicKey(pem), source, 'public');
  const name = fingerprint(key);
  return (digest, { key: by, value }) =>
    by === name && verify(null, Buffer.from(digest), key, Buffer.from(value, 'base64'));
}

function readKey(read: () => KeyObject, source: string, kind: 'private' | 'public'): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What is wrong with it the message below says without a word of the key itself.
  }
  throw new RemediateError('Usage', `${source} holds no ${kind} ed25519 key in PEM without a passphrase`, {
    hint: 'make one with: openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out public.pem',
  });
}

function fingerprint(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}
