import { expect, test } from 'vitest';
import type { Status } from '../../src/engine/finding.ts';
import { frameworkName, frameworksOf } from '../../src/report/frameworks.ts';
import { practicesOf } from '../../src/report/posture.ts';
import { finding, sampleScan } from './sample-scan.ts';

const [note] = sampleScan.controls ?? [];
const account = { type: 'account', id: '111122223333' };

/** The frameworks of controls, each with one finding in a state. */
function of(controls: Readonly<Record<string, { status: Status; frameworks: Record<string, string[]> }>>) {
  const entries = Object.entries(controls);
  if (note === undefined) throw new Error('the sample scan has lost its controls');
  return frameworksOf(
    practicesOf({
      controls: entries.map(([id, { frameworks }]) => ({ ...note, id, frameworks })),
      findings: entries.map(([id, { status }]) => finding(id, status, account, id, {})),
    }),
  );
}

test('a requirement is as good as the worst practice that speaks to it, and one not judged is not met', () => {
  const [framework] = of({
    one: { status: 'pass', frameworks: { 'soc-2': ['1', '2', '3'] } },
    two: { status: 'fail', frameworks: { 'soc-2': ['2'] } },
    three: { status: 'unknown', frameworks: { 'soc-2': ['3', '2'] } },
    four: { status: 'not-applicable', frameworks: { 'soc-2': ['4', '1'] } },
  });
  expect(framework?.requirements.map(({ id, status }) => `${id} ${status}`)).toEqual([
    '1 pass',
    '2 fail',
    '3 unknown',
    '4 not-applicable',
  ]);
  expect(framework).toMatchObject({ name: 'SOC 2', total: 3, counts: { pass: 1, fail: 1, unknown: 1 } });
});

test('requirements stand in the order of their numbers, and frameworks from the latest to the earliest', () => {
  const found = of({
    one: {
      status: 'pass',
      frameworks: { 'cis-aws-3.0': ['1.10', '1.9'], 'House rules': ['B', 'A'], 'cis-aws-7.0': ['2.1'], empty: [] },
    },
  });
  expect(found.map(({ key }) => key)).toEqual(['cis-aws-7.0', 'cis-aws-3.0', 'House rules']);
  expect(found.map(({ isEarlier }) => isEarlier)).toEqual([false, true, false]);
  expect(found[1]?.requirements.map(({ id }) => id)).toEqual(['1.9', '1.10']);
});

test('every framework of the catalogue has a name for people', async () => {
  const { controls } = await import('../../remediations/index.ts');
  const keys = new Set(controls.flatMap(({ frameworks }) => Object.keys(frameworks)));
  for (const key of keys) expect(frameworkName(key)).not.toBe(key);
});
