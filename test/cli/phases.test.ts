import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { runApply, runResume } from '../../src/cli/commands/apply.ts';
import { runPlan } from '../../src/cli/commands/plan.ts';
import { runShow } from '../../src/cli/commands/show.ts';
import { runStatus } from '../../src/cli/commands/status.ts';
import type { Host } from '../../src/cli/host.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { builtAt } from '../../src/providers/aws/model/builder.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const from = 'sandbox';
const record = 'plans/p/runs/1.jsonl';
const deleted = 'Delete access key AKIA0000000000080002 of backup-bot';

let folder: string;
let days: number;
let said: string;

/** A command's process on that day; what it says is kept. */
function host(): Host {
  said = '';
  const say = (text: string) => {
    said += text;
  };
  const now = () => new Date(builtAt.getTime() + days * 86_400_000);
  // Wide enough for each of its sentences to stay on a line.
  return { ...hostIn(folder), width: 200, env: { HOME: folder, XDG_STATE_HOME: folder }, now, out: say, err: say };
}
const resume = (allowIrreversible: readonly string[] = []) =>
  runResume(host(), record, { from, yes: true, allowIrreversible });
const status = async () => {
  await runStatus(host(), { format: 'table' });
  return said;
};
const files = () => [record, 'remediate/sandbox.json'].map((name) => readFileSync(join(folder, name), 'utf8'));

const plan = (output: string, finding?: readonly string[]) =>
  runPlan(host(), {
    ...{ from, control: ['access-key-rotation'], via: 'api', output, format: 'text' },
    ...(finding === undefined ? {} : { finding }),
  } as const);

beforeEach(() => {
  folder = temporaryFolder();
  days = 0;
});

describe('a plan whose steps are days apart', () => {
  beforeEach(async () => {
    await plan('plans/p');
    await runApply(host(), 'plans/p', { from, yes: true });
  });

  test('shows in status which day each waits for, the nearest first', async () => {
    const [, first] = (await status()).split('\n');
    expect(first).toBe(`  waits: ${deleted} (due 7 days after the step before it, not before 2026-03-08 12:00 UTC)`);
    await runStatus(host(), { format: 'json' });
    const [run] = JSON.parse(said) as [{ waiting: { title: string; until?: string; due: boolean }[] }];
    expect(run.waiting[0]).toMatchObject({ title: deleted, until: '2026-03-08T12:00:00.000Z', due: false });
  });

  test('resumed before the day leaves the step alone, and says until when', async () => {
    days = 6.99;
    await resume(['access-key-rotation']);
    expect(said).toContain(`… ${deleted}, not before 2026-03-08 12:00 UTC`);
    expect(said).not.toContain(`✓ ${deleted}`);
  });

  test('is due in status on the day, and resumed does that step, those that it held up, and nothing else', async () => {
    days = 7;
    expect(await status()).toContain(`  due:   ${deleted} (since 2026-03-08 12:00 UTC)\n`);
    await resume(['access-key-rotation']);
    const done = [...said.matchAll(/^✓ (.*)$/gm)].map(([, title]) => title);
    expect(done).toEqual([deleted, 'Create a new access key for backup-bot']);
    expect(await status()).not.toContain(deleted);
  });

  test('on the day still waits for its leave, where it cannot be undone', async () => {
    days = 7;
    await resume();
    expect(said).toMatch(new RegExp(`… ${deleted}: cannot be undone: allow it with --allow-irreversible \\w+\n`));
    expect(await status()).toContain('cannot be undone: allow it');
  });
});

test('a run in which nothing is due is not gone on with at all: its record and the account stay as they are', async () => {
  await plan('plans/all');
  await runShow(host(), 'plans/all', { format: 'json' });
  const { findings } = JSON.parse(said) as Plan;
  const of = findings.filter(({ message }) => message.includes('backup-bot'));
  await plan(
    'plans/p',
    of.map(({ fingerprint }) => fingerprint),
  );
  await runApply(host(), 'plans/p', { from, yes: true });
  const before = files();

  days = 6.99;
  expect(await resume(['access-key-rotation'])).toBe(0);
  expect(said).toContain('Nothing is due before 2026-03-08 12:00 UTC');
  expect(files()).toEqual(before);

  days = 7;
  expect(await resume(['access-key-rotation'])).toBe(0);
  expect(said).toContain(`✓ ${deleted}`);
  expect(files()).not.toEqual(before);
});
