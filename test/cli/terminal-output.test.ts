import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { runApply } from '../../src/cli/commands/apply.ts';
import { runList, runShowControl } from '../../src/cli/commands/controls.ts';
import { runDoctor } from '../../src/cli/commands/doctor.ts';
import { runPlan } from '../../src/cli/commands/plan.ts';
import { runScan } from '../../src/cli/commands/scan.ts';
import { runShow } from '../../src/cli/commands/show.ts';
import { runStatus } from '../../src/cli/commands/status.ts';
import { runVerify } from '../../src/cli/commands/verify.ts';
import type { Host } from '../../src/cli/host.ts';
import { serializeSnapshot } from '../../src/providers/aws/import/snapshot-file.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { measure } from '../../src/report/text-layout.ts';
import { understand } from '../support/command-lines.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();
const file = join(folder, 'names.json');
const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };

/** What a command says on its two streams. */
async function say(width: number, command: (host: Host) => Promise<number>, more: Partial<Host> = {}) {
  const said = { out: '', err: '', code: 0 };
  const host: Host = {
    ...hostIn(folder),
    env,
    width,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    ...more,
  };
  said.code = await command(host);
  return said;
}

const common = { from: file, control: ['user-attached-policies', 'group-unused', 'password-policy'] } as const;

beforeAll(async () => {
  const builder = account(new Date('2026-03-01T12:00:00Z'));
  const attached = builder.policyArn('engineering');
  const names = ['山田太郎', '👩‍💻-dev', 'a-very-long-name-of-a-user-that-does-not-fit-into-any-column-of-a-table'];
  for (const name of names) builder.user(name, (user) => user.attach(attached));
  writeFileSync(file, serializeSnapshot(builder.passwordPolicy(null).group('契約社員').build()));
  await say(80, (host) => runPlan(host, { ...common, from: 'sandbox', via: 'api', output: 'plans/p', format: 'text' }));
  await say(80, (host) => runApply(host, 'plans/p', { from: 'sandbox', yes: true }));
});

/** What people read, and what holds lines that are pasted whole: commands, links and digests may be wider. */
const pasted = /^\s*(?:\$|https:|remediate |aws |digest |.* \\$)/;

describe.each([80, 120])('at %i columns', (width) => {
  test.each<readonly [string, (host: Host) => Promise<number>]>([
    ['scan', (host) => runScan(host, common)],
    ['plan', (host) => runPlan(host, { ...common, via: 'api', output: `plans/at-${host.width}`, format: 'text' })],
    ['show of a plan', (host) => runShow(host, 'plans/p', { format: 'text' })],
    ['show of a record', (host) => runShow(host, 'plans/p/runs/1.jsonl', { format: 'text' })],
    ['status', (host) => runStatus(host, { format: 'table' })],
    ['verify', (host) => runVerify(host, 'plans/p/runs/1.jsonl', { from: 'sandbox', format: 'text' })],
    ['controls list', (host) => runList(host, { format: 'table' })],
    ['doctor', (host) => runDoctor(host, { format: 'text' })],
  ])('%s fits, names of any script counted as they are shown', async (_, command) => {
    const { out } = await say(width, command);
    expect(out).not.toBe('');
    for (const line of out.split('\n')) if (!pasted.test(line)) expect(measure(line), line).toBeLessThanOrEqual(width);
  });

  test.each(controls.map(({ id }) => id))('controls show %s fits', async (id) => {
    const { out } = await say(width, (host) => runShowControl(host, id, { format: 'text' }));
    for (const line of out.split('\n')) if (!pasted.test(line)) expect(measure(line), line).toBeLessThanOrEqual(width);
  });
});

describe('hints', () => {
  /** A sandbox in which nothing was mended yet. */
  const fresh = () => ({ env: { ...env, XDG_STATE_HOME: temporaryFolder() } });
  const hinted = (text: string) =>
    [...text.matchAll(/(?:^|: +| {2})(remediate [^\n]+)$/gm)].map(([, line = '']) => line);

  test('of scan lead on for the same account and controls', async () => {
    const { out } = await say(200, (host) => runScan(host, { ...common, minSeverity: 'low' }));
    const [plan, report] = await Promise.all(hinted(out).map(understand));
    const same = { from: file, control: common.control, minSeverity: 'low' };
    expect(plan).toMatchObject({ command: 'plan', options: same });
    expect(report).toMatchObject({ command: 'scan', options: { ...same, format: 'html', output: 'report.html' } });
  });

  test('of a scan by which nothing fails do not lead to a plan', async () => {
    const { out } = await say(200, (host) => runScan(host, { from: file, control: ['root-access-keys'] }));
    expect(hinted(out).map((line) => line.split(' ')[1])).toEqual(['scan']);
  });

  test('of plan lead to the permissions and to apply, on the account itself where it was named', async () => {
    const of = async (from: string, output: string) => {
      const { err } = await say(
        200,
        (host) => runPlan(host, { ...common, from, via: 'api', output, format: 'text' }),
        fresh(),
      );
      return Promise.all(hinted(err).map(understand));
    };
    expect(await of('sandbox', 'plans/one')).toMatchObject([
      { command: 'permissions', options: { for: 'plans/one' } },
      { command: 'apply', args: ['plans/one'], options: { from: 'sandbox' } },
    ]);
    const [, apply] = await of(file, 'plans/two');
    expect(apply?.options).not.toHaveProperty('from');
  });

  test('of apply lead to its proof and its undoing, on the same account', async () => {
    const sandbox = fresh();
    const plan = { ...common, from: 'sandbox', via: 'api', output: 'plans/a', format: 'text' } as const;
    await say(80, (host) => runPlan(host, plan), sandbox);
    const { err, code } = await say(200, (host) => runApply(host, 'plans/a', { from: 'sandbox', yes: true }), sandbox);
    expect(code, err).toBe(0);
    const understood = await Promise.all(hinted(err).map(understand));
    expect(understood.map(({ command }) => command)).toEqual(['rollback', 'verify']);
    for (const { args, options } of understood) {
      expect(args).toEqual(['plans/a/runs/1.jsonl']);
      expect(options).toMatchObject({ from: 'sandbox' });
    }
  });
});

describe('doctor', () => {
  const checks = async (options: { readonly from?: string; readonly config?: string }, more: Partial<Host> = {}) => {
    const { out, code } = await say(80, (host) => runDoctor(host, { ...options, format: 'json' }), more);
    const found = JSON.parse(out) as { name: string; verdict: string; found: string; todo?: string }[];
    return { code, of: (name: string) => found.find((check) => check.name === name) };
  };

  test('says what is there, and what is missed for a part of the work', async () => {
    const { code, of } = await checks({});
    expect(code).toBe(0);
    expect(of('node')).toMatchObject({ verdict: 'ok', found: process.versions.node });
    expect(of('terraform')).toMatchObject({ verdict: 'note', todo: expect.stringContaining('install Terraform') });
    expect(of('credentials')).toMatchObject({ verdict: 'note', found: expect.stringContaining('sandbox') });
    expect(of('baseline')).toMatchObject({ verdict: 'note', todo: expect.stringContaining('remediate init') });
    expect(of('plans')).toMatchObject({ verdict: 'ok' });
  });

  test('says what is wrong and what to do about it, and ends with 2', async () => {
    writeFileSync(join(folder, 'broken.yaml'), 'version: 9\n');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    writeFileSync(join(folder, 'bin', 'tofu'), '', { mode: 0o755 });
    const { code, of } = await checks(
      { config: 'broken.yaml' },
      { env: { ...env, AWS_PROFILE: 'nowhere', PATH: join(folder, 'bin') } },
    );
    expect(code).toBe(2);
    expect(of('baseline')).toMatchObject({ verdict: 'wrong', found: expect.stringContaining('broken.yaml:1') });
    expect(of('credentials')).toMatchObject({
      verdict: 'wrong',
      found: 'there is no AWS profile nowhere (AWS_PROFILE)',
      todo: expect.stringContaining('aws configure'),
    });
    expect(of('terraform')).toMatchObject({ verdict: 'ok', found: join(folder, 'bin', 'tofu') });
  });

  test('asks nothing of AWS for a file or the sandbox', async () => {
    expect((await checks({ from: 'sandbox' })).of('account')).toMatchObject({ verdict: 'ok' });
  });
});

describe('verify for a machine', () => {
  const run = 'plans/p/runs/1.jsonl';
  const verify = (more: Partial<Host> = {}) =>
    say(80, (host) => runVerify(host, run, { from: 'sandbox', format: 'json' }), more);

  test('tells each record that was proved, and that nothing differs', async () => {
    const { code, out } = await verify();
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      records: [{ run, lines: expect.any(Number), torn: false }],
      differences: [],
    });
  });

  test('tells what differs from the record, and ends with 3', async () => {
    // The account as it was before the run, or as somebody made it again behind the record's back.
    const { code, out } = await verify({ env: { ...env, XDG_STATE_HOME: temporaryFolder() } });
    expect(code).toBe(3);
    const { differences } = JSON.parse(out) as { differences: string[] };
    expect(differences).toContainEqual(expect.stringMatching(/password policy/i));
  });
});
