import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { serializeSnapshot } from '../../src/providers/aws/import/snapshot-file.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';

const desk = new Desk();
const file = (name: string) => join(desk.folder, name);
const keep = (name: string, snapshot: AwsSnapshot) => writeFileSync(file(name), serializeSnapshot(snapshot));

/** An account in which the group is closed and a key grows old from one month to the next. */
const january = () => account().group('contractors').build();
const march = () =>
  account()
    .user('build', (user) => user.key({ ageDays: 400 }))
    .build();

beforeAll(async () => {
  keep('january.snapshot', { ...january(), collectedAt: '2026-01-31T12:00:00.000Z' });
  keep('march.snapshot', { ...march(), collectedAt: '2026-03-31T12:00:00.000Z' });
  for (const month of ['january', 'march'])
    await desk.run(['scan', '--from', `${month}.snapshot`, '--format', 'json', '--output', `${month}.json`]);
});

describe('what was given as an earlier scan', () => {
  test('is compared with on the terminal', async () => {
    const { code, out } = await desk.run(['report', 'march.json', '--earlier', 'january.json', '--format', 'table']);
    expect(code).toBe(0);
    expect(out).toContain('SINCE 2026-01-31 12:00 UTC');
    expect(out).toMatch(/Closed\n {2}contractors/);
    expect(out).toMatch(/Opened\n(.*\n)*? {2}build/);
  });

  test('is kept in JSON by a scan', async () => {
    const args = ['scan', '--from', 'march.snapshot', '--earlier', 'january.json', '--format', 'json'];
    const result = JSON.parse((await desk.run(args)).out) as ScanResult;
    expect(result.trend?.closed.map(({ finding }) => finding.resource.id)).toContain('contractors');
  });

  test('is refused where it is later, where it is no scan, and where the format has no place for it', async () => {
    const refused = async (...args: string[]) => {
      const { code, out, err } = await desk.run(['report', ...args]);
      expect([code, out]).toEqual([2, '']);
      return err;
    };
    expect(await refused('january.json', '--earlier', 'march.json')).toContain('is not earlier than this one');
    expect(await refused('march.json', '--earlier', 'march.snapshot')).toContain('march.snapshot is not a scan result');
    expect(await refused('march.json', '--earlier', 'january.json', '--format', 'csv')).toContain(
      '--earlier has no place in the format csv',
    );
  });
});

test.each([
  ['sarif', '"version": "2.1.0"'],
  ['ocsf', '"class_uid":2003'],
  ['asff', 'arn:aws:securityhub:eu-west-3:'],
  ['junit', '<testsuites'],
])('the same scan as %s, by scan and by report', async (format, words) => {
  desk.env['AWS_REGION'] = 'eu-west-3';
  const told = await desk.run(['report', 'march.json', '--format', format]);
  expect([told.code, told.err]).toEqual([0, '']);
  expect(told.out).toContain(words);
  const { out } = await desk.run(['scan', '--from', 'march.snapshot', '--format', format]);
  expect(out).toBe(told.out);
});

test('a dry run lays the plan beside the findings, and leaves nothing behind', async () => {
  const args = [
    'scan',
    '--from',
    'march.snapshot',
    '--control',
    'access-key-rotation',
    '--dry-run',
    '--format',
    'html',
  ];
  const { out } = await desk.run(args);
  expect(out).toContain('What a plan would change');
  expect(out).toMatch(/of build/);
  const { code, err } = await desk.run(['status']);
  expect([code, err]).toEqual([0, '']);
  expect(() => readFileSync(file('plans'))).toThrow(/ENOENT/);
  const table = await desk.run([...args.slice(0, -2), '--format', 'table']);
  expect([table.code, table.err]).toEqual([2, expect.stringContaining('--dry-run has no place in the format table')]);
});

test('a plan that was made is told beside the scan that it was made from, and one of another account is refused', async () => {
  const control = ['--control', 'access-key-rotation'];
  await desk.run(['plan', '--from', 'march.snapshot', ...control, '--via', 'api', '--output', 'plans/one']);
  const told = await desk.run(['report', 'march.json', '--plan', 'plans/one', '--format', 'html']);
  expect(told.out).toContain('What a plan would change');
  const scan = JSON.parse(readFileSync(file('march.json'), 'utf8')) as ScanResult;
  writeFileSync(file('other.json'), JSON.stringify({ ...scan, account: { id: '444455556666', partition: 'aws' } }));
  const other = await desk.run(['report', 'other.json', '--plan', 'plans/one']);
  expect([other.code, other.err]).toEqual([2, expect.stringContaining('and the scan is of 444455556666')]);
});

test('a record is told as OCSF, and a plan is not', async () => {
  const sandbox = ['--from', 'sandbox'];
  await desk.run(['plan', ...sandbox, '--control', 'group-unused', '--output', 'plans/two']);
  await desk.run(['apply', 'plans/two', ...sandbox, '--yes']);
  const { code, out } = await desk.run(['show', 'plans/two/runs/1.jsonl', '--format', 'ocsf']);
  expect(code).toBe(0);
  for (const line of out.trimEnd().split('\n'))
    expect(JSON.parse(line)).toMatchObject({ class_uid: 7001, activity_name: 'Harden', status: 'Success' });
  const plan = await desk.run(['show', 'plans/two', '--format', 'ocsf']);
  expect([plan.code, plan.err]).toEqual([2, expect.stringContaining('OCSF tells of what was done')]);
});

test('the administrators and the credentials of the account are in JSON and HTML', async () => {
  const result = JSON.parse(readFileSync(file('march.json'), 'utf8')) as ScanResult;
  expect(result.credentials).toContainEqual(expect.objectContaining({ user: 'build', kind: 'access-key' }));
  expect(result.administrators?.length).toBeGreaterThan(0);
});
