import { expect, test } from 'vitest';
import { checkAddresses } from '../../src/engine/apply.ts';
import { parseRecord } from '../../src/engine/journal.ts';
import { canonicalJson, type Json, jsonSchema, parseJson } from '../../src/engine/json.ts';
import { type Plan, parsePlan } from '../../src/engine/plan.ts';
import { importSnapshot } from '../../src/providers/aws/import/import-snapshot.ts';
import { parseSnapshot } from '../../src/providers/aws/import/snapshot-file.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { parseScanResult } from '../../src/report/scan-result.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const inObjects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

test.each([
  ['a snapshot', (text: string) => parseSnapshot(text, 'deep.json')],
  ['a plan', (text: string) => parsePlan(text, 'deep.json')],
  ['a result', (text: string) => parseScanResult(text, 'deep.json')],
  ['a record', (text: string) => parseRecord(`${text}\n`, 'deep.json')],
  [
    'what the AWS CLI printed',
    (text: string) => {
      const file = {
        path: 'deep.json',
        text: `{"UserDetailList":[{"UserName":"x","AssumeRolePolicyDocument":${text}}]}`,
      };
      return importSnapshot({ files: { 'authorization-details': [file] }, now: new Date(), accountId: '111122223333' });
    },
  ],
])('%s that is nested a hundred thousand times is refused', (_, read) => {
  for (const text of [nested(100_000), inObjects(100_000), nested(101)])
    expect(() => read(text)).toThrow(expect.objectContaining({ name: 'RemediateError', code: 'BadInput' }));
});

test('what is read can be gone over: a hundred levels are read, one more is not', () => {
  for (const text of [nested(100), inObjects(100)]) {
    const value = parseJson(text) as Json;
    expect(jsonSchema.parse(value)).toEqual(value);
    expect(canonicalJson(value)).toBe(text);
  }
  for (const text of [nested(101), inObjects(101), nested(100_000)]) {
    expect(() => parseJson(text)).toThrow('nested deeper than 100 levels');
    expect(jsonSchema.safeParse(JSON.parse(text)).error?.issues[0]?.message).toBe('is nested deeper than 100 levels');
  }
});

test('keys that JavaScript gives a meaning are keys like others', () => {
  const text = '{"__proto__":{"polluted":true},"constructor":1,"toString":2}';
  const value = jsonSchema.parse(parseJson(text)) as { readonly [key: string]: Json };
  expect(Object.keys(value)).toContain('constructor');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(canonicalJson(parseJson(text) as Json)).toBe('{"__proto__":{"polluted":true},"constructor":1,"toString":2}');
});

test('a plan that leaves out a part of an address is refused', () => {
  const resource = { type: 'iam-user-policy-attachment', address: { user: 'ada' } };
  const plan = { changes: [{ resource }], rests: [] } as unknown as Plan;
  expect(() => checkAddresses(plan, operations)).toThrow(
    'the plan does not say which iam-user-policy-attachment it means: {"user":"ada"}',
  );
});
