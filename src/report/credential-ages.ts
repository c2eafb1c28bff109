import type { CredentialNote, ScanResult } from './scan-result.ts';

/** A span of ages in whole days, both ends in it. */
interface Span {
  readonly label: string;
  readonly upTo: number;
}

const spans: readonly Span[] = [
  { label: 'up to 30 days', upTo: 30 },
  { label: '31 to 90 days', upTo: 90 },
  { label: '91 to 180 days', upTo: 180 },
  { label: '181 to 365 days', upTo: 365 },
  { label: '1 to 2 years', upTo: 730 },
  { label: 'over 2 years', upTo: Number.POSITIVE_INFINITY },
];

/** How many credentials are of an age. */
export interface AgeGroup {
  readonly label: string;
  readonly keys: number;
  readonly passwords: number;
}

/** A credential with its age in whole days, where it is known. */
export interface AgedCredential extends CredentialNote {
  readonly age: number | undefined;
}

/** The credentials of a result with their ages on the day of its evidence: the oldest first, unknown ages before all. */
export function agedCredentials({ credentials = [], collectedAt }: ScanResult): AgedCredential[] {
  const now = Date.parse(collectedAt);
  return credentials
    .map((credential) => {
      const since = Date.parse(credential.since);
      return { ...credential, age: Number.isNaN(since) ? undefined : Math.floor((now - since) / 86_400_000) };
    })
    .sort((a, b) => (b.age ?? Number.POSITIVE_INFINITY) - (a.age ?? Number.POSITIVE_INFINITY) || 0);
}

/** The credentials by age; those whose age AWS does not tell stand last, where there are any. */
export function ageGroups(credentials: readonly AgedCredential[]): AgeGroup[] {
  const group = (label: string, within: (age: number | undefined) => boolean): AgeGroup => {
    const those = credentials.filter(({ age }) => within(age));
    const keys = those.filter(({ kind }) => kind === 'access-key').length;
    return { label, keys, passwords: those.length - keys };
  };
  const unknown = group('age not known', (age) => age === undefined);
  return [
    ...spans.map(({ label, upTo }, at) =>
      group(
        label,
        (age) => age !== undefined && age <= upTo && age > (spans[at - 1]?.upTo ?? Number.NEGATIVE_INFINITY),
      ),
    ),
    ...(unknown.keys + unknown.passwords > 0 ? [unknown] : []),
  ];
}
