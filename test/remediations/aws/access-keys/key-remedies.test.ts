import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deactivateKey } from '../../../../remediations/aws/access-keys/retire-key.ts';
import { rotateKey } from '../../../../remediations/aws/access-keys/rotate-key.ts';
import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import type { Change } from '../../../../src/engine/change.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import type { KeyOptions } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';

const ofKeys = ['access-key-rotation', 'access-key-unnecessary', 'credentials-unused'];
const about = controls.filter((control) => ofKeys.includes(control.id));

const given = (...keys: KeyOptions[]) =>
  account().user('ci', (user) => keys.reduce((made, key) => made.key(key), user.noPassword()));

/** The plan that closes all that the three controls of keys find, each by its recommended remedy. */
function planFor(...keys: KeyOptions[]): Plan {
  const builder = given(...keys);
  const snapshot = builder.build();
  const chosen = evaluate(about, snapshot, defaultBaseline, builder.now).filter(({ status }) => status === 'fail');
  return assemblePlan({
    provider: awsProvider,
    controls: about,
    snapshot,
    baseline: defaultBaseline,
    now: builder.now,
    chosen,
    via: 'recommended',
    declarative: () => false,
  });
}

const told = (change: Change) => change.title.replace(' of ci', '');

describe('a key that is in use', () => {
  test('is rotated in phases, each behind the proof of the one before', () => {
    const { changes, waves } = planFor({ id: 'AKIAOLD', ageDays: 400, usedDaysAgo: 0 });
    expect(changes.map(told)).toEqual([
      'Create a new access key for ci',
      'Deactivate access key AKIAOLD',
      'Delete access key AKIAOLD',
    ]);
    const [made, off, gone] = changes;
    expect(waves.map((wave) => wave.changes)).toEqual([[made?.id], [off?.id], [gone?.id]]);
    expect(made?.gate).toBeUndefined();
    expect(off?.gate).toEqual({ used: made?.id, quietDays: 1 });
    expect(gone?.gate).toEqual({ after: off?.id, days: 7 });
    expect(changes.map((change) => change.reversibility)).toEqual(['reversible', 'reversible', 'irreversible']);
  });

  test('waits until an idle second key has made room', () => {
    const { changes, unplanned } = planFor(
      { id: 'AKIAIDLE', ageDays: 400, usedDaysAgo: 300 },
      { id: 'AKIAUSED', ageDays: 400, usedDaysAgo: 0 },
    );
    expect(changes.map(told)).toEqual([
      'Deactivate access key AKIAIDLE',
      'Delete access key AKIAIDLE',
      'Create a new access key for ci',
      'Deactivate access key AKIAUSED',
      'Delete access key AKIAUSED',
    ]);
    const [off, gone, made] = changes;
    expect(gone?.gate).toEqual({ after: off?.id, days: 7 });
    expect(made?.dependsOn).toContain(gone?.id);
    expect(made?.to).toEqual({ active: true, beside: ['AKIAUSED'] });
    // Four findings ask for the idle key to be deactivated: rotation and disuse of it, the surplus, and the room.
    expect(off?.closes).toHaveLength(4);
    expect(unplanned).toEqual([]);
  });

  test('is left with a reason while the second key is in use too', () => {
    const { changes, parts, unplanned } = planFor(
      { id: 'AKIAONE', ageDays: 400, usedDaysAgo: 1 },
      { id: 'AKIATWO', ageDays: 10, usedDaysAgo: 0 },
    );
    expect(changes).toEqual([]);
    expect(unplanned.map(({ reason }) => reason)).toEqual([
      'ci has two access keys and both are in use, so there is no room for a new one: find out which can go',
    ]);
    expect(parts.map((part) => part.remedy)).toEqual(['choose-key']);
  });

  test('is not taken for idle while its rotation is under way', () => {
    const { changes } = planFor(
      { id: 'AKIAOLD', ageDays: 29, usedDaysAgo: 0 },
      { id: 'AKIANEW', ageDays: 3, usedDaysAgo: 'never' },
    );
    expect(changes).toEqual([]);
  });
});

describe('a key that is not in use', () => {
  test.each([
    ['was never used', 'never' as const],
    ['was used 45 days ago', 45],
  ])('is deactivated once for all that ask, and not deleted: it %s', (_, usedDaysAgo) => {
    const { changes, findings, predicted } = planFor({ id: 'AKIAIDLE', ageDays: 200, usedDaysAgo });
    expect(findings.map((finding) => finding.control).sort()).toEqual(['access-key-rotation', 'credentials-unused']);
    expect(changes.map(told)).toEqual(['Deactivate access key AKIAIDLE']);
    expect(predicted.closes).toHaveLength(2);
  });
});

test('either rotating or deactivating suits a key that is too old, never both', () => {
  const used = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constantFrom('never' as const, 'unknown' as const));
  fc.assert(
    fc.property(fc.integer({ min: 31, max: 400 }), used, (ageDays, usedDaysAgo) => {
      const builder = given({ id: 'AKIAKEY', ageDays, usedDaysAgo });
      const snapshot = builder.build();
      const [finding] = evaluate(about, snapshot, defaultBaseline, builder.now).filter(
        ({ control, status }) => control === 'access-key-rotation' && status === 'fail',
      );
      if (finding === undefined) throw new Error('the key is old, but was not found');
      expect(rotateKey.suits?.(finding, snapshot)).toBe(!deactivateKey.suits?.(finding, snapshot));
    }),
  );
});

test('the severity rises with the widest window that a key has passed', () => {
  const severityAt = (ageDays: number) => {
    const { findings } = planFor({ ageDays, usedDaysAgo: 0 });
    return findings.map(({ severity, evidence }) => [severity, evidence['window']]);
  };
  expect([31, 45, 46, 90, 91].map(severityAt)).toEqual([
    [['low', 30]],
    [['low', 30]],
    [['medium', 45]],
    [['medium', 45]],
    [['high', 90]],
  ]);
});
