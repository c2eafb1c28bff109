import { expect, test } from 'vitest';
import { leaksTorture } from './leaks.ts';

test('no secret is in any file or stream of a run', { timeout: 240_000 }, async () => {
  const rows = await leaksTorture('short');
  expect(rows.flatMap(({ name, failures }) => failures.map((failure) => `${name}: ${failure}`))).toEqual([]);
  expect(rows.every(({ runs }) => runs > 0)).toBe(true);
});
