import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Plan } from '../../src/engine/plan.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { Desk } from '../support/cli.ts';
import { understand, wordsOf } from '../support/command-lines.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { hasTerraform, terraformPlace } from '../support/terraform.ts';

const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
const page = read('terraform-plans.md');
const commands = page.split('\n').flatMap((line) => /^ {4}(remediate .*)$/.exec(line)?.[1] ?? []);
const inText = [...page.matchAll(/`(remediate [a-z][^`]*)`/g)].map(([, line = '']) => line.replaceAll('\n', ' '));

/** An expression as GitHub Actions writes it. */
const expression = (path: string) => `\${{ ${path} }}`;

const stepSchema = z.object({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const jobSchema = z.object({
  needs: z.string().optional(),
  if: z.string().optional(),
  environment: z.string().optional(),
  permissions: z.record(z.string(), z.string()),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z.array(stepSchema),
});
const workflowSchema = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.object({ plan: jobSchema, apply: jobSchema }),
});

test.each([...commands, ...inText])('the page: %s', async (line) => {
  await expect(understand(line)).resolves.toBeDefined();
});

describe('the workflow', () => {
  const workflow = workflowSchema.parse(parse(read('examples/remediate.yml')));
  const { plan, apply } = workflow.jobs;
  const runs = [plan, apply].map(({ steps }) =>
    steps.flatMap(({ run = '' }) => run.split('\n').filter((line) => line.startsWith('remediate '))),
  );

  test('calls the program as the program understands it', async () => {
    expect(runs.map((lines) => lines.length)).toEqual([2, 2]);
    const understood = await Promise.all(runs.flat().map(understand));
    expect(understood.map(({ command }) => command)).toEqual(['doctor', 'plan', 'apply', 'verify']);
    expect(understood[1]?.options).toMatchObject({ via: 'terraform', output: 'plans/iam', format: 'json' });
    expect(understood[2]).toMatchObject({ args: ['plans/iam'], options: { approve: '$DIGEST' } });
  });

  test('applies only what a reviewer approved, by the digest of the job that made it, and never a pull request', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request', 'push', 'schedule', 'workflow_dispatch']);
    expect(apply).toMatchObject({ needs: 'plan', environment: 'iam' });
    expect(apply.if).toContain("github.event_name != 'pull_request'");
    expect(plan.outputs?.['digest']).toBe(expression('steps.plan.outputs.digest'));
    const applying = apply.steps.find(({ run }) => run?.includes('remediate apply') === true);
    expect(applying?.env).toEqual({ DIGEST: expression('needs.plan.outputs.digest') });
  });

  test('has the least permissions, stores no key, and lets no text of others into a script', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(plan.permissions).toEqual({ contents: 'read', 'id-token': 'write', 'pull-requests': 'write' });
    expect(apply.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    const steps = [...plan.steps, ...apply.steps];
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
    expect(JSON.stringify(steps)).not.toMatch(/secrets\.|access-key/);
    for (const { uses = '@v1' } of steps) expect(uses).toMatch(/@v\d+$/);
  });

  test('keeps the plan and the record with the lock of the provider and without the provider, the record also after a failure', () => {
    const kept = [...plan.steps, ...apply.steps].filter(
      ({ uses }) => uses?.startsWith('actions/upload-artifact@') === true,
    );
    for (const step of kept)
      expect(step.with).toMatchObject({
        'include-hidden-files': true,
        path: 'plans/iam\n!plans/iam/stack/.terraform/**\n',
      });
    expect(kept.map(({ with: given, if: when }) => [given?.['name'], when])).toEqual([
      ['plan', undefined],
      ['record', 'always()'],
    ]);
  });
});

/** An account without a password policy, in which a user has a policy that a group should have. */
const drifted = () => {
  const builder = account(new Date());
  return builder
    .passwordPolicy(null)
    .user('maria', (user) => user.attach(builder.policyArn('engineering')))
    .build();
};

describe.skipIf(!hasTerraform)('the page, command by command, on a real endpoint', () => {
  let moto: Moto;
  let settings: Record<string, string>;
  beforeAll(async () => {
    moto = await startMoto();
    await moto.seed(drifted());
    const { env } = await terraformPlace(moto.env);
    settings = Object.fromEntries(
      ['TF_CLI_CONFIG_FILE', 'CHECKPOINT_DISABLE', 'AWS_MAX_ATTEMPTS'].flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  });
  afterAll(() => moto.stop());

  test('plans on one machine, applies by digest on another, proves and undoes', { timeout: 300_000 }, async () => {
    const [maker, taker] = [new Desk({ ...moto.env, ...settings }), new Desk({ ...moto.env, ...settings })];
    for (const { folder, env } of [maker, taker]) {
      // The profiles of the page, and a state of its own Terraform.
      mkdirSync(join(folder, '.aws'));
      env['AWS_SHARED_CREDENTIALS_FILE'] = join(folder, '.aws', 'credentials');
      const keys = 'aws_access_key_id = test\naws_secret_access_key = test\n';
      writeFileSync(join(folder, '.aws', 'credentials'), `[audit]\n${keys}[admin]\n${keys}`);
      mkdirSync(join(folder, 'infra'));
      writeFileSync(join(folder, 'infra', 'terraform.tfstate'), JSON.stringify({ version: 4, resources: [] }));
    }
    expect(commands.map((line) => wordsOf(line)[1])).toEqual([
      'plan',
      'show',
      'show',
      'permissions',
      'apply',
      'verify',
      'rollback',
      'plan',
    ]);
    let digest = '';
    let desk = maker;
    for (const line of commands) {
      const [, ...words] = wordsOf(line.replace('DIGEST', digest));
      if (words[0] === 'apply') {
        const wrong = await desk.run(words.map((word) => (word === digest ? 'f'.repeat(64) : word)));
        expect(wrong).toMatchObject({ code: 4, err: expect.stringContaining(digest) });
        expect(wrong.err).toContain('f'.repeat(64));
        // The folder as an artifact brings it to the job that applies.
        rmSync(join(maker.folder, 'plans/iam/stack/.terraform'), { recursive: true });
        cpSync(join(maker.folder, 'plans'), join(taker.folder, 'plans'), { recursive: true });
        desk = taker;
      }
      const { code, err, out } = await desk.run(words);
      expect([words, code, err], out).toEqual([words, 0, expect.not.stringContaining('error:')]);
      if (words[0] === 'plan' && digest === '') {
        for (const file of [
          'plan.md',
          'plan.json',
          'stack/review/main.tf',
          'stack/main.tf.json',
          'stack/plan.txt',
          'stack/tfplan',
        ])
          expect(existsSync(join(desk.folder, 'plans/iam', file)), file).toBe(true);
        digest = (JSON.parse(readFileSync(join(desk.folder, 'plans/iam/plan.json'), 'utf8')) as Plan).digest;
        expect(readFileSync(join(desk.folder, 'plans/iam/plan.md'), 'utf8')).toContain(`--approve ${digest}`);
      }
    }
  });
});
