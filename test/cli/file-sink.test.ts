import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { fileSink } from '../../src/cli/file-sink.ts';
import { RemediateError } from '../../src/engine/errors.ts';
import { Secret } from '../../src/engine/secrets.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let base = '';
beforeEach(() => {
  base = temporaryFolder();
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const key = { aws_access_key_id: 'AKIANEW', aws_secret_access_key: new Secret('s3cr3t/+value') };
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof RemediateError ? error : undefined),
  );

describe('proving', () => {
  test('makes a folder that only its owner can enter, and leaves nothing in it', async () => {
    const folder = join(base, 'deep', 'secrets');
    await fileSink(folder).prove();
    expect(modeOf(folder)).toBe('700');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('refuses a place that is no folder', async () => {
    const file = join(base, 'file');
    writeFileSync(file, '');
    expect((await failureOf(fileSink(file).prove()))?.message).toContain(`${file} cannot be written (EEXIST)`);
  });

  test('refuses a folder that others can write in', async () => {
    const folder = join(base, 'open');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    expect(await failureOf(fileSink(folder).prove())).toMatchObject({
      code: 'Configuration',
      hint: `no secret was made; run: chmod 700 ${folder}`,
    });
  });
});

describe('putting', () => {
  test('writes a profile that the AWS CLI reads, for the owner alone', async () => {
    const path = await fileSink(base).put('alice/AKIANEW', key);
    expect(path).toBe(join(base, 'alice.AKIANEW.credentials'));
    expect(modeOf(path)).toBe('600');
    expect(readFileSync(path, 'utf8')).toBe(
      '[alice]\naws_access_key_id = AKIANEW\naws_secret_access_key = s3cr3t/+value\n',
    );
  });

  test('never writes over a file, nor through a link', async () => {
    const path = join(base, 'alice.AKIANEW.credentials');
    writeFileSync(path, 'kept');
    symlinkSync(path, join(base, 'bob.AKIANEW.credentials'));
    for (const name of ['alice/AKIANEW', 'bob/AKIANEW'])
      await expect(fileSink(base).put(name, key)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readFileSync(path, 'utf8')).toBe('kept');
  });

  test.each([
    ['../../etc/cron.d/x', '_etc.cron.d.x.credentials'],
    ['.ssh/AKIA', '_ssh.AKIA.credentials'],
    ['a b\n[c]/AKIA', 'a%20b%a%5bc%5d.AKIA.credentials'],
    ['dev,ops+x=y@z_-/AKIA', 'dev,ops+x=y@z_-.AKIA.credentials'],
  ])('keeps %j inside the folder', async (name, file) => {
    expect(await fileSink(base).put(name, key)).toBe(join(base, file));
    expect(readdirSync(base)).toEqual([file]);
  });

  test('a name cannot write lines of its own', async () => {
    const path = await fileSink(base).put('x]\naws_access_key_id = evil/AKIA', key);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
  });
});

test('a failure does not tell the secret', async () => {
  await fileSink(base).put('alice/AKIANEW', key);
  const error = await fileSink(base)
    .put('alice/AKIANEW', key)
    .catch((failure: unknown) => failure);
  for (const shown of [
    String(error),
    inspect(error),
    JSON.stringify({ error, key }),
    inspect(key),
    `${key.aws_secret_access_key}`,
  ])
    expect(shown).not.toContain('s3cr3t');
});
