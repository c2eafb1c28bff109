import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { hasTerraform, terraformPlace } from '../support/terraform.ts';

const reports = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::reports/*' }],
};
const chosen = ['password-policy', 'root-activity-monitored', 'user-inline-policies', 'user-attached-policies'];
const topic = 'arn:aws:sns:us-east-1:111122223333:remediate-alarms';

const drifted = (passwordPolicy: { minimumLength: number } | null) => {
  const builder = account(new Date());
  return builder
    .passwordPolicy(passwordPolicy)
    .user('maria', (user) => user.attach(builder.policyArn('engineering')).inline('reports', reports))
    .user('nils', (user) => user.attach(builder.policyArn('engineering')).inline('reports', reports))
    .monitoring((monitoring) => {
      monitoring['metric-filters'] = monitoring['metric-filters'].filter((filter) => filter.name !== 'root-activity');
      monitoring.alarms = monitoring.alarms.filter((alarm) => alarm.name !== 'root-activity');
    })
    .build();
};

describe.skipIf(!hasTerraform)('the main job on a real endpoint, by Terraform', () => {
  let moto: Moto;
  let desk: Desk;
  const scan = async (): Promise<ScanResult> =>
    JSON.parse((await desk.run(['scan', '--format', 'json', '--control', chosen.join(',')])).out) as ScanResult;
  const failing = (result: ScanResult) => [
    ...new Set(result.findings.filter((finding) => finding.status === 'fail').map((finding) => finding.control)),
  ];

  beforeAll(async () => {
    moto = await startMoto();
    const { env } = await terraformPlace(moto.env);
    desk = new Desk({
      ...moto.env,
      ...Object.fromEntries(
        ['TF_CLI_CONFIG_FILE', 'CHECKPOINT_DISABLE', 'AWS_MAX_ATTEMPTS'].flatMap((name) => {
          const value = env[name];
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    });
    writeFileSync(join(desk.folder, 'remediate.yaml'), 'version: 1\nalarmEmails: [security@example.com]\n');
  });
  afterAll(() => moto.stop());

  test.each([
    ['on an account that has nothing of it yet', null],
    ['on an account where the password policy exists and is weak', { minimumLength: 8 }],
  ])('plans, applies, closes and gives the account back %s', { timeout: 300_000 }, async (name, passwordPolicy) => {
    await moto.reset();
    await moto.seed(drifted(passwordPolicy));
    const before = await scan();
    expect(failing(before).sort()).toEqual([...chosen].sort());

    const folder = `plans/${passwordPolicy === null ? 'fresh' : 'existing'}`;
    const planned = await desk.run(['plan', '--via', 'terraform', '--control', chosen.join(','), '--output', folder]);
    expect(planned, name).toMatchObject({ code: 0 });
    for (const file of ['stack/main.tf.json', 'stack/review/main.tf', 'stack/plan.txt', 'plan.md'])
      expect(existsSync(join(desk.folder, folder, file)), file).toBe(true);
    const stack = readFileSync(join(desk.folder, folder, 'stack/main.tf.json'), 'utf8');
    expect(stack.includes('"import"')).toBe(passwordPolicy !== null);
    expect((await scan()).findings).toEqual(before.findings);

    const applied = await desk.run(['apply', folder, '--yes']);
    expect(applied, applied.err).toMatchObject({ code: 0 });
    await moto.confirm(topic, 'security@example.com');
    expect(failing(await scan())).toEqual([]);

    const undone = await desk.run(['rollback', `${folder}/runs/1.jsonl`, '--yes']);
    expect(undone, undone.err).toMatchObject({ code: 0 });
    const after = await scan();
    expect(after.findings.map(({ fingerprint, status, message }) => [fingerprint, status, message])).toEqual(
      before.findings.map(({ fingerprint, status, message }) => [fingerprint, status, message]),
    );
  });
});
