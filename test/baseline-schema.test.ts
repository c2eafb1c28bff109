import { expect, test } from 'vitest';
import { controls } from '../remediations/index.ts';
import { baselineJsonSchema, baselineSchema } from '../src/engine/baseline.ts';

test('the published schema is the one that the program goes by', async () => {
  const schema = `${JSON.stringify(baselineJsonSchema(controls), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../schema/remediate.schema.json');
});

test.each([
  ['an exception that never ends', { exceptions: [{ control: 'user-mfa', resource: 'x', owner: 'o', reason: 'r' }] }],
  [
    'an exception that nobody answers for',
    { exceptions: [{ control: 'a', resource: 'x', owner: '', reason: 'r', expires: '2030-01-01' }] },
  ],
  ['a word that it does not know', { ignore: ['user-mfa'] }],
  ['a version that is not there yet', { version: 2 }],
])('refuses %s', (_, baseline) => {
  expect(baselineSchema.safeParse({ version: 1, ...baseline }).success).toBe(false);
});
