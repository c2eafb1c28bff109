import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { makePlan, writePlan } from '../../src/cli/planning.ts';
import { scanSource } from '../../src/cli/scanning.ts';
import type { Source } from '../../src/cli/source.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { type Plan, parsePlan } from '../../src/engine/plan.ts';
import { demoAccount } from '../../src/providers/sandbox/demo-account.ts';
import { understand } from '../support/command-lines.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const examples = fileURLToPath(new URL('../../plans/examples', import.meta.url));
const location = 'plans/examples/sandbox';
const files = ['plan.json', 'plan.md', 'stack/main.tf.json', 'stack/review/main.tf'];

/** The practices of the example: by Terraform, by the API, by hand, over days, and for good. */
const control = [
  'root-access-keys',
  'password-policy',
  'root-activity-monitored',
  'access-key-rotation',
  'user-attached-policies',
  'user-inline-policies',
  'group-unused',
];

let folder: string;
let plan: Plan;

/** Makes the example anew, as `plan --from` does of the evidence of the sandbox: with Terraform, which is not started. */
beforeAll(async () => {
  const cwd = temporaryFolder();
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'terraform'), '', { mode: 0o755 });
  const host = { ...hostIn(cwd), env: { PATH: bin } };
  const source: Source = {
    kind: 'file',
    label: 'the evidence of the sandbox',
    snapshot: async () => demoAccount(host.now()),
    account: () => Promise.reject(new Error('a plan changes nothing')),
  };
  const baseline = { ...defaultBaseline, alarmEmails: ['security@example.com'] };
  const scanned = await scanSource(host, source, baseline, { control }, () => {}, true);
  const findings = scanned.findings.filter(({ status }) => status === 'fail');
  plan = await makePlan(host, scanned, { findings, via: 'recommended' });
  folder = (await writePlan(host, plan, scanned, location)).path;
});

test.each(files)('plans/examples/sandbox/%s is what is made today', async (name) => {
  await expect(readFileSync(join(folder, name), 'utf8')).toMatchFileSnapshot(join(examples, 'sandbox', name));
});

test('nothing else lies in the example, and nothing of this machine is in it', () => {
  const kept = readdirSync(examples, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(examples, join(entry.parentPath, entry.name)));
  expect(kept.sort()).toEqual(['README.md', ...files.map((name) => `sandbox/${name}`)].sort());
  for (const name of kept) expect(readFileSync(join(examples, name), 'utf8')).not.toContain(folder.split('/plans/')[0]);
});

test('the example is a plan that shows every way of carrying changes out', async () => {
  const kept = parsePlan(readFileSync(join(examples, 'sandbox/plan.json'), 'utf8'), 'the example');
  expect(new Set(kept.changes.map(({ via }) => via))).toEqual(new Set(['terraform', 'api']));
  expect(kept.parts.some(({ guide }) => guide !== undefined)).toBe(true);
  expect(kept.changes.some(({ gate }) => gate !== undefined)).toBe(true);
  expect(kept.guards.every(({ verdict }) => verdict === 'holds')).toBe(true);
  const markdown = readFileSync(join(examples, 'sandbox/plan.md'), 'utf8');
  for (const heading of [
    'What closes',
    'Who is affected',
    'Guards that hold',
    'What cannot be undone',
    'Apply and undo',
  ])
    expect(markdown).toContain(`\n## ${heading}\n`);
  const [apply] = /^remediate apply .*$/m.exec(markdown) ?? [];
  expect(await understand(apply ?? '')).toMatchObject({ args: [location], options: { approve: kept.digest } });
});
