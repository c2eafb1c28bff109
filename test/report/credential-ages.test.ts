import { expect, test } from 'vitest';
import { agedCredentials, ageGroups } from '../../src/report/credential-ages.ts';
import type { CredentialNote, ScanResult } from '../../src/report/scan-result.ts';
import { sampleScan } from './sample-scan.ts';

/** The sample scan, with access keys of these ages in days. */
function scanWith(ages: readonly number[], more: readonly CredentialNote[] = []): ScanResult {
  const now = Date.parse(sampleScan.collectedAt);
  const keys = ages.map((age): CredentialNote => {
    return {
      user: `u${age}`,
      kind: 'access-key',
      since: new Date(now - age * 86_400_000).toISOString(),
      lastUsed: 'never',
    };
  });
  return { ...sampleScan, credentials: [...keys, ...more] };
}

test('a credential stands with the ages up to and with the last day of its span', () => {
  const groups = ageGroups(agedCredentials(scanWith([0, 30, 31, 90, 91, 180, 181, 365, 366, 730, 731])));
  expect(groups.map(({ label, keys }) => `${keys} ${label}`)).toEqual([
    '2 up to 30 days',
    '2 31 to 90 days',
    '2 91 to 180 days',
    '2 181 to 365 days',
    '2 1 to 2 years',
    '1 over 2 years',
  ]);
});

test('an age that is not known is a group of its own and stands first by name', () => {
  const root: CredentialNote = { user: 'root user', kind: 'password', since: 'unknown', lastUsed: 'never' };
  const aged = agedCredentials(scanWith([10, 500], [root]));
  expect(aged.map(({ user, age }) => [user, age])).toEqual([
    ['root user', undefined],
    ['u500', 500],
    ['u10', 10],
  ]);
  expect(ageGroups(aged).at(-1)).toEqual({ label: 'age not known', keys: 0, passwords: 1 });
});

test('a key that is younger than its evidence, as clocks differ, is a young one', () => {
  expect(ageGroups(agedCredentials(scanWith([-1])))[0]).toMatchObject({ keys: 1 });
});
