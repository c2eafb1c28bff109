import { expect, test } from 'vitest';
import { crashTorture } from './crash.ts';

test('a run that is killed is gone on with and undone from every kind of moment', { timeout: 240_000 }, async () => {
  const rows = await crashTorture('short');
  expect(rows.flatMap(({ failures }) => failures)).toEqual([]);
  for (const { runs } of rows) expect(runs).toBeGreaterThan(0);
});
