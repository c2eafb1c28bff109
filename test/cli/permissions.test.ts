import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { PermissionPolicy } from '../../src/providers/aws/permissions.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';

const chosen = 'password-policy,user-attached-policies,group-unused,root-activity-monitored';

/** An account whose plan calls IAM, CloudWatch, CloudWatch Logs and SNS. */
function drifted() {
  const builder = account(new Date());
  return builder
    .passwordPolicy(null)
    .user('maria', (user) => user.attach(builder.policyArn('engineering')))
    .group('contractors')
    .monitoring((monitoring) => {
      monitoring['metric-filters'] = [];
      monitoring.alarms = [];
    })
    .build();
}

describe('the permissions of a plan, with the endpoint holding its callers to their policies', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  /** A plan in a folder of its own, and a way to apply it as a user who has a policy and nothing else. */
  async function planned() {
    await moto.reset();
    await moto.seed(drifted());
    const desk = new Desk(moto.env);
    writeFileSync(join(desk.folder, 'remediate.yaml'), 'version: 1\nalarmEmails: [security@example.com]\n');
    mkdirSync(join(desk.folder, 'plans'));
    const plan = await desk.run(['plan', '--via', 'api', '--control', chosen, '--output', 'plans/p']);
    expect(plan).toMatchObject({ code: 0 });
    const { out } = await desk.run(['permissions', '--for', 'plans/p']);
    return { policy: JSON.parse(out) as PermissionPolicy, runAs: (policy: PermissionPolicy) => asHolder(desk, policy) };
  }

  async function asHolder(desk: Desk, policy: PermissionPolicy) {
    const iam = new IAM({ endpoint: moto.endpoint, region: 'us-east-1' });
    await iam.createUser({ UserName: 'deployer' });
    await iam.putUserPolicy({ UserName: 'deployer', PolicyName: 'own', PolicyDocument: JSON.stringify(policy) });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'deployer' });
    desk.env['AWS_ACCESS_KEY_ID'] = AccessKey?.AccessKeyId;
    desk.env['AWS_SECRET_ACCESS_KEY'] = AccessKey?.SecretAccessKey;
    await moto.enforce(true);
    const run = async (...args: string[]) => (await desk.run([...args, '--yes'])).code;
    const codes = { apply: await run('apply', 'plans/p'), undo: await run('rollback', 'plans/p/runs/1.jsonl') };
    await moto.enforce(false);
    return codes;
  }

  test('suffice to apply it and to undo it', async () => {
    const { policy, runAs } = await planned();
    expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['Apply', 'Undo']);
    expect(await runAs(policy)).toEqual({ apply: 0, undo: 0 });
  });

  test.each(['iam', 'cloudwatch', 'logs', 'sns'])(
    'are needed: without those of %s it cannot be applied',
    async (service) => {
      const { policy, runAs } = await planned();
      const Statement = policy.Statement.map((statement) => ({
        ...statement,
        Action: statement.Action.filter((action) => !action.startsWith(`${service}:`)),
      })).filter(({ Action }) => Action.length > 0);
      expect((await runAs({ ...policy, Statement })).apply).not.toBe(0);
    },
  );

  test('are told for a scan of the chosen controls, and of all', async () => {
    const desk = new Desk();
    const actions = async (...args: string[]) =>
      (JSON.parse((await desk.run(['permissions', ...args])).out) as PermissionPolicy).Statement.flatMap(
        (statement) => statement.Action,
      );
    expect(await actions('--control', 'password-policy')).toEqual([
      'iam:GetAccountPasswordPolicy',
      'iam:ListAccountAliases',
      'sts:GetCallerIdentity',
    ]);
    const all = await actions();
    expect(all.every((action) => /:(Get|List|Describe|Generate|Lookup|View)/.test(action))).toBe(true);
  });
});
