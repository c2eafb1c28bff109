import { expect, test } from 'vitest';
import { hostileTorture } from './hostile.ts';

test('a spoilt file is refused in a sentence, or told without being obeyed', { timeout: 240_000 }, async () => {
  const rows = await hostileTorture('short');
  expect(rows.flatMap(({ name, failures }) => failures.map((failure) => `${name}: ${failure}`))).toEqual([]);
  expect(rows.every(({ runs }) => runs > 0)).toBe(true);
});
