import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';

/** One line that says what is wrong, one that says what to do, and never a stack. */
function expectPlain(err: string, ...words: (string | RegExp)[]): void {
  expect(err).toMatch(/error: [^\n]+\n {7}[^\n]+\n$/);
  expect(err).not.toMatch(/\n\s+at /);
  for (const word of words) expect(err).toMatch(word);
}

describe('what a user can get wrong', () => {
  const desk = new Desk();
  const write = (name: string, text: string) => {
    writeFileSync(join(desk.folder, name), text);
    return name;
  };

  test('an unknown command is answered with the nearest', async () => {
    const { code, err } = await desk.run(['scam']);
    expect(code).toBe(2);
    expectPlain(err, 'scam', 'did you mean scan?');
  });

  test('an unknown control is answered with the nearest', async () => {
    const { code, err } = await desk.run(['scan', '--from', 'sandbox', '--control', 'user-mfaa']);
    expect(code).toBe(2);
    expectPlain(err, 'user-mfaa', 'did you mean user-mfa?');
  });

  test('a snapshot that is no JSON, one of the wrong shape, and one that is not there', async () => {
    const cases = [
      [write('broken.json', '{"schema": '), 'broken.json'],
      [write('other.json', '{"schema": "something/9"}'), 'other.json'],
      ['missing.json', /missing\.json does not exist/],
    ] as const;
    for (const [path, word] of cases) {
      const { code, out, err } = await desk.run(['scan', '--from', path]);
      expect(code).toBe(2);
      expect(out).toBe('');
      expectPlain(err, word);
    }
  });

  test('a baseline that cannot be read stops the run and names the line', async () => {
    const broken = write('broken.yaml', 'version: 1\ncontrols:\n  user-mfa: [unclosed\n');
    expectPlain((await desk.run(['scan', '--from', 'sandbox', '--config', broken])).err, /broken\.yaml:\d+/);
    const wrong = write('wrong.yaml', 'version: 1\nexceptions:\n  - control: user-mfa\n    resource: x\n');
    const { code, err } = await desk.run(['scan', '--from', 'sandbox', '--config', wrong]);
    expect(code).toBe(2);
    expectPlain(err, /wrong\.yaml:3/, 'exceptions');
    const typo = write('typo.yaml', 'version: 1\ncontrols:\n  password-policy: { minimumLenght: 20 }\n');
    expectPlain(
      (await desk.run(['scan', '--from', 'sandbox', '--config', typo])).err,
      'password-policy',
      'minimumLenght',
    );
  });

  test('a profile that does not exist', async () => {
    const { code, err } = await desk.run(['scan', '--profile', 'nowhere']);
    expect(code).toBe(2);
    expectPlain(err, 'nowhere');
  });

  test('apply without a terminal and without --yes refuses, and changes nothing', async () => {
    await desk.run(['plan', '--from', 'sandbox', '--control', 'password-policy', '--output', 'plans/p']);
    const { code, err } = await desk.run(['apply', 'plans/p', '--from', 'sandbox']);
    expect(code).toBe(4);
    expectPlain(err, 'no terminal');
    const scanned = await desk.run(['scan', '--from', 'sandbox', '--control', 'password-policy', '--format', 'json']);
    expect(scanned.code).toBe(1);
  });

  test('an edited plan, and an approval of another plan', async () => {
    await desk.run(['plan', '--from', 'sandbox', '--control', 'password-policy', '--output', 'plans/q']);
    const approved = await desk.run(['apply', 'plans/q', '--from', 'sandbox', '--approve', 'f'.repeat(64)]);
    expect(approved.code).toBe(4);
    expectPlain(approved.err, 'digest');
    const shown = await desk.run(['show', 'plans/q', '--format', 'json']);
    mkdirSync(join(desk.folder, 'plans/edited'));
    write('plans/edited/plan.json', shown.out.replace('"minimumLength": 14', '"minimumLength": 8'));
    const { code, err } = await desk.run(['apply', 'plans/edited', '--from', 'sandbox', '--yes']);
    expect(code).toBe(2);
    expectPlain(err, 'digest');
  });

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['an option', ['scan', '--formt', 'json'], ['--formt', 'Did you mean --format?']],
    ['a choice', ['scan', '--format', 'jsn'], ['jsn', 'table, json, csv']],
    ['a command of a group', ['snapshot', 'exprot'], ['exprot', 'export']],
    ['an area', ['scan', '--from', 'sandbox', '--area', 'user'], ['user', 'the areas are', 'users']],
    ['a source', ['scan', '--from', 'sandbx'], ['sandbx does not exist', 'did you mean sandbox?']],
    ['a plan', ['show', 'plans/none'], ['plans/none does not exist', 'the plans here: plans/edited, plans/p, plans/q']],
    [
      'a record',
      ['rollback', 'plans/p/runs/9.jsonl'],
      ['plans/p/runs/9.jsonl', 'could not be read', 'plans/<id>/runs'],
    ],
    ['a control to show', ['controls', 'show', 'user-mfaa'], ['user-mfaa', 'did you mean user-mfa?']],
    ['a finding', ['plan', '--from', 'sandbox', '--finding', 'f00'], ['f00', 'remediate scan --format json']],
    [
      'a place for secrets',
      ['apply', 'plans/p', '--from', 'sandbox', '--secrets-to', 'vault', '--yes'],
      ['vault', 'file:'],
    ],
    ['a baseline', ['scan', '--from', 'sandbox', '--config', 'no.yaml'], ['no.yaml does not exist', 'check the path']],
    ['what to import', ['snapshot', 'import'], ['nothing to import', '--authorization-details']],
  ])('%s that is not there: what was given, why, and what to do', async (_, args, said) => {
    const { code, err } = await desk.run(args);
    expect(code).toBe(2);
    expect(err).not.toMatch(/bug:|\n\s+at /);
    for (const words of said) expect(err).toContain(words);
  });

  test('a remedy that the control does not have is answered with its own', async () => {
    const scanned = await desk.run(['scan', '--from', 'sandbox', '--control', 'group-unused', '--format', 'json']);
    const [finding] = (JSON.parse(scanned.out) as ScanResult).findings.filter(({ status }) => status === 'fail');
    const choice = `${finding?.fingerprint}=delete`;
    const { code, err } = await desk.run([
      'plan',
      '--from',
      'sandbox',
      '--control',
      'group-unused',
      '--remedy',
      choice,
    ]);
    expect(code).toBe(2);
    expectPlain(err, 'the control group-unused has no remedy delete', /delete-\S*group|its remedies: /);
  });

  test('the result goes to stdout and nothing else does', async () => {
    const { out } = await desk.run(['scan', '--from', 'sandbox', '--format', 'json']);
    expect((JSON.parse(out) as ScanResult).schema).toBe('remediate.scan/1');
  });

  test('a reader that goes away early is no failure', async () => {
    const { err } = await desk.run(['scan', '--from', 'sandbox', '--format', 'json'], (child) =>
      child.stdout?.destroy(),
    );
    expect(err).not.toMatch(/EPIPE|bug:/);
  });
});

describe('a sandbox that this version did not write', () => {
  const desk = new Desk();
  const folder = join(desk.folder, 'state', 'remediate');
  const path = join(folder, 'sandbox.json');
  const scan = () =>
    desk.run(['scan', '--from', 'sandbox', '--control', 'group-unused,account-alternate-contacts', '--format', 'json']);

  test('what an earlier version did not know yet is not judged, and how to have a new one is said', async () => {
    mkdirSync(folder, { recursive: true });
    const whole = account(new Date()).build();
    const { 'alternate-contacts': _, ...earlier } = whole.collections;
    writeFileSync(path, JSON.stringify({ ...whole, collections: earlier }));
    const { code, out, err } = await scan();
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as ScanResult;
    const statusOf = (control: string) => findings.find((finding) => finding.control === control)?.status;
    expect(['group-unused', 'account-alternate-contacts'].map(statusOf)).toEqual(['pass', 'unknown']);
    expect(err).toContain(`lacks alternate-contacts. For a new one delete ${path}`);
  });

  test.each([
    ['is broken', '{"schema":'],
    ['is something else', '{"users": []}'],
    ['is of another shape', JSON.stringify({ ...account(new Date()).build(), account: 'example' })],
  ])('one that %s is named, with what to do about it', async (_, text) => {
    writeFileSync(path, text);
    const { code, err } = await scan();
    expect(code).toBe(2);
    expectPlain(err, 'the sandbox cannot be read', path, 'delete the file; the next run makes a new sandbox');
  });
});

describe('credentials', () => {
  const desk = new Desk();
  const wrong = (env: Readonly<Record<string, string>>, ...args: string[]) => {
    const other = new Desk({ AWS_CONFIG_FILE: join(desk.folder, 'config'), AWS_MAX_ATTEMPTS: '1', ...env });
    return other.run(['scan', '--control', 'password-policy', ...args]);
  };

  beforeAll(() => {
    const sections = ['[profile audit]', 'region = eu-west-1', '[profile ci]', 'credential_process = false', ''];
    writeFileSync(join(desk.folder, 'config'), sections.join('\n'));
  });

  test.each<readonly [string, Readonly<Record<string, string>>, readonly string[], readonly string[]]>([
    ['a profile of --profile', {}, ['--profile', 'nowhere'], ['no AWS profile nowhere (--profile)', 'ci']],
    ['a profile of AWS_PROFILE', { AWS_PROFILE: 'nowhere' }, [], ['no AWS profile nowhere (AWS_PROFILE)', 'ci']],
    ['a profile without any', { AWS_PROFILE: 'audit' }, [], ['profile audit (AWS_PROFILE) holds no credentials', 'ci']],
    ['a profile whose program fails', {}, ['--profile', 'ci'], ['profile ci (--profile)', 'sign in']],
  ])('%s: its name, how it was found, and what to do', async (_, env, args, said) => {
    const { code, err } = await wrong(env, ...args);
    expect(code).toBe(2);
    expectPlain(err, ...said);
  });
});

describe('an account that says no', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    await moto.seed(account(new Date()).build());
  });
  afterAll(() => moto.stop());

  test('a denied permission makes its controls unknown, names itself, and the scan goes on', async () => {
    await moto.deny('iam:GetAccountPasswordPolicy');
    const desk = new Desk(moto.env);
    const { out, code } = await desk.run(['scan', '--format', 'json', '--control', 'password-policy,group-unused']);
    const result = JSON.parse(out) as ScanResult;
    expect(code).toBe(1);
    expect(result.collections['password-policy']).toMatchObject({ status: 'unreadable' });
    const password = result.findings.filter((finding) => finding.control === 'password-policy');
    expect(password).toMatchObject(
      [{ status: 'unknown', message: /iam:GetAccountPasswordPolicy/ }].map((item) => ({
        ...item,
        message: expect.stringMatching(item.message),
      })),
    );
    expect(result.findings.some((finding) => finding.control === 'group-unused' && finding.status === 'pass')).toBe(
      true,
    );
  });

  test('the table names the permission and leads to the policy to add', async () => {
    const desk = new Desk(moto.env);
    const { out } = await desk.run(['scan', '--control', 'password-policy']);
    expect(out).toContain('allow iam:GetAccountPasswordPolicy');
    expect(out).toContain('remediate permissions --control password-policy');
    const { out: policy } = await desk.run(['permissions', '--control', 'password-policy']);
    expect(policy).toContain('"iam:GetAccountPasswordPolicy"');
  });

  test('a step that is not allowed names the action and the statement to add, on the screen and on record', async () => {
    const desk = new Desk(moto.env);
    const builder = account(new Date());
    await moto.reset();
    await moto.seed(builder.user('maria', (user) => user.attach(builder.policyArn('engineering'))).build());
    const control = ['--control', 'user-attached-policies', '--via', 'api'];
    await desk.run(['plan', ...control, '--output', 'plans/p']);
    await moto.deny('iam:AttachGroupPolicy', 'iam:AddUserToGroup', 'iam:CreateGroup', 'iam:DetachUserPolicy');
    const { code, err } = await desk.run(['apply', 'plans/p', '--yes']);
    expect(code).toBe(3);
    const statement =
      /may not call (iam:\w+): .*; add \{"Effect":"Allow","Action":"\1","Resource":"[^"]+"\} to a policy/;
    expect(err).toMatch(statement);
    expect((await desk.run(['show', 'plans/p/runs/1.jsonl', '--format', 'json'])).out.replaceAll('\\"', '"')).toMatch(
      statement,
    );
  });
});
