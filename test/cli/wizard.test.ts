import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { keys } from '../support/terminal.ts';
import { brokenLines, draftsOf, failingOf, open, questions, sandbox, sandboxOf } from '../support/wizard-desk.ts';

describe('the wizard from start to rollback', () => {
  test.each([80, 120])('on the sandbox, %i columns wide', async (columns) => {
    const desk = new Desk();
    const terminal = open(desk, ['--from', 'sandbox', '--control', 'password-policy,user-inline-policies'], {
      columns,
    });
    const first = await terminal.asks(questions.choose);
    expect(first).toMatch(/Account {3}example \(111122223333\)/);
    expect(first).toMatch(/Caller {4}arn:aws:iam::111122223333:user\/ada/);
    expect(first).toMatch(/Writes {4}none, unless you confirm the whole plan/);
    expect(first).toMatch(/2 kinds of evidence in \d+\.\d s/);
    expect(first).toMatch(/✔ authorization-details {2}18 read/);
    expect(first).toMatch(/Users +░+ {2}0 of 1, 1 failing/);
    expect(first).toMatch(/3 of 3 chosen/);
    terminal.press('nils', keys.tab);
    await terminal.asks(/2 of 3 chosen search: nils/);
    terminal.press(keys.enter);
    await terminal.asks(questions.way);
    terminal.press(keys.enter);

    const policy = await terminal.asks(questions.finding);
    for (const shown of [
      /Finding 1 of 2/,
      /WHY IT MATTERS/,
      /WHEN NOT TO FIX/,
      /EVIDENCE {2}of/,
      /\+ minimumLength: 14/,
    ])
      expect(policy).toMatch(shown);
    expect(policy).toMatch(/\$ aws iam update-account-password-policy/);
    expect(policy).toMatch(/WHO GAINS AND WHO LOSES\n {2}Nobody gains or loses access/);
    expect(policy.replace(/\s+/g, ' ')).toMatch(/by Terraform or by the API, can be undone exactly; recommended/);
    terminal.press(keys.down, keys.enter);
    await terminal.shows(/resource "aws_iam_account_password_policy" "account" \{/);
    await terminal.asks(questions.finding);
    terminal.press(keys.enter);
    await terminal.shows(/Finding 2 of 2/);
    await terminal.asks(questions.finding);
    terminal.press(keys.enter);

    const plan = await terminal.asks(questions.plan);
    for (const shown of [
      /GUARDS THAT HOLD/,
      /IN SHORT/,
      /Guards +All 5 hold/,
      /Undo +All \d changes can be undone exactly/,
    ])
      expect(plan).toMatch(shown);
    const before = { passwordLength: undefined, inlinePolicies: ['maria', 'nils'] };
    expect(sandboxOf(desk)).toEqual(before);
    terminal.press(keys.down, keys.enter);
    expect(await terminal.ended).toBe(0);
    const end = terminal.text;
    expect(end).toMatch(/✔ 1\. Set the account password policy/);
    expect(end).toMatch(
      /2 of 2 findings closed, as the account shows now\n {2}closed: password-policy: 111122223333\n {2}closed: user-inline-policies: maria/,
    );
    const [, record = ''] = /Undo: {5}remediate rollback (\S+) --from sandbox/.exec(end) ?? [];
    expect(end).toContain(`Record:   ${record}`);
    expect(brokenLines(terminal)).toEqual([]);
    expect(draftsOf(desk)).toEqual([]);

    expect(sandboxOf(desk)).toEqual({ passwordLength: 14, inlinePolicies: ['nils'] });
    expect((await desk.run(['rollback', record, '--from', 'sandbox', '--yes'])).code).toBe(0);
    expect(sandboxOf(desk)).toEqual(before);
  });

  test('what cannot be undone is not chosen beforehand, waits for the account id, and is named for the day it is due', async () => {
    const desk = new Desk();
    const terminal = open(desk, [...sandbox, '--control', 'access-key-rotation']);
    await terminal.asks(/1 of 3 chosen/);
    // All but what can be undone exactly stays as it is; then the careful one by itself.
    terminal.press(keys.tab);
    await terminal.asks(/0 of 3 chosen/);
    terminal.press(keys.down, keys.down, keys.space);
    await terminal.asks(/1 of 3 chosen[\s\S]*Careful: by the API, cannot be undone: Make a new key/);
    terminal.press(keys.enter);
    await terminal.asks(questions.way);
    terminal.press(keys.down, keys.enter);
    const plan = await terminal.asks(questions.plan);
    expect(plan).toMatch(/For good +\d\. Delete access key AKIA0000000000070001 of deploy-bot/);
    terminal.press(keys.down, keys.down);
    await terminal.asks(/❯ Apply 3 changes, also the 1 that cannot be undone/);
    terminal.press(keys.enter);
    await terminal.asks(questions.id);
    terminal.press('999988887777', keys.enter);
    await terminal.asks(/The account id is 111122223333; type it/);
    terminal.press(...Array.from({ length: 12 }, () => keys.back), '111122223333', keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(terminal.text).toMatch(/waits: Deactivate access key AKIA0000000000070001 of deploy-bot/);
    expect(terminal.text).toMatch(/secret: what "Create a new access key for deploy-bot" made is in/);
    expect(terminal.text).toMatch(/Go on: {4}remediate resume \S+ --from sandbox --allow-irreversible \w+/);
    expect(terminal.text.replaceAll('\n', '')).not.toMatch(/wJalr|SecretAccessKey/);
    expect(brokenLines(terminal)).toEqual([]);
  });
});

describe('the wizard on a real endpoint', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
    const builder = account(new Date());
    await moto.seed(builder.passwordPolicy(null).group('contractors').build());
  });
  afterAll(() => moto.stop());

  test('it asks for the account, changes it by the API, and gives the command that undoes it', async () => {
    const desk = new Desk(moto.env);
    const controls = ['password-policy', 'group-unused'];
    expect(await failingOf(desk, ['--from', 'aws'], controls)).toHaveLength(2);
    const terminal = open(desk, ['--control', controls.join(',')]);
    await terminal.asks(questions.account);
    terminal.press(keys.enter);
    const first = await terminal.asks(questions.choose);
    expect(first).toMatch(/Source {4}AWS/);
    expect(first).toMatch(/Caller {4}arn:aws:/);
    expect(first).toMatch(/✔ password-policy {8}none/);
    terminal.press('contractors', keys.tab, keys.tab);
    await terminal.asks(/1 of 2 chosen search: contractors/);
    terminal.press(keys.enter);
    await terminal.asks(questions.way);
    terminal.press(keys.down, keys.enter);
    await terminal.asks(questions.via);
    terminal.press(keys.down, keys.down, keys.enter);
    await terminal.asks(questions.plan);
    terminal.press(keys.down, keys.enter);
    expect(await terminal.ended).toBe(0);
    expect(brokenLines(terminal)).toEqual([]);
    expect(await failingOf(desk, ['--from', 'aws'], controls)).toEqual(['contractors']);
    const [, undo = ''] = /Undo: {5}remediate (.+)/.exec(terminal.text) ?? [];
    expect((await desk.run([...undo.split(' '), '--yes'])).code).toBe(0);
    expect(await failingOf(desk, ['--from', 'aws'], controls)).toHaveLength(2);
  });
});
