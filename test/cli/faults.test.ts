import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import { Desk, type Ended } from '../support/cli.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { ownArn, statements } from '../support/policy-documents.ts';

let moto: Moto;
let proxy: FaultProxy;
let desk: Desk;
beforeAll(async () => {
  moto = await startMoto();
  proxy = await startFaultProxy(moto.endpoint);
});
afterAll(async () => {
  await proxy?.stop();
  await moto?.stop();
});
beforeEach(async () => {
  proxy.begin();
  await moto.reset();
  await moto.seed(
    account()
      .policy('deploy', statements({ Action: 's3:GetObject' }))
      .user('maria', (user) => user.attach(ownArn('deploy')))
      .user('nils', (user) => user.attach(ownArn('deploy')))
      .build(),
  );
  desk = new Desk({ ...moto.env, AWS_ENDPOINT_URL: proxy.endpoint });
  const planned = await desk.run([
    'plan',
    '--control',
    'user-attached-policies',
    '--via',
    'api',
    '--output',
    'plans/p',
  ]);
  expect(planned.err).not.toContain('error:');
});

const writes = () => proxy.calls.filter((call) => call.writes);

/** The run went on to its end, doing nothing that was done already. */
async function expectResumed(done: readonly string[]): Promise<void> {
  proxy.begin();
  const resumed = await desk.run(['resume', 'plans/p/runs/1.jsonl', '--yes']);
  expect(resumed).toMatchObject({ code: 0, err: expect.stringContaining('6 done, 0 waiting, 0 failed, 0 not begun') });
  expect(writes().filter(({ input }) => done.includes(input))).toEqual([]);
  expect(await desk.run(['verify', 'plans/p/runs/1.jsonl'])).toMatchObject({ code: 0 });
}

test('credentials that expire in the middle end the run, which goes on after the next sign-in', async () => {
  proxy.begin({ kind: 'expired-credentials', seed: 0, aim: { from: 25, calls: Number.POSITIVE_INFINITY } });
  const { code, err } = await desk.run(['apply', 'plans/p', '--yes']);
  expect(code).toBe(3);
  expect(err).toContain('have expired');
  expect(err).toMatch(/\nStopped: {2}the account is out of reach; sign in again[^\n]*\n/);
  expect(err).toContain('\nGo on:    remediate resume plans/p/runs/1.jsonl\n');
  // Nothing is asked that cannot be answered.
  expect(proxy.calls.filter(({ fault }) => fault !== undefined).length).toBeLessThanOrEqual(2);
  expect(readFileSync(join(desk.folder, 'plans/p/runs/1.jsonl'), 'utf8')).toMatch(
    /"kind":"end","outcome":"interrupted"/,
  );
  const done = writes().filter(({ answered }) => answered === 200);
  expect(done.length).toBeGreaterThan(0);
  await expectResumed(done.map(({ input }) => input));
});

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** Runs the program where no file may grow beyond some kilobytes, which fails a write like a full disk does. */
function runWithin(kilobytes: number, ...args: readonly string[]): Promise<Ended> {
  const script = 'ulimit -f "$1"; shift; exec "$@"';
  return new Promise((resolve) => {
    const limited = ['-c', script, 'bash', String(kilobytes), process.execPath, main, ...args];
    const child = execFile('bash', limited, { cwd: desk.folder, env: desk.env }, (_, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
  });
}

test('a disk that takes no more of the record stops the run before the next call', async () => {
  proxy.begin();
  const { code, err } = await runWithin(4, 'apply', 'plans/p', '--yes');
  expect(code).toBe(3);
  expect(err).toMatch(
    /error: the record could not be written: EFBIG[^\n]*\n {7}[^\n]*remediate resume plans\/p\/runs\/1\.jsonl\n$/,
  );
  const made = writes();
  const record = readFileSync(join(desk.folder, 'plans/p/runs/1.jsonl'), 'utf8');
  // Each call that was made was announced in the record.
  expect(made.length).toBeLessThanOrEqual(record.split('"kind":"intent"').length - 1);
  expect(made.length).toBeGreaterThan(0);
  expect(existsSync(join(desk.folder, 'plans/p/runs/.lock'))).toBe(false);
  await expectResumed([]);
});
