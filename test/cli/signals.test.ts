import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';

const names = ['a', 'b', 'c', 'd'];
const record = 'plans/p/runs/1.jsonl';

describe('a run that is asked to stop', () => {
  let moto: Moto;
  let desk: Desk;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  beforeEach(async () => {
    const builder = account(new Date());
    for (const name of names) builder.group(`empty-${name}`);
    await moto.reset();
    await moto.seed(builder.build());
    desk = new Desk(moto.env);
    await desk.run(['plan', '--via', 'api', '--control', 'group-unused', '--output', 'plans/p']);
    // The first step takes some seconds: the SDK waits before it asks again.
    await moto.throttle({ 'iam:DeleteGroup': 3 });
  });

  /** Runs the plan and sends signals once the record shows that a call was begun. */
  const stopped = (...signals: readonly NodeJS.Signals[]) =>
    desk.run(['apply', 'plans/p', '--yes'], (child) => {
      const wait = setInterval(() => {
        if (!lines().some((line) => line.includes('"kind":"intent"'))) return;
        clearInterval(wait);
        signals.forEach((signal, at) => {
          setTimeout(() => child.kill(signal), at * 300);
        });
      }, 20);
    });
  const lines = () => {
    try {
      return readFileSync(join(desk.folder, record), 'utf8').trimEnd().split('\n');
    } catch {
      return [];
    }
  };
  const kinds = () => lines().map((line) => (JSON.parse(line) as { kind: string }).kind);

  test.each(['SIGINT', 'SIGTERM'] as const)('by %s finishes the step in hand and says how to go on', async (signal) => {
    const { code, err } = await stopped(signal);
    expect(err).toContain('Finishing the step in hand. Once more to leave at once.');
    expect(err).toContain(`remediate resume ${record}`);
    expect(err).toContain(`remediate rollback ${record}`);
    expect(code).toBe(3);
    expect(kinds()).toEqual(['begin', 'intent', 'done', 'end']);
    expect(await desk.run(['resume', record, '--yes'])).toMatchObject({ code: 0 });
    expect(kinds().filter((kind) => kind === 'done')).toHaveLength(names.length);
  });

  test('twice leaves at once, and what was begun is settled by resume', async () => {
    const { code, err } = await stopped('SIGINT', 'SIGINT');
    expect(code).toBe(130);
    expect(err).toContain(`Left in the middle. To settle what was begun: remediate resume ${record}`);
    expect(kinds()).toEqual(['begin', 'intent']);
    // The lock of the process that left does not hold.
    const resumed = await desk.run(['resume', record, '--yes']);
    expect(resumed).toMatchObject({ code: 0 });
    expect(await desk.run(['verify', record])).toMatchObject({ code: 0 });
    expect(await desk.run(['rollback', record, '--yes'])).toMatchObject({ code: 0 });
  });

  test('before anything was begun ends as any program does', async () => {
    const { code, err } = await desk.run(['scan', '--control', 'group-unused'], (child) =>
      child.stderr?.once('data', () => child.kill('SIGINT')),
    );
    expect(code === 130 || code === null).toBe(true);
    expect(err).not.toContain('Finishing');
  });
});
