import type { AwsSnapshot } from '../providers/aws/model/collections.ts';
import type { RedactOption } from './options.ts';

/** What is about to be told or written, with pseudonyms where `--redact` asks for them; the snapshot tells the names. */
export async function asAsked<T>({ redact: asked }: RedactOption, value: T, snapshot?: AwsSnapshot): Promise<T> {
  if (asked !== true) return value;
  const { redact } = await import('../providers/aws/redact/redact.ts');
  return redact(value, snapshot);
}
