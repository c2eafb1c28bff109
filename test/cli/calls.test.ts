import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';

let moto: Moto;
let desk: Desk;
beforeAll(async () => {
  moto = await startMoto();
  desk = new Desk(moto.env);
  const given = account(new Date())
    .user('robot', (user) => user.noPassword().key())
    .buckets(({ items }) =>
      items.push({ name: 'assets', region: 'eu-west-1', trails: [], logging: { status: 'off' } }),
    );
  await moto.seed(given.build());
});
beforeEach(() => moto.calls());
afterAll(() => moto.stop());

const baseline = (text: string) => writeFileSync(join(desk.folder, 'remediate.yaml'), `version: 1\n${text}`);

test('--verbose tells each collection, each call, and the fewest that would do', async () => {
  baseline('');
  await moto.deny('iam:ListSSHPublicKeys');
  const { err } = await desk.run([
    'scan',
    '--verbose',
    '--control',
    'access-key-rotation,ssh-key-rotation,password-policy',
  ]);
  await moto.deny();
  expect(err).toMatch(/^ {2}access-keys {12}1 read$/m);
  expect(err).toMatch(/^ {2}password-policy {8}read$/m);
  expect(err).toMatch(/^ {2}ssh-keys {15}not read: iam:ListSSHPublicKeys: User: .* is not authorized to perform/m);
  const made = await moto.calls();
  const rows = [...err.matchAll(/^ {2}(\w+:\w+) +(\d+) +(\d+)$/gm)];
  expect(Object.fromEntries(rows.map(([, name, calls]) => [name, Number(calls)]))).toEqual(made);
  const told = Object.fromEntries(rows.map(([, name, , fewest]) => [name, Number(fewest)]));
  expect(told).toMatchObject({
    'iam:GenerateCredentialReport': 1,
    'iam:ListAccessKeys': 1,
    'iam:ListSSHPublicKeys': 0,
  });
  const sum = (counts: object) => Object.values(counts).reduce((total: number, count: number) => total + count, 0);
  const ratio = (sum(made) / sum(told)).toFixed(2);
  expect(err).toMatch(new RegExp(`^ {2}all +${sum(made)} +${sum(told)} {2}${ratio} times the fewest$`, 'm'));
});

describe('what a parameter asks for is read besides', () => {
  const scan = async (): Promise<ScanResult> =>
    JSON.parse((await desk.run(['scan', '--format', 'json', '--control', 's3-access-logging'])).out) as ScanResult;
  const judged = async () => (await scan()).findings.map(({ resource, status }) => [resource.id, status]);

  test('all buckets for s3-access-logging', async () => {
    baseline('');
    expect(await judged()).toEqual([['trail-111122223333', 'pass']]);
    expect(await moto.calls()).toMatchObject({ 's3:GetBucketLogging': 1 });
    baseline('controls: { s3-access-logging: { allBuckets: true } }\n');
    expect(await judged()).toEqual([
      ['assets', 'fail'],
      ['trail-111122223333', 'pass'],
    ]);
    expect(await moto.calls()).toMatchObject({ 's3:GetBucketLogging': 2 });
  });

  test('the calls of a canary key', async () => {
    const only = ['scan', '--control', 'access-key-canary'];
    baseline('');
    await desk.run(only);
    expect(await moto.calls()).not.toHaveProperty('cloudtrail:LookupEvents');
    baseline('controls: { access-key-canary: { canaryKeys: [AKIACANARY0000000001] } }\n');
    await desk.run(only);
    expect(await moto.calls()).toHaveProperty('cloudtrail:LookupEvents');
  });

  test('but not for a control that is left out', async () => {
    baseline('controls: { s3-access-logging: false, access-key-canary: { canaryKeys: [AKIACANARY0000000001] } }\n');
    const exported = await desk.run(['snapshot', 'export', '--verbose', '--output', 'snapshot.json']);
    expect(exported).toMatchObject({ code: 0, err: expect.stringContaining('times the fewest') });
    expect(await moto.calls()).toMatchObject({ 's3:GetBucketLogging': 1, 'cloudtrail:LookupEvents': 32 });
  });
});
