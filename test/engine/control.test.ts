import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { controlDefiner } from '../../src/engine/control.ts';
import type { Json } from '../../src/engine/json.ts';
import { fillMessage } from '../../src/engine/judged-finding.ts';
import type { Snapshot } from '../../src/engine/snapshot.ts';

const cases: [string, string, Record<string, Json>, string][] = [
  ['a slot is filled', 'Group {group} is empty', { group: 'a' }, 'Group a is empty'],
  ['one is singular', '{keys} active access key(s)', { keys: 1 }, '1 active access key'],
  ['none and many are plural', '{keys} active access key(s)', { keys: 0 }, '0 active access keys'],
  ['a time is a day', 'last used {at}', { at: '2026-03-01T12:00:00.000Z' }, 'last used 2026-03-01'],
  ['a list is joined', 'has {all}', { all: ['x', 'y'] }, 'has x, y'],
  [
    'a name that looks like a slot stays a name',
    'User {user} of {group}',
    { user: '{group}', group: 'b' },
    'User {group} of b',
  ],
  ['a name that looks like a plural stays a name', 'User {user} left', { user: '1 key(s)' }, 'User 1 key(s) left'],
];

describe('a message', () => {
  test.each(cases)('%s', (_, template, evidence, expected) => {
    expect(fillMessage(template, evidence)).toBe(expected);
  });
});

describe('what rests on something that could not be counted', () => {
  const snapshot: Snapshot<{ keys: readonly number[] }> = {
    schema: 'remediate.snapshot/1',
    provider: 'test',
    account: { id: '1', partition: 'aws' },
    collectedAt: '2026-03-01T12:00:00Z',
    collections: { keys: { status: 'read', data: [40, Number.NaN] } },
  };
  const judgedBy = (status: 'pass' | 'fail') =>
    controlDefiner<{ keys: readonly number[] }>()({
      ...{ id: 'age', area: 'keys', severity: 'low', title: '', rationale: '', risk: '', whenNotToFix: '' },
      ...{ references: [], frameworks: {}, parameters: z.object({}), remedies: [] },
      reads: ['keys'],
      messages: { old: 'The key is {days} days old' },
      *evaluate(context) {
        for (const days of context.evidence.keys) yield context[status]('old', { type: 'key', id: 'k' }, { days });
      },
    })
      .judge(snapshot, {}, new Date())
      .map((finding) => [finding.status, finding.message]);

  test('never passes, and says that it is unknown', () => {
    expect(judgedBy('pass')).toEqual([
      ['pass', 'The key is 40 days old'],
      ['unknown', 'The key is unknown days old'],
    ]);
  });

  test('fails where it fails anyway', () => {
    expect(judgedBy('fail')[1]).toEqual(['fail', 'The key is unknown days old']);
  });
});
