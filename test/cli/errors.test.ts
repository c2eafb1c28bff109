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

  test('Ctrl-C during a run finishes the step in hand, closes the record and says how to go on', async () => {
    await moto.deny();
    const builder = account(new Date());
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) builder.group(`empty-${name}`);
    await moto.reset();
    await moto.seed(builder.build());
    const desk = new Desk(moto.env);
    await desk.run(['plan', '--via', 'api', '--control', 'group-unused', '--output', 'plans/p']);
    const stopped = await desk.run(['apply', 'plans/p', '--yes'], (child) =>
      child.stderr?.once('data', () => child.kill('SIGINT')),
    );
    expect(stopped.code).toBe(3);
    expect(stopped.err).toContain('remediate resume plans/p/runs/1.jsonl');
    const resumed = await desk.run(['resume', 'plans/p/runs/1.jsonl', '--yes']);
    expect(resumed.code).toBe(0);
    const scanned = await desk.run(['scan', '--control', 'group-unused']);
    expect(scanned.code).toBe(0);
  });
});
