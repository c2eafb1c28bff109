import { exec, execFile } from 'node:child_process';
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import { baselineSchema } from '../../src/engine/baseline.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { isDeclarative } from '../../stacks/aws/declarative.ts';
import { renderStack } from '../../stacks/aws/synthesize.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const app = join(root, 'stacks', 'app.ts');
const tsx = import.meta.resolve('tsx');

/** The plan that gives an account without a password policy one. */
function passwordPlan(via: 'terraform' | 'api', now: Date): Plan {
  const given = account(now).passwordPolicy(null);
  const snapshot = given.build();
  const baseline = baselineSchema.parse({ version: 1 });
  const chosen = evaluate(controls, snapshot, baseline, now).filter(({ status }) => status === 'fail');
  return assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline,
    now,
    chosen,
    via,
    declarative: isDeclarative,
  });
}

describe('what cdktf.json starts', () => {
  let folder: string;
  const older = passwordPlan('api', new Date('2026-03-01T12:00:00Z'));
  const newer = passwordPlan('terraform', new Date('2026-03-02T12:00:00Z'));
  const save = async (name: string, text: string, at: string) => {
    const file = join(folder, 'plans', name, 'plan.json');
    await mkdir(join(folder, 'plans', name), { recursive: true });
    await writeFile(file, text);
    await utimes(file, new Date(at), new Date(at));
  };
  const synth = async (env: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, ['--import', tsx, app], {
      cwd: folder,
      env: { PATH: process.env['PATH'], AWS_REGION: 'eu-west-1', ...env },
    });

  beforeAll(async () => {
    folder = temporaryFolder();
    await save('newer', JSON.stringify(newer), newer.createdAt);
    await save('older', JSON.stringify(older), older.createdAt);
  });

  test('runs at the project’s root as cdktf.json names it, on the plan that is asked for', async () => {
    const { app: command } = JSON.parse(await readFile(join(root, 'cdktf.json'), 'utf8')) as { app: string };
    const out = join(folder, 'out');
    await promisify(exec)(command, {
      cwd: root,
      env: {
        ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], AWS_REGION: 'eu-west-1' },
        // As `cdktf synth` calls it.
        ...{ CDKTF_OUTDIR: out, REMEDIATE_PLAN: join(folder, 'plans', 'newer') },
      },
    });
    const stack = join(out, 'stacks', 'remediate');
    const manifest: unknown = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ stacks: { remediate: { synthesizedStackPath: 'stacks/remediate/cdk.tf.json' } } });
    expect(await readFile(join(stack, 'cdk.tf.json'), 'utf8')).toContain('aws_iam_account_password_policy');
    const review = await readFile(join(stack, 'review', 'main.tf'), 'utf8');
    expect(review).toContain('resource "aws_iam_account_password_policy" "account" {\n');
    expect(review).toMatch(/^ {2}minimum_password_length +=/m);
  });

  test('synthesizes the newest plan to the stack that is rendered of it', async () => {
    await synth();
    const text = await readFile(join(folder, 'cdktf.out', 'stacks', 'remediate', 'cdk.tf.json'), 'utf8');
    const withoutNotes: unknown = JSON.parse(text, (key, value) => (key === '//' ? undefined : value));
    const { main } = renderStack({ changes: newer.changes, account: newer.account.id, region: 'eu-west-1' });
    expect(withoutNotes).toEqual(JSON.parse(main));
    expect(main).toContain('aws_iam_account_password_policy');
  });

  test.each([
    ['a plan without anything for Terraform', 'plans/older', 'holds nothing for Terraform to do'],
    ['a folder without a plan', 'plans', 'there is no plan in plans'],
  ])('refuses %s', async (_, plan, reason) => {
    await expect(synth({ REMEDIATE_PLAN: plan })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(new RegExp(`^[^\\n]*${reason}[^\\n]*\\n[^\\n]+\\n$`)),
    });
  });

  test('refuses an edited plan, and does not take an older one in its place', async () => {
    await save('edited', JSON.stringify({ ...newer, id: 'other' }), '2026-03-03T12:00:00Z');
    await expect(synth()).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was changed after it was made'),
    });
  });
});
