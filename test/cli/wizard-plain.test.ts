import { describe, expect, test } from 'vitest';
import { Desk } from '../support/cli.ts';
import { keys } from '../support/terminal.ts';
import { brokenLines, draftsOf, onPolicy, open, questions, sandboxOf } from '../support/wizard-desk.ts';

describe('the wizard for every terminal', () => {
  test.each([
    ['--plain', ['--plain'], {}],
    ['REMEDIATE_PLAIN', [], { REMEDIATE_PLAIN: '1' }],
  ])('%s asks by numbers and draws nothing again', async (_, args, env) => {
    const desk = new Desk({ ...env, NO_COLOR: '' });
    const controls = 'password-policy,user-inline-policies';
    const terminal = open(desk, ['wizard', '--from', 'sandbox', '--control', controls, ...args]);
    await terminal.shows(/Users: 0 of 1 practice met or accepted and 1 failing\./);
    await terminal.shows(/ {2}2\. Chosen: maria: User maria has inline policies/);
    await terminal.shows(/Enter to go on, q to leave:/);
    terminal.press('2-9x\n');
    await terminal.shows(/2-9x is no number from 1 to 3/);
    terminal.press('2-3\n');
    await terminal.shows(/3\. Not chosen: nils/);
    await terminal.shows(/1 finding of 3 chosen/);
    terminal.press('/maria\n');
    await terminal.shows(/2\. Not chosen: maria/);
    terminal.press('\n');
    await terminal.shows(/How are they to be mended\?/);
    await terminal.shows(/Number, Enter for 1, q to leave:/);
    terminal.press('9\n');
    await terminal.shows(/9 is none of the numbers 1 to 2/);
    terminal.press('\n');
    await terminal.shows(/What is to become of it\?/);
    await terminal.shows(/Number, Enter for 1/);
    terminal.press('\n');
    await terminal.shows(/What is to be done with it\?/);
    await terminal.shows(/Number, Enter for 1/);
    terminal.press('2\n');
    await terminal.shows(/1\. Set the account password policy: /);
    await terminal.shows(/Undo: {5}remediate rollback/);
    expect(await terminal.ended).toBe(0);
    expect(terminal.raw).not.toContain('\u001b');
    expect(terminal.raw).not.toMatch(/[█░⠋❯◉─]/);
    expect(brokenLines(terminal)).toEqual([]);
    expect(sandboxOf(desk).passwordLength).toBe(14);
  });

  test.each([
    ['q', 'q\n'],
    ['Ctrl-C', keys.interrupt],
    ['Ctrl-D', keys.end],
  ])('%s leaves a plain question with a draft', async (_, stroke) => {
    const desk = new Desk();
    const terminal = open(desk, [...onPolicy, '--plain']);
    await terminal.shows(/Enter to go on, q to leave:/);
    terminal.press('\n');
    await terminal.shows(/Number, Enter for 1/);
    terminal.press(stroke);
    expect(await terminal.ended).toBe(4);
    expect(terminal.text).toContain(`Go on:    remediate wizard --draft plans/${draftsOf(desk)[0]}`);
    expect(terminal.text).not.toContain('Finishing');
  });

  test.each([
    ['none with NO_COLOR', { NO_COLOR: '1' }, false],
    ['some without', { NO_COLOR: '' }, true],
  ])('colours: %s', async (_, env, coloured) => {
    const desk = new Desk(env);
    const terminal = open(desk, onPolicy);
    await terminal.asks(questions.choose);
    terminal.press(keys.enter);
    await terminal.asks(questions.way);
    terminal.press(keys.enter);
    await terminal.asks(questions.finding);
    terminal.press(keys.interrupt);
    await terminal.ended;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what a terminal obeys.
    const colours = terminal.raw.match(/\u001b\[[0-9;]*m/g) ?? [];
    expect(colours.length > 0).toBe(coloured);
    // An added line of the diff is green.
    expect(terminal.raw.includes('\u001b[32m     + minimumLength: 14')).toBe(coloured);
  });

  test('without a terminal it is the scan; asked for by name it refuses, and says what serves instead', async () => {
    const desk = new Desk();
    const { code, out, err } = await desk.run(['--from', 'sandbox', '--control', 'password-policy']);
    expect(err).toContain('no terminal for the wizard');
    expect(out).toContain('password-policy');
    expect(code).toBe(1);
    const refused = await desk.run(onPolicy);
    expect(refused.code).toBe(2);
    expect(refused.err).toMatch(
      /error: the wizard asks questions, and there is no terminal to ask them on\n.*`remediate scan`/,
    );
    expect(refused.out).toBe('');
  });
});
