import { RemediateError } from '../../../engine/errors.ts';
import { Uncertain } from '../../../engine/provider.ts';
import type { SecretSink } from '../../../engine/secrets.ts';

/** The sink for a secret that is about to be made, proved writable; without one, nothing may be made. */
export async function provedSink(sink: SecretSink | undefined, secret: string): Promise<SecretSink> {
  if (sink === undefined)
    throw new RemediateError('Configuration', `there is no place to hand ${secret} to, so it was not made`, {
      hint: 'set `secrets` in the baseline, to a folder or to AWS Secrets Manager',
    });
  await sink.prove();
  return sink;
}

/**
 * The error to end with when a new secret could not be stored: what it opens is taken back, for nobody can ever
 * learn the secret, and where even that fails the error says what still stands and how to remove it.
 */
export async function takeBack(
  secret: string,
  cause: unknown,
  withdrawal: { readonly run: () => Promise<unknown>; readonly byHand: string },
): Promise<RemediateError> {
  const reason = `${secret} could not be stored: ${cause instanceof Error ? cause.message : String(cause)}`;
  try {
    await withdrawal.run();
  } catch {
    const stands = `${reason}; it could not be withdrawn either, so it still stands`;
    return new Uncertain(new RemediateError('Provider', stands, { cause, hint: `withdraw it: ${withdrawal.byHand}` }));
  }
  return new RemediateError('Provider', `${reason}; it was withdrawn again`, {
    cause,
    hint: 'make the place for secrets writable, then resume the run',
  });
}
