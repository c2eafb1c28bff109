import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSink, withSecretsTo } from '../../src/cli/sinks.ts';
import type { Source } from '../../src/cli/source.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { Secret } from '../../src/engine/secrets.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const sandbox = { label: 'the sandbox account' } as Source;

describe('--secrets-to', () => {
  test.each([
    ['file:keys/new', { kind: 'file', directory: 'keys/new' }],
    ['file:C:\\keys', { kind: 'file', directory: 'C:\\keys' }],
    ['secrets-manager:team/iam/', { kind: 'secrets-manager', prefix: 'team/iam/' }],
    ['secrets-manager:', { kind: 'secrets-manager', prefix: '' }],
    ['command:["pass","insert","-m","aws/{name}"]', { kind: 'command', run: ['pass', 'insert', '-m', 'aws/{name}'] }],
  ])('%s names a place', (given, secrets) => {
    expect(withSecretsTo(defaultBaseline, given).secrets).toEqual(secrets);
  });

  test.each([
    '',
    'file',
    'file:',
    'vault:x',
    '__proto__:x',
    'command:',
    'command:pass insert',
    'command:[]',
    'command:[1]',
  ])('%j names none', (given) => {
    expect(() => withSecretsTo(defaultBaseline, given)).toThrow(`--secrets-to ${given} names no place for secrets`);
  });

  test('goes before what the baseline says, and without it the baseline holds', () => {
    const baseline = { ...defaultBaseline, secrets: { kind: 'file', directory: 'old' } as const };
    expect(withSecretsTo(baseline, 'file:new').secrets).toEqual({ kind: 'file', directory: 'new' });
    expect(withSecretsTo(baseline, undefined)).toBe(baseline);
  });
});

test('a folder is one of the working folder, a command is started as it is given', async () => {
  const cwd = temporaryFolder();
  const key = { aws_secret_access_key: new Secret('s3cr3t') };
  const toFile = await openSink(hostIn(cwd), withSecretsTo(defaultBaseline, 'file:keys'), sandbox);
  await toFile.prove();
  await toFile.put('ada/AKIA', key);
  expect(readdirSync(join(cwd, 'keys'))).toEqual(['ada.AKIA.credentials']);
  const out = join(cwd, 'taken');
  const script = `require('fs').writeFileSync(process.argv[1], require('fs').readFileSync(0))`;
  const words = JSON.stringify([process.execPath, '-e', script, out]);
  const toCommand = await openSink(hostIn(cwd), withSecretsTo(defaultBaseline, `command:${words}`), sandbox);
  await toCommand.put('ada/AKIA', key);
  expect(readFileSync(out, 'utf8')).toBe('{"aws_secret_access_key":"s3cr3t"}\n');
});

test('the sandbox has no Secrets Manager', async () => {
  const asked = openSink(hostIn('/'), withSecretsTo(defaultBaseline, 'secrets-manager:x/'), sandbox);
  await expect(asked).rejects.toMatchObject({
    code: 'Configuration',
    hint: expect.stringContaining('--secrets-to file:'),
  });
});
