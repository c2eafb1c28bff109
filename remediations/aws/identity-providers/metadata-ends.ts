import type { SamlProvider } from '../../../src/providers/aws/model/identity-providers.ts';

/** When the metadata end, by whichever word is the earlier, and when the last certificate that can be read does. */
export function endsOf({ validUntil, metadata }: Pick<SamlProvider, 'validUntil' | 'metadata'>): {
  readonly metadata: string | undefined;
  readonly certificate: string | undefined;
} {
  const told = [validUntil, metadata?.validUntil].filter((end) => end !== undefined);
  const certificates = (metadata?.signingCertificates ?? []).flatMap((one) => one?.validTo ?? []);
  return { metadata: inOrder(told)[0], certificate: inOrder(certificates).at(-1) };
}

function inOrder(times: readonly string[]): string[] {
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b));
}
