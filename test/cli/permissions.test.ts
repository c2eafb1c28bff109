import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { PermissionPolicy } from '../../src/providers/aws/permissions.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { keysOfHolder } from '../support/policy-holder.ts';
import { hasTerraform, terraformPlace } from '../support/terraform.ts';

const contact = '{ name: Sam, title: Security, email: security@example.com, phone: "+4930123456" }';
const baseline = `version: 1
alarmEmails: [security@example.com]
controls:
  account-alternate-contacts: { security: ${contact} }
  billing-alerts: { billingThreshold: 100 }
`;
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

/** What Terraform can state, of every service that it states something of. */
const declarative = [
  ...['access-analyzer-enabled', 'account-alternate-contacts', 'billing-alerts', 'cloudtrail-enabled'],
  ...['password-policy', 'root-activity-monitored', 'user-attached-policies'],
].join();

/** An account that lacks all of that, and whose password policy Terraform takes over. */
function bare() {
  const builder = account(new Date());
  return builder
    .passwordPolicy({ minimumLength: 8 })
    .user('maria', (user) => user.attach(builder.policyArn('engineering')))
    .alternateContacts({ security: null })
    .accessAnalyzer((all) => Object.assign(all, { analyzers: [] }))
    .budgets([])
    .monitoring((monitoring) => {
      for (const list of [monitoring.trails, monitoring['metric-filters'], monitoring.alarms]) list.splice(0);
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
  async function planned({ via = 'api', account = drifted(), controls = chosen, env = {} } = {}) {
    await moto.reset();
    await moto.seed(account);
    const desk = new Desk({ ...moto.env, ...env });
    writeFileSync(join(desk.folder, 'remediate.yaml'), baseline);
    mkdirSync(join(desk.folder, 'plans'));
    const plan = await desk.run(['plan', '--via', via, '--control', controls, '--output', 'plans/p']);
    expect(plan).toMatchObject({ code: 0 });
    const { out } = await desk.run(['permissions', '--for', 'plans/p']);
    return { policy: JSON.parse(out) as PermissionPolicy, runAs: (policy: PermissionPolicy) => asHolder(desk, policy) };
  }

  async function asHolder(desk: Desk, policy: PermissionPolicy) {
    Object.assign(desk.env, await keysOfHolder(moto, policy));
    await moto.calls();
    await moto.enforce(true);
    const run = async (...args: string[]) => {
      const { code, err } = await desk.run([...args, '--yes']);
      said.push(err);
      return code;
    };
    const said: string[] = [];
    const apply = await run('apply', 'plans/p');
    const undo = apply === 0 ? await run('rollback', 'plans/p/runs/1.jsonl') : undefined;
    await moto.enforce(false);
    return { apply, undo, err: said.join('\n') };
  }

  test('suffice to apply it and to undo it', async () => {
    const { policy, runAs } = await planned();
    expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['Apply', 'Undo']);
    expect(await runAs(policy)).toMatchObject({ apply: 0, undo: 0 });
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

  describe.skipIf(!hasTerraform)('of which Terraform carries out what it can', { timeout: 300_000 }, () => {
    const planByTerraform = async (controls: string) => {
      const { env } = await terraformPlace();
      const names = ['TF_CLI_CONFIG_FILE', 'CHECKPOINT_DISABLE', 'AWS_MAX_ATTEMPTS'] as const;
      const own = Object.fromEntries(names.map((name) => [name, env[name] ?? '']));
      return planned({ via: 'terraform', account: bare(), controls, env: own });
    };

    test('suffice, and no call is made beyond them', async () => {
      const { policy, runAs } = await planByTerraform(declarative);
      expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(['Apply', 'Undo', 'Terraform']);
      const run = await runAs(policy);
      // The bucket of access logs got one meanwhile, so it is in use and left.
      expect(run, run.err).toMatchObject({ apply: 0, undo: 3, err: expect.stringContaining('0 failed, 1 not begun') });
      const allowed = new Set(policy.Statement.flatMap(({ Action }) => Action));
      expect(Object.keys(await moto.calls()).filter((call) => !allowed.has(call))).toEqual([]);
    });

    test('hold what its provider alone asks for: without that it cannot be applied', async () => {
      const { policy, runAs } = await planByTerraform('root-activity-monitored');
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== 'Terraform');
      expect((await runAs({ ...policy, Statement })).apply).not.toBe(0);
    });
  });

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
