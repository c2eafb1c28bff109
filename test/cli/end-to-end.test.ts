import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';

const reports = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::reports/*' }],
};
const chosen = [
  'password-policy',
  'user-inline-policies',
  'user-attached-policies',
  'access-key-rotation',
  'access-key-unnecessary',
  'credentials-unused',
  'group-unused',
  'root-activity-monitored',
  'monitor-iam-changes',
];

/** An account that holds a violation of each chosen control, its keys old and idle. */
function drifted(now: Date) {
  const builder = account(now);
  return builder
    .passwordPolicy(null)
    .user('maria', (user) => user.attach(builder.policyArn('engineering')).inline('reports', reports))
    .user('nils', (user) => user.attach(builder.policyArn('engineering')).inline('reports', reports))
    .user('old-bot', (user) =>
      user.noPassword().key({ ageDays: 400, usedDaysAgo: 300 }).key({ ageDays: 200, usedDaysAgo: 'never' }),
    )
    .group('contractors')
    .monitoring((monitoring) => {
      monitoring['metric-filters'] = [];
      monitoring.alarms = [];
    })
    .build();
}

describe('the main job on a real endpoint, by the API', () => {
  let moto: Moto;
  let desk: Desk;
  const scan = async (): Promise<ScanResult> => {
    const { out, err } = await desk.run(['scan', '--format', 'json', '--control', chosen.join(',')]);
    expect(err).not.toContain('error:');
    return JSON.parse(out) as ScanResult;
  };
  const failing = (result: ScanResult) =>
    result.findings.filter((finding) => finding.status === 'fail').map((finding) => finding.control);

  beforeAll(async () => {
    moto = await startMoto();
    await moto.seed(drifted(new Date()));
    desk = new Desk(moto.env);
    writeFileSync(join(desk.folder, 'remediate.yaml'), 'version: 1\nalarmEmails: [security@example.com]\n');
  });
  afterAll(() => moto.stop());

  test('finds, plans, applies, closes, and gives the account back', async () => {
    const before = await scan();
    expect([...new Set(failing(before))].sort()).toEqual([...chosen].sort());

    const planned = await desk.run(['plan', '--via', 'api', '--control', chosen.join(','), '--output', 'plans/p']);
    expect(planned).toMatchObject({ code: 0 });
    expect(await scan()).toEqual({ ...before, collectedAt: expect.any(String) });

    const applied = await desk.run(['apply', 'plans/p', '--yes']);
    expect(applied).toMatchObject({ code: 0 });
    // The alarms are there, and nobody hears them until the mail of the subscription is confirmed.
    expect(failing(await scan())).toEqual(['root-activity-monitored', 'monitor-iam-changes']);
    await moto.confirm('arn:aws:sns:us-east-1:111122223333:remediate-alarms', 'security@example.com');
    expect(failing(await scan())).toEqual([]);

    const verified = await desk.run(['verify', 'plans/p/runs/1.jsonl']);
    expect(verified).toMatchObject({ code: 0 });
    const undone = await desk.run(['rollback', 'plans/p/runs/1.jsonl', '--yes']);
    expect(undone).toMatchObject({ code: 0 });
    const after = await scan();
    expect(after.findings.map(withoutDates)).toEqual(before.findings.map(withoutDates));
  });

  test('rotates a key in use over days without cutting anything off', async () => {
    await moto.reset();
    const now = new Date();
    await moto.seed(
      account(now)
        .user('deploy-bot', (user) =>
          user.noPassword().key({ id: 'AKIAOLDOLDOLDOLD0001', ageDays: 120, usedDaysAgo: 2 }),
        )
        .build(),
    );
    const only = ['--control', 'access-key-rotation'];
    await desk.run(['plan', '--via', 'api', ...only, '--output', 'plans/rotate']);
    const first = await desk.run(['apply', 'plans/rotate', '--yes']);
    expect(first).toMatchObject({ code: 0 });
    expect(first.err).toContain('waiting');
    const secretFile = /is in (\S+)/.exec(first.err)?.[1] ?? '';
    expect(statSync(secretFile).mode & 0o777).toBe(0o600);
    const secret = /aws_secret_access_key\s*=\s*(\S+)/.exec(readFileSync(secretFile, 'utf8'))?.[1] ?? '';
    expect(secret.length).toBeGreaterThan(20);
    const record = readFileSync(join(desk.folder, 'plans/rotate/runs/1.jsonl'), 'utf8');
    for (const text of [record, first.out, first.err]) expect(text).not.toContain(secret);

    const idle = await desk.run(['resume', 'plans/rotate/runs/1.jsonl', '--yes']);
    expect(idle.err).toContain('has not been seen in use');

    const made = /"AKIA[A-Z0-9]{16}"/g;
    const newKey = [...new Set(record.match(made))]
      .map((id) => id.slice(1, -1))
      .find((id) => id !== 'AKIAOLDOLDOLDOLD0001');
    await moto.age({ keys: { [newKey ?? '']: { lastUsed: now.toISOString(), service: 's3', region: 'us-east-1' } } });
    const second = await desk.run(['resume', 'plans/rotate/runs/1.jsonl', '--yes']);
    expect(second).toMatchObject({ code: 0 });
    const rescanned = await desk.run(['scan', '--format', 'json', ...only]);
    expect(failing(JSON.parse(rescanned.out) as ScanResult)).toEqual([]);
    const status = await desk.run(['status']);
    expect(status.out).toContain('Delete access key AKIAOLDOLDOLDOLD0001');
  });
});

/** A finding without what recreating things changes: ids and dates. */
function withoutDates(finding: ScanResult['findings'][number]) {
  const { control, status, severity, resource, reason, fingerprint } = finding;
  return { control, status, severity, resource, reason, fingerprint };
}
