import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Difference } from '../../../../src/engine/comparison.ts';
import { compareSnapshots } from '../../../../src/providers/aws/compare/compare-snapshots.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { arbitraryAccount } from '../../../support/arbitrary-account.ts';
import { freeze } from '../../../support/harness.ts';
import { edited } from './told.ts';

/** Exports may leave ids out; with them, a name is told from its bearer, which looks different from either side. */
function withoutIds(snapshot: AwsSnapshot): AwsSnapshot {
  return edited(snapshot, 'authorization-details', ({ users, groups, roles, policies }) => {
    for (const item of [...users, ...groups, ...roles, ...policies]) item.id = '';
  });
}

test('an account does not differ from itself', () => {
  fc.assert(
    fc.property(arbitraryAccount, (snapshot) => {
      const { differences, gaps, access } = compareSnapshots(snapshot, structuredClone(snapshot));
      expect({ differences, gaps, access }).toEqual({
        differences: [],
        gaps: [],
        access: { administratorsGained: [], administratorsLost: [], shifts: [] },
      });
    }),
    { numRuns: 30 },
  );
});

test('what came on the way there went on the way back', () => {
  const turned = { added: 'removed', removed: 'added', changed: 'changed' } as const;
  const listed = (differences: readonly Difference[], turn: boolean) =>
    differences.map(({ kind, area, resource }) => `${turn ? turned[kind] : kind} ${area} ${resource.id}`).sort();
  fc.assert(
    fc.property(arbitraryAccount.map(withoutIds), arbitraryAccount.map(withoutIds), (old, now) => {
      freeze(old);
      freeze(now);
      const [there, back] = [compareSnapshots(old, now), compareSnapshots(now, old)];
      expect(listed(there.differences, false)).toEqual(listed(back.differences, true));
      expect(there.access?.administratorsGained.length).toBe(back.access?.administratorsLost.length);
    }),
    { numRuns: 30 },
  );
});

test('the order of lists does not matter, and the comparison is plain data', () => {
  const turnedRound = (snapshot: AwsSnapshot) =>
    edited(snapshot, 'authorization-details', ({ users, groups, roles, policies }) => {
      for (const list of [users, groups, roles, policies]) list.reverse();
      for (const { attached, inline } of [...users, ...groups, ...roles]) {
        attached.reverse();
        inline.reverse();
      }
    });
  fc.assert(
    fc.property(arbitraryAccount, arbitraryAccount, (old, now) => {
      const comparison = compareSnapshots(old, now);
      expect(compareSnapshots(turnedRound(old), now).differences.map(({ sentence }) => sentence)).toEqual(
        comparison.differences.map(({ sentence }) => sentence),
      );
      expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
    }),
    { numRuns: 30 },
  );
});
