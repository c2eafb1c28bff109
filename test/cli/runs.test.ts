import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { Desk, type Ended } from '../support/cli.ts';

let desk: Desk;
const run = (...args: readonly string[]): Promise<Ended> => desk.run([...args, '--from', 'sandbox']);
const isOneLine = (err: string) => expect(err).toMatch(/error: [^\n]+\n {7}[^\n]+\n$/);
const waiting = ['--control', 'access-key-rotation', '--output', 'plans/p'] as const;

beforeEach(() => {
  desk = new Desk();
});

describe('a run that was rolled back', () => {
  beforeEach(async () => {
    await run('plan', ...waiting);
    expect((await run('apply', 'plans/p', '--yes')).err).toContain('waiting');
    expect(await run('rollback', 'plans/p/runs/1.jsonl', '--yes')).toMatchObject({ code: 0 });
  });

  test('is not gone on with: what waits in it rests on what was undone', async () => {
    const { code, err } = await run('resume', 'plans/p/runs/1.jsonl', '--yes');
    expect(code).toBe(2);
    expect(err).toContain('plans/p/runs/2.jsonl');
    isOneLine(err);
    const status = await desk.run(['status']);
    expect(status.out).toContain('rolled back by plans/p/runs/2.jsonl');
    expect(status.out).not.toMatch(/waits:|go on with/);
    const shown = await desk.run(['show', 'plans/p/runs/1.jsonl']);
    expect(shown.out).not.toContain('remediate resume');
  });

  test('is not rolled back twice', async () => {
    const { code, err } = await run('rollback', 'plans/p/runs/1.jsonl', '--yes');
    expect(code).toBe(0);
    expect(err).toContain('it was rolled back by plans/p/runs/2.jsonl');
  });

  test('its rollback is no run to be undone, nor one that applies the plan when it is gone on with', async () => {
    const undone = await run('rollback', 'plans/p/runs/2.jsonl', '--yes');
    expect(undone.code).toBe(2);
    isOneLine(undone.err);
    const resumed = await run('resume', 'plans/p/runs/2.jsonl', '--yes');
    expect(resumed).toMatchObject({ code: 0, out: expect.not.stringContaining('→') });
    expect(resumed.err).toContain('nothing to undo');
  });

  test('its rollback can be verified', async () => {
    expect(await run('verify', 'plans/p/runs/2.jsonl')).toMatchObject({ code: 0 });
  });
});

describe('how a run ended, for a program', () => {
  const ended = async (...args: readonly string[]) => {
    const { code, out } = await run(...args, '--yes', '--format', 'json');
    return { code, ...(JSON.parse(out) as { changes: { status: string }[] }) };
  };

  test('is the whole of the result, for an apply, a resume and a rollback', async () => {
    await run('plan', ...waiting);
    const applied = await ended('apply', 'plans/p');
    expect(applied).toMatchObject({
      ...{ code: 0, schema: 'remediate.run-end/1', mode: 'apply', outcome: 'waiting', record: 'plans/p/runs/1.jsonl' },
      notBegun: 0,
    });
    const of = (status: string) => applied.changes.filter((change) => change.status === status);
    expect(of('done').length + of('waiting').length).toBe(applied.changes.length);
    expect(of('waiting')[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{12}$/),
      operation: expect.stringContaining('iam:'),
      detail: expect.stringMatching(/./),
    });
    expect(of('done')).toContainEqual(expect.objectContaining({ handedTo: expect.stringContaining('.credentials') }));
    expect(await ended('resume', 'plans/p/runs/1.jsonl')).toMatchObject({ mode: 'apply', outcome: 'waiting' });
    const undone = await ended('rollback', 'plans/p/runs/1.jsonl');
    expect(undone).toMatchObject({ mode: 'rollback', outcome: 'complete', record: 'plans/p/runs/2.jsonl' });
    expect(undone.changes.map(({ status }) => status)).toEqual(of('done').map(() => 'done'));
    const nothing = { schema: 'remediate.run-end/1', outcome: 'nothing-to-do', notBegun: 0, changes: [] };
    expect(await ended('rollback', 'plans/p/runs/1.jsonl')).toEqual({ code: 0, ...nothing });
  });
});

describe('the files of runs', () => {
  test('a foreign, an empty and a broken file hide no run from status, and are told in a line', async () => {
    for (const name of ['good', 'empty', 'broken']) {
      await run('plan', '--control', 'password-policy', '--output', `plans/${name}`);
      mkdirSync(join(desk.folder, `plans/${name}/runs`), { recursive: true });
    }
    await run('apply', 'plans/good', '--yes');
    writeFileSync(join(desk.folder, 'plans/good/runs/2026 notes.txt'), 'mine');
    writeFileSync(join(desk.folder, 'plans/README.md'), 'mine');
    writeFileSync(join(desk.folder, 'plans/empty/runs/1.jsonl'), '');
    writeFileSync(join(desk.folder, 'plans/broken/plan.json'), '{');
    writeFileSync(
      join(desk.folder, 'plans/broken/runs/1.jsonl'),
      readFileSync(join(desk.folder, 'plans/good/runs/1.jsonl')),
    );
    const { code, out, err } = await desk.run(['status']);
    expect(code).toBe(2);
    expect(out).toContain('plans/good/runs/1.jsonl');
    expect(err).toMatch(/plans\/broken\/plan\.json is not JSON/);
    expect(err).toMatch(/plans\/empty\/runs\/1\.jsonl holds no run/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('a record under another plan than its own is refused', async () => {
    await run('plan', '--control', 'password-policy', '--output', 'plans/a');
    await run('plan', '--control', 'group-unused', '--output', 'plans/b');
    await run('apply', 'plans/a', '--yes');
    mkdirSync(join(desk.folder, 'plans/b/runs'));
    writeFileSync(join(desk.folder, 'plans/b/runs/1.jsonl'), readFileSync(join(desk.folder, 'plans/a/runs/1.jsonl')));
    for (const command of ['resume', 'rollback', 'verify', 'show']) {
      const { code, err } = await desk.run([command, 'plans/b/runs/1.jsonl']);
      expect(code).toBe(2);
      expect(err).toContain('record of another plan');
    }
  });

  test('an account that a live process works on is left alone by all plans, and a dead one’s lock does not hold', async () => {
    for (const [name, control] of [
      ['p', 'password-policy'],
      ['q', 'group-unused'],
    ] as const)
      await run('plan', '--control', control, '--output', `plans/${name}`);
    const { hostname } = await import('node:os');
    const holder = { user: 'ada', host: hostname(), since: '2026-03-01T12:00:00.000Z', token: 'x' };
    const lock = join(desk.folder, 'state/remediate/sandbox.json.lock');
    const elsewhere = join(desk.folder, 'plans/p/runs/.lock');
    writeFileSync(lock, JSON.stringify({ ...holder, pid: process.pid }));
    for (const plan of ['plans/p', 'plans/q']) {
      const held = await run('apply', plan, '--yes');
      expect(held.code).toBe(3);
      isOneLine(held.err);
      expect(held.err).toContain(`ada on ${hostname()} (process ${process.pid}) has been working on account`);
    }
    writeFileSync(lock, JSON.stringify({ ...holder, pid: 4_194_305 }));
    expect(await run('apply', 'plans/q', '--yes')).toMatchObject({ code: 0 });
    mkdirSync(join(desk.folder, 'plans/p/runs'), { recursive: true });
    writeFileSync(elsewhere, JSON.stringify({ ...holder, host: 'elsewhere', pid: 1 }));
    expect((await run('apply', 'plans/p', '--yes')).err).toContain('working on this plan');
    expect(await run('apply', 'plans/p', '--yes', '--break-lock')).toMatchObject({ code: 0 });
  });

  test('a plan outside of the working folder is undone by the path that the run names', async () => {
    const other = new Desk();
    await run('plan', '--control', 'password-policy', '--output', join(other.folder, 'plan'));
    const { err } = await run('apply', join(other.folder, 'plan'), '--yes');
    const undo = /rollback (\S+)/.exec(err)?.[1] ?? '';
    expect(await run('rollback', undo, '--yes')).toMatchObject({ code: 0 });
  });

  test('verify looks at what the run left of a resource, not at what it was in between', async () => {
    // Without days of grace the sandbox's idle key is deactivated and, to make room for a new one, deleted at once.
    writeFileSync(
      join(desk.folder, 'remediate.yaml'),
      'version: 1\ncontrols: { access-key-rotation: { graceDays: 0 } }\n',
    );
    await run('plan', ...waiting);
    const applied = await run('apply', 'plans/p', '--yes', '--allow-irreversible', 'access-key-rotation');
    for (const did of ['Deactivate', 'Delete'])
      expect(applied.err).toContain(`✓ ${did} access key AKIA0000000000080002 of backup-bot`);
    expect(await run('verify', 'plans/p/runs/1.jsonl')).toMatchObject({ code: 0 });
  });
});

describe('what would look fine and is not', () => {
  test('options that choose no control are refused, for they would find nothing', async () => {
    writeFileSync(join(desk.folder, 'out.yaml'), 'version: 1\ncontrols: { user-mfa: false }\n');
    for (const options of [
      ['--config', 'out.yaml', '--control', 'user-mfa'],
      ['--area', 'groups', '--min-severity', 'critical'],
    ]) {
      const { code, err } = await run('scan', ...options);
      expect(code).toBe(2);
      isOneLine(err);
    }
  });

  test('names that mean nothing are refused: an exception’s control, a finding, an irreversible step', async () => {
    writeFileSync(
      join(desk.folder, 'typo.yaml'),
      'version: 1\nexceptions: [{ control: user-mfaa, resource: x, owner: o, reason: r, expires: 2099-01-01 }]\n',
    );
    await run('plan', '--control', 'password-policy', '--output', 'plans/p');
    const cases: readonly (readonly string[])[] = [
      ['scan', '--config', 'typo.yaml'],
      ['plan', '--finding', 'ffff'],
      ['plan', '--remedy', 'ffff=delete'],
      ['apply', 'plans/p', '--yes', '--allow-irreversible', 'access-key-rotatoin'],
    ];
    for (const args of cases) {
      const { code, err } = await run(...args);
      expect([args, code]).toEqual([args, 2]);
      isOneLine(err);
    }
  });

  test('a plan that changes nothing is not asked about and leaves no record', async () => {
    await run('plan', '--control', 'root-access-keys', '--output', 'plans/p');
    const { code, err } = await run('apply', 'plans/p');
    expect(code).toBe(0);
    expect(err).toContain('changes nothing');
    expect((await desk.run(['status'])).out).toContain('No runs');
  });

  test('a folder that cannot be written is told in a line', async () => {
    writeFileSync(join(desk.folder, 'file'), '');
    for (const args of [
      ['scan', '--control', 'password-policy', '--output', 'file/report.html'],
      ['plan', '--control', 'password-policy', '--output', 'file/plan'],
    ]) {
      const { code, err } = await run(...args);
      expect(code).toBe(2);
      isOneLine(err);
    }
  });
});
