import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Desk } from '../support/cli.ts';
import { keys } from '../support/terminal.ts';
import { draftsOf, onPolicy, open, questions, sandbox } from '../support/wizard-desk.ts';

describe('the answers', () => {
  test('an exception goes into the baseline, which keeps its comments, and holds at once', async () => {
    const desk = new Desk();
    const before =
      '# Ours.\nversion: 1\nlimits: { maxChanges: 200 } # few\n\nexceptions: # as agreed\n  - control: user-mfa # until Q3\n    resource: legacy\n    owner: platform@example.com\n    reason: old\n    expires: 2030-01-31\n# The end.\n';
    writeFileSync(join(desk.folder, 'remediate.yaml'), before);
    const terminal = open(desk, onPolicy);
    await terminal.asks(questions.choose);
    terminal.press(keys.enter);
    await terminal.asks(questions.way);
    terminal.press(keys.enter);
    await terminal.asks(questions.finding);
    terminal.press(keys.down, keys.down, keys.down, keys.enter);
    await terminal.asks(questions.owner);
    terminal.press(keys.enter);
    await terminal.asks(/Expected a few words/);
    terminal.press('olga@example.com', keys.enter);
    await terminal.asks(questions.reason);
    terminal.press('all sign in by SSO', keys.enter);
    await terminal.asks(questions.day);
    terminal.press('2020-02-30', keys.enter);
    await terminal.asks(/2020-02-30 is no day/);
    terminal.press(...Array.from({ length: 10 }, () => keys.back), '2031-05-31', keys.enter);
    await terminal.shows(/It accepts 1 finding until 2031-05-31/);
    await terminal.ended;
    const after = readFileSync(join(desk.folder, 'remediate.yaml'), 'utf8');
    const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
    expect(added.map((line) => line.trim())).toEqual([
      '- control: password-policy',
      "resource: '111122223333'",
      "account: '111122223333'",
      'owner: olga@example.com',
      'reason: all sign in by SSO',
      'expires: 2031-05-31',
    ]);
    expect(before.split('\n').filter((line) => !after.split('\n').includes(line))).toEqual([]);
    expect((parse(after) as { exceptions: unknown[] }).exceptions).toHaveLength(2);
    expect((await desk.run(['scan', ...onPolicy.slice(1)])).code).toBe(0);
  });

  test('what was done by hand is read again, and is told as it is', async () => {
    const desk = new Desk();
    const terminal = open(desk, onPolicy);
    await terminal.asks(questions.choose);
    terminal.press(keys.enter);
    await terminal.asks(questions.way);
    terminal.press(keys.enter);
    await terminal.asks(questions.finding);
    terminal.press(keys.up, keys.up, keys.down, keys.down, keys.down, keys.down, keys.enter);
    await terminal.shows(/The evidence does not show it yet: The account has no password policy/);
    expect(await terminal.ended).toBe(1);
    expect(terminal.text).toMatch(/0 of 1 finding closed, as the account shows now/);
  });

  test('a draft is taken up where it was left, and its answers are kept', async () => {
    const desk = new Desk();
    const controls = [...sandbox, '--control', 'password-policy,user-inline-policies'];
    const left = open(desk, controls);
    await left.asks(questions.choose);
    left.press(keys.enter);
    await left.asks(questions.way);
    left.press(keys.enter);
    await left.asks(questions.finding);
    left.press(keys.down, keys.down, keys.enter);
    await left.shows(/Finding 2 of 3/);
    await left.asks(questions.finding);
    left.press(keys.escape);
    expect(await left.ended).toBe(4);
    const [, command = ''] = /Go on: {4}remediate (.+)/.exec(left.text) ?? [];

    const again = open(desk, command.split(' '));
    await again.asks(questions.way);
    again.press(keys.enter);
    await again.shows(/Finding 2 of 3/);
    await again.asks(questions.finding);
    again.press(keys.down, keys.down, keys.down, keys.down, keys.down, keys.enter);
    const plan = await again.asks(questions.plan);
    expect(plan).toMatch(/Left out +1 finding skipped/);
    expect(plan).not.toMatch(/Set the account password policy/);
    again.press(keys.enter);
    expect(await again.ended).toBe(4);
    expect(draftsOf(desk)).toHaveLength(1);

    // The next one offers it by itself.
    const offered = open(desk, ['wizard']);
    await offered.asks(/❯ Go on with the draft of/);
    offered.press(keys.interrupt);
    expect(await offered.ended).toBe(4);
  });
});
