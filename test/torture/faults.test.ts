import { expect, test } from 'vitest';
import { faultTorture } from './faults.ts';

test('runs through every fault end right, and so do their rollbacks', { timeout: 300_000 }, async () => {
  const rows = await faultTorture('short');
  expect(rows.length).toBeGreaterThan(0);
  for (const { name, runs, failures } of rows) {
    expect([name, failures]).toEqual([name, []]);
    expect(runs).toBeGreaterThan(0);
  }
});
