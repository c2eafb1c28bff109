import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/engine/json.ts';
import { fillMessage } from '../../src/engine/judged-finding.ts';

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
