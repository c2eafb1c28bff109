import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { RemediateError } from '../src/engine/errors.ts';
import { type Plan, parsePlan } from '../src/engine/plan.ts';
import { RemediationStack } from './aws/stack.ts';
import { renderStack, writeReview } from './aws/synthesize.ts';

/**
 * What cdktf.json starts: synthesizes a saved plan's stack, so that the CDKTF CLI can diff and deploy it, with the same
 * in HCL beside it.
 * REMEDIATE_PLAN names the plan's folder; without it the newest plan of plans/ is taken.
 */
function main(): void {
  const plan = process.env['REMEDIATE_PLAN'] ? readPlan(process.env['REMEDIATE_PLAN']) : newestPlan('plans');
  const changes = plan.changes.filter((change) => change.via === 'terraform');
  if (changes.length === 0)
    throw new RemediateError('BadInput', `plan ${plan.id} holds nothing for Terraform to do`, {
      hint: 'make the plan again with --via terraform',
    });
  // The validations would start Terraform to ask for its version, which only synthesizing does not need.
  const app = new App({ skipValidation: true });
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
  const input = { changes, account: plan.account.id, ...(region === undefined ? {} : { region }) };
  new RemediationStack(app, 'remediate', input);
  app.synth();
  writeReview(join(app.outdir, 'stacks', 'remediate'), renderStack(input).review);
}

function readPlan(folder: string): Plan {
  const file = join(folder, 'plan.json');
  try {
    return parsePlan(readFileSync(file, 'utf8'), file);
  } catch (cause) {
    if (cause instanceof RemediateError) throw cause;
    throw new RemediateError('BadInput', `there is no plan in ${folder}`, {
      cause,
      hint: 'set REMEDIATE_PLAN to the folder of a plan, such as plans/2026-03-01-1a2b3c',
    });
  }
}

/** The plan that was written last; one that was edited is refused, not passed over for an older one. */
function newestPlan(folder: string): Plan {
  const [newest] = readdirSync(folder)
    .map((name) => ({ path: join(folder, name), file: join(folder, name, 'plan.json') }))
    .filter(({ file }) => existsSync(file))
    .sort((a, b) => statSync(b.file).mtimeMs - statSync(a.file).mtimeMs);
  if (newest === undefined)
    throw new RemediateError('BadInput', `there is no plan in ${folder}`, {
      hint: 'make one with `remediate plan --via terraform`, or set REMEDIATE_PLAN to the folder of a plan',
    });
  return readPlan(newest.path);
}

try {
  main();
} catch (error) {
  if (!(error instanceof RemediateError)) throw error;
  const hint = error.hint === undefined ? '' : `\n${error.hint}`;
  process.stderr.write(`${error.message}${hint}\n`);
  process.exitCode = error.exitCode;
}
