import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/snapshot.ts';
import { emptySlot } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { ReportKey } from '../../../../src/providers/aws/model/credential-report.ts';
import type { AccessKey } from '../../../../src/providers/aws/model/credentials.ts';
import { pairSlots } from '../../../../src/providers/aws/model/key-slots.ts';

const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T10:00:00.000Z`;
const key = (id: string, made: number, rest: Partial<AccessKey> = {}): AccessKey => ({
  ...{ user: 'ci', id, active: true, createdAt: day(made), lastUsed: 'unknown' },
  ...rest,
});
const slot = (rotated: number, rest: Partial<ReportKey> = {}): ReportKey => ({
  ...{ active: true, lastRotated: day(rotated), lastUsed: 'never' },
  ...rest,
});

const [anyRow] = readable(account().build(), 'credential-report')?.rows ?? [];
const pairs = (slots: [ReportKey, ReportKey], keys: readonly AccessKey[]) => {
  if (anyRow === undefined) throw new Error('the account has users');
  return Object.fromEntries(pairSlots({ ...anyRow, keys: slots }, keys));
};

test.each<[string, [ReportKey, ReportKey], AccessKey[], Record<string, number>]>([
  ['by when they were made', [slot(1), slot(2)], [key('B', 2), key('A', 1)], { A: 0, B: 1 }],
  ['where the first slot is empty', [emptySlot, slot(2)], [key('A', 2)], { A: 1 }],
  [
    'though the report rounds to seconds',
    [slot(1), emptySlot],
    [key('A', 1, { createdAt: '2026-01-01T10:00:00.900Z' })],
    { A: 0 },
  ],
  [
    'by their status, made in one second',
    [slot(1, { active: false }), slot(1)],
    [key('A', 1), key('B', 1, { active: false })],
    { A: 1, B: 0 },
  ],
  [
    'by their last use, made in one second',
    [slot(1, { lastUsed: day(3) }), slot(1)],
    [key('A', 1, { lastUsed: 'never' }), key('B', 1, { lastUsed: day(3) })],
    { A: 1, B: 0 },
  ],
  [
    'in any order where nothing tells them apart',
    [slot(1), slot(1)],
    [key('A', 1, { lastUsed: 'never' }), key('B', 1, { lastUsed: 'never' })],
    { A: 0, B: 1 },
  ],
  ['where the slot was changed after the key was made', [slot(1), slot(9)], [key('A', 1), key('B', 2)], { A: 0, B: 1 }],
  [
    'not at all where either slot may be meant',
    [slot(1), slot(1, { lastUsed: day(3) })],
    [key('A', 1), key('B', 1)],
    {},
  ],
  ['not at all where both slots were changed later', [slot(8), slot(9)], [key('A', 1), key('B', 2)], {}],
  ['not with a key that is newer than the slot', [slot(1), emptySlot], [key('NEW', 5)], {}],
])('keys and slots are paired %s', (_, slots, keys, expected) => {
  expect(pairs(slots, keys)).toEqual(expected);
  expect(Object.keys(pairs(slots, [...keys].reverse())).sort()).toEqual(Object.keys(expected).sort());
});
