import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/snapshot.ts';
import { freshenReport, type Listings } from '../../../../src/providers/aws/collect/freshen.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { rootUser } from '../../../../src/providers/aws/model/credential-report.ts';
import { freeze } from '../../../support/harness.ts';

const nothing: Listings = {
  summary: undefined,
  details: undefined,
  keys: undefined,
  devices: undefined,
  certificates: undefined,
};

function reportOf(given: AccountBuilder) {
  const report = readable(given.build(), 'credential-report');
  if (report === undefined) throw new Error('the builder makes a report');
  return freeze(report);
}

const rowOf = (report: ReturnType<typeof reportOf>, user: string) => report.rows.find((row) => row.user === user);

test('without listings the report stays as it is', () => {
  const report = reportOf(account());
  expect(freshenReport(report, nothing)).toEqual(report);
});

test('a user who was made anew under an old name has none of the old facts', () => {
  const report = reportOf(account().user('pat', (user) => user.createdDaysAgo(100)));
  const now = readable(
    account()
      .user('pat', (user) => user.createdDaysAgo(1))
      .build(),
    'authorization-details',
  );
  expect(rowOf(freshenReport(report, { ...nothing, details: now }), 'pat')).toBeUndefined();
  expect(rowOf(freshenReport(report, { ...nothing, details: now }), 'ada')).toBeDefined();
});

test('keys that either slot may be about leave the row as it is', () => {
  const twins = account().user('pat', (user) => user.key({ usedDaysAgo: 1 }).key({ usedDaysAgo: 9 }));
  const report = reportOf(twins);
  const keys = (readable(twins.build(), 'access-keys') ?? []).map((key) => ({ ...key, lastUsed: 'unknown' as const }));
  expect(rowOf(freshenReport(report, { ...nothing, keys }), 'pat')).toEqual(rowOf(report, 'pat'));
});

test('of the root user the summary tells', () => {
  const key = { active: true, lastRotated: builtAt.toISOString(), lastUsed: 'never' as const };
  const report = reportOf(account().root({ row: { mfaActive: false, keys: [key, key] } }));
  const mended = freshenReport(report, { ...nothing, summary: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 } });
  expect(rowOf(mended, rootUser)).toMatchObject({
    mfaActive: true,
    keys: [{ lastRotated: 'never' }, { lastRotated: 'never' }],
  });
  const kept = freshenReport(report, { ...nothing, summary: { AccountMFAEnabled: 0, AccountAccessKeysPresent: 1 } });
  expect(rowOf(kept, rootUser)).toEqual(rowOf(report, rootUser));
});
