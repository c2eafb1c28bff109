import { describe, expect, test } from 'vitest';
import type { Operations } from '../../src/engine/change.ts';
import type { Json } from '../../src/engine/json.ts';
import { mergeChanges, mergeValues } from '../../src/engine/merge.ts';
import { change } from '../support/change.ts';

const cases: [string, Json, Json, Json, Json | undefined][] = [
  ['equal wants are one', { a: 1 }, { a: 2 }, { a: 2 }, { a: 2 }],
  ['different attributes are both had', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 2 }],
  ['an attribute wanted twice differently is a conflict', { a: 1 }, { a: 2 }, { a: 3 }, undefined],
  ['one takes an attribute away, the other leaves it', { a: 1, b: 1 }, { b: 1 }, { a: 1, b: 1 }, { b: 1 }],
  ['one takes an attribute away, the other changes it', { a: 1 }, {}, { a: 2 }, undefined],
  ['one deletes what the other changes', { a: 1 }, null, { a: 2 }, undefined],
  ['both delete', { a: 1 }, null, null, null],
  ['both create, with different attributes', null, { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  ['both create, contradicting', null, { a: 1 }, { a: 2 }, undefined],
];

describe('wants on one resource', () => {
  test.each(cases)('%s', (_, from, a, b, expected) => {
    expect(mergeValues(from, a, b)).toEqual(expected);
    expect(mergeValues(from, b, a)).toEqual(expected);
  });
});

describe('a merged change', () => {
  const operations = { get: () => ({ title: () => 'Merged', command: () => [] }) } as unknown as Operations<object>;
  const merged = (a: object, b: object) => {
    const [from, address] = [{ a: 1, b: 1 }, { name: 'x' }];
    const given = [a, b].map((own) => {
      const { askedBy, ...wanted } = { ...from, ...own } as Record<string, Json>;
      return {
        ...change('thing', address, from, wanted),
        ...(askedBy === undefined ? {} : { askedBy: String(askedBy) }),
      };
    });
    return mergeChanges(operations, given).changes.map((one) => [one.to, one.askedBy]);
  };

  test('is asked for by the baseline where all of it is', () => {
    expect(merged({ a: 2, askedBy: 'setting' }, { a: 2 })).toEqual([[{ a: 2, b: 1 }, 'setting']]);
    expect(merged({ a: 2 }, { a: 2, askedBy: 'setting' })).toEqual([[{ a: 2, b: 1 }, 'setting']]);
    expect(merged({ a: 2, askedBy: 'setting' }, { b: 2 })).toEqual([[{ a: 2, b: 2 }, undefined]]);
  });
});
