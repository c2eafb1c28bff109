import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/engine/json.ts';
import { diffChange } from '../../src/report/value-diff.ts';

const diff = (from: Json, to: Json, facts: string[] = []) =>
  diffChange({ resource: { type: 'thing', address: { name: 'a' } }, from, to, facts });
const attributes = (from: Json, to: Json) => diff(from, to).attributes;

test.each([
  ['+', null, {}],
  ['-', {}, null],
  ['~', { a: 1 }, { a: 2 }],
] as const)('%s names the resource by type and address', (sign, from, to) => {
  expect(diff(from, to)).toMatchObject({ sign, resource: 'thing name=a' });
});

test('what the provider sets is neither shown nor counted', () => {
  expect(diff({ a: 1, id: 'x' }, { a: 2, id: 'y' }, ['id'])).toMatchObject({
    attributes: [{ key: 'a' }],
    unchanged: 0,
  });
});

describe('attributes', () => {
  test('are added, removed or changed; the rest is counted', () => {
    expect(diff({ a: 1, b: true, same: [1] }, { a: 2, c: 'x', same: [1] })).toMatchObject({
      attributes: [
        { key: 'a', before: '1', after: '2' },
        { key: 'b', before: 'true', after: undefined },
        { key: 'c', before: undefined, after: 'x' },
      ],
      unchanged: 1,
    });
  });

  test('of an empty text can be seen', () => {
    expect(attributes({ a: '' }, { a: 'x' })).toEqual([{ key: 'a', before: '""', after: 'x' }]);
  });

  test('that are null are a value, not an absence', () => {
    expect(attributes({ a: null }, { a: 1 })).toEqual([{ key: 'a', before: 'null', after: '1' }]);
  });
});

describe('documents', () => {
  const policy = (action: string, extra: number) =>
    JSON.stringify({
      Statement: [{ Action: action }],
      ...Object.fromEntries(Array.from({ length: extra }, (_, i) => [`k${i}`, i])),
    });

  test('are compared line by line, however their JSON was written', () => {
    const [attribute] = attributes({ document: policy('s3:*', 0) }, { document: policy('s3:Get*', 0) });
    expect(attribute?.document?.filter(({ sign }) => sign === '+' || sign === '-')).toEqual([
      { sign: '-', text: '      "Action": "s3:*"' },
      { sign: '+', text: '      "Action": "s3:Get*"' },
    ]);
  });

  test('show three lines around a change and a gap for the rest', () => {
    const [attribute] = attributes({ document: policy('a', 20) }, { document: policy('b', 20) });
    const signs = attribute?.document?.map(({ sign }) => sign).join('');
    expect(signs).toBe('   -+   …');
  });

  test('are whole where they are made or removed', () => {
    const document = policy('a', 0);
    const lines = JSON.stringify(JSON.parse(document), null, 2).split('\n').length;
    expect(attributes(null, { document })[0]?.document?.map(({ sign }) => sign)).toEqual(Array(lines).fill('+'));
    expect(attributes({ document }, null)[0]?.document?.map(({ sign }) => sign)).toEqual(Array(lines).fill('-'));
  });

  test('that are no JSON are plain values', () => {
    expect(attributes({ document: '{ broken' }, { document: '{}' })).toEqual([
      { key: 'document', before: '{ broken', after: '{}' },
    ]);
  });

  test('are large values too', () => {
    const list = Array.from({ length: 30 }, (_, index) => index);
    expect(attributes({ list }, { list: [...list, 30] })[0]?.document).toContainEqual({ sign: '+', text: '  30' });
  });
});
