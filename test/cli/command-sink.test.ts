import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Argv, commandSink } from '../../src/cli/command-sink.ts';
import { RemediateError } from '../../src/engine/errors.ts';
import { Secret } from '../../src/engine/secrets.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

const key = { aws_access_key_id: 'AKIANEW', aws_secret_access_key: new Secret('s3cr3t/+value') };

/** A store as a user may have one: it writes its input and its arguments down, and ends as it is told. */
function store(code = 0, complaint = ''): Argv {
  const script = join(folder, 'store.mjs');
  const seen = `{ args: process.argv.slice(2), input: readFileSync(0, 'utf8') }`;
  writeFileSync(
    script,
    `import { appendFileSync, readFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(join(folder, 'taken'))}, JSON.stringify(${seen}) + '\\n');
process.stdout.write('not for the screen');
process.stderr.write(${JSON.stringify(complaint)});
process.exit(${code});`,
  );
  return [process.execPath, script, '--name', 'aws/{name}'];
}

const taken = () =>
  readFileSync(join(folder, 'taken'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { args: string[]; input: string });

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof RemediateError ? error : undefined),
  );

describe('proving', () => {
  test('hands the command a text that is no secret', async () => {
    await commandSink(store(), process.env).prove();
    expect(taken()).toEqual([
      {
        args: ['--name', 'aws/remediate.probe'],
        input: '{"probe":"no secret: it shows that one can be stored"}\n',
      },
    ]);
  });

  test('tells why the command failed, and that no secret was made', async () => {
    const failure = await failureOf(commandSink(store(3, 'no such vault\nmore'), process.env).prove());
    expect(failure).toMatchObject({ code: 'Configuration', hint: expect.stringContaining('no secret was made') });
    expect(failure?.message).toBe(`the command for secrets ${process.execPath} ended with 3: no such vault`);
  });

  test('refuses a command that does not exist, and one that asks and waits', async () => {
    const missing = await failureOf(commandSink([join(folder, 'nothing')], process.env).prove());
    expect(missing?.message).toContain('cannot be started (ENOENT)');
    const waits: Argv = [process.execPath, '-e', 'setTimeout(() => {}, 60000)'];
    const failure = await failureOf(commandSink(waits, process.env, 200).prove());
    expect(failure?.message).toContain('was ended by SIGKILL');
  });
});

describe('putting', () => {
  test('hands the secret to the input of the command, and to nothing else', async () => {
    const where = await commandSink(store(), process.env).put('alice/AKIANEW', key);
    expect(where).toBe(`the command ${process.execPath}, as alice.AKIANEW`);
    expect(taken()).toEqual([
      {
        args: ['--name', 'aws/alice.AKIANEW'],
        input: '{"aws_access_key_id":"AKIANEW","aws_secret_access_key":"s3cr3t/+value"}\n',
      },
    ]);
  });

  test('no name can become an option, a path or a command of a shell', async () => {
    const [program, script] = store();
    const sink = commandSink([program, script ?? '', '{name}'], process.env);
    const names = ['--help/AKIA', '../../etc/passwd', '$(touch owned)/AKIA', 'a; touch owned', '$&$1'];
    for (const name of names) await sink.put(name, key);
    expect(taken().map(({ args }) => args)).toEqual([
      ['%2d-help.AKIA'],
      ['_etc.passwd'],
      ['%24%28touch%20owned%29.AKIA'],
      ['a%3b%20touch%20owned'],
      ['%24%26%241'],
    ]);
    expect(existsSync('owned')).toBe(false);
  });

  test('a command that fails and repeats its input gives nothing away', async () => {
    const failure = await failureOf(commandSink(store(1, 's3cr3t/+value'), process.env).put('alice/AKIANEW', key));
    expect(failure?.message).toBe(`the command ${process.execPath} ended with 1`);
  });

  test('a command that never reads its input and succeeds is believed', async () => {
    const quiet = join(folder, 'quiet');
    writeFileSync(quiet, '#!/bin/sh\nexit 0\n');
    chmodSync(quiet, 0o700);
    const large = { ...key, filler: 'x'.repeat(1_000_000) };
    expect(await commandSink([quiet], process.env).put('alice/AKIANEW', large)).toContain('alice.AKIANEW');
  });
});
