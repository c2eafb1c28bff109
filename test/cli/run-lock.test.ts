import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { withLocks } from '../../src/cli/run-lock.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const now = () => new Date('2026-03-01T12:00:00.000Z');
const locks = (path: string) => [{ path, what: 'account 111122223333' }];
const hold = (path: string, work: () => Promise<string>, breaking = false) =>
  withLocks(locks(path), now, breaking, work);

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'locks', 'aws-111122223333.lock');
});

/** Leaves the lock of a process behind, as a killed run does. */
function leave(holder: { readonly host?: string; readonly pid: number }): void {
  mkdirSync(dirname(path), { recursive: true });
  const since = now().toISOString();
  writeFileSync(path, JSON.stringify({ user: 'ada', host: hostname(), since, token: 'left', ...holder }));
}

/** The number of a process that has ended. */
function deadProcess(): number {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return pid;
}

describe('a lock', () => {
  test('is refused while it is held, with its owner and since when, and free afterwards', async () => {
    await hold(path, async () => {
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
      await expect(hold(path, async () => 'in')).rejects.toMatchObject({
        code: 'Locked',
        message: expect.stringMatching(
          new RegExp(
            `^\\S.* on ${hostname()} \\(process ${process.pid}\\) has been working on account 111122223333 since 2026-03-01 12:00 UTC$`,
          ),
        ),
        hint: expect.stringContaining('--break-lock'),
      });
      return 'out';
    });
    expect(await hold(path, async () => 'in')).toBe('in');
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test('is free after work that failed', async () => {
    await expect(hold(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test('that a killed process of this host left is taken over', async () => {
    leave({ pid: deadProcess() });
    expect(await hold(path, async () => 'in')).toBe('in');
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test.each([
    ['of another host', () => leave({ pid: 1, host: 'elsewhere' }), /^ada on elsewhere \(process 1\)/],
    ['of a process whose number is in use again', () => leave({ pid: process.pid }), /^ada on /],
    [
      'that cannot be read',
      () => {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, '4711 elsewhere');
      },
      /^somebody has been working on account 111122223333$/,
    ],
  ])('%s is taken over only when it is broken', async (_, given, message) => {
    given();
    await expect(hold(path, async () => 'in')).rejects.toMatchObject({
      code: 'Locked',
      message: expect.stringMatching(message),
    });
    expect(await hold(path, async () => 'in', true)).toBe('in');
    expect(readdirSync(dirname(path))).toEqual([]);
  });

  test('that was broken is not taken from its new holder when the old one ends', async () => {
    await hold(path, async () => {
      leave({ pid: 1, host: 'elsewhere' });
      return 'out';
    });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ host: 'elsewhere' });
  });
});

test('of many processes that find one dead lock at one instant, no two are in at a time', {
  timeout: 120_000,
}, async () => {
  const module = fileURLToPath(new URL('../../dist/src/cli/run-lock.js', import.meta.url));
  const inside = `${path}.inside`;
  // Each waits for the same instant, then tries until the others are long done.
  const script = `
    import { rmSync, writeFileSync } from 'node:fs';
    import { withLocks } from ${JSON.stringify(module)};
    const [path, inside, start] = process.argv.slice(1);
    while (Date.now() < Number(start));
    for (let tries = 0; tries < 40; tries += 1) {
      try {
        await withLocks([{ path, what: 'x' }], () => new Date(), false, async () => {
          writeFileSync(inside, '', { flag: 'wx' });
          await new Promise((resolve) => setTimeout(resolve, 5));
          rmSync(inside);
          process.stdout.write('in\\n');
          if (tries % 3 === 0) process.kill(process.pid, 'SIGKILL');
        });
      } catch (error) {
        if (error.code !== 'Locked') { process.stdout.write('collision: ' + error.message + '\\n'); break; }
      }
    }`;
  const told: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    leave({ pid: deadProcess() });
    const start = String(Date.now() + 1500);
    const runs = Array.from({ length: 6 }, () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, path, inside, start]);
      return new Promise<string>((resolve, reject) => {
        let text = '';
        child.stdout.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        child.stderr.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        child.on('error', reject).on('close', () => resolve(text));
      });
    });
    told.push(...(await Promise.all(runs)).flatMap((text) => text.split('\n')).filter((line) => line !== ''));
  }
  expect(told.length).toBeGreaterThanOrEqual(3);
  expect(new Set(told)).toEqual(new Set(['in']));
});
