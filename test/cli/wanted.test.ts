import { expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { wantedOf } from '../../src/cli/catalogue.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';

const monitor = controls.filter(({ id }) => id === 'monitor-create-user');

test('a scan reads what decides; a plan also what the remedies and the guards look at', () => {
  const scan = wantedOf(monitor, defaultBaseline).collections;
  expect(scan).toEqual(['alarms', 'metric-filters', 'sns', 'trails']);
  const plan = wantedOf(monitor, defaultBaseline, true).collections;
  expect(plan).toEqual([...scan, 'authorization-details', 'buckets', 'log-groups'].sort());
  const idle = controls.filter(({ id }) => id === 'user-console-inactive');
  expect(wantedOf(idle, defaultBaseline, true).collections).toContain('authorization-details');
});
