import { describe, expect, test } from 'vitest';
import { Desk } from '../support/cli.ts';
import { keys, Terminal } from '../support/terminal.ts';

describe('the wizard on a terminal', () => {
  test.each([80, 120])('goes from the scan to the record on the sandbox, %i columns wide', async (columns) => {
    const desk = new Desk();
    const terminal = new Terminal(['wizard', '--from', 'sandbox', '--control', 'password-policy'], {
      cwd: desk.folder,
      env: desk.env,
      columns,
    });
    await terminal.shows(/Reading the sandbox account/);
    await terminal.shows(/What is to be mended\?/);
    terminal.press(keys.enter);
    await terminal.shows(/How are they to be mended\?/);
    terminal.press(keys.enter);
    const why = await terminal.shows(/How\?/);
    expect(why).toMatch(/When not to fix/);
    expect(why).toMatch(/\+ minimumLength: 14/);
    terminal.press(keys.enter);
    await terminal.shows(/The plan is in plans/);
    await terminal.shows(/Apply 1 changes to account/);
    terminal.press(keys.yes, keys.enter);
    const ending = await terminal.shows(/Undo:\s+remediate rollback \S+/);
    expect(await terminal.ended).toBe(0);
    const record = /rollback (\S+)/.exec(ending)?.[1] ?? '';
    const longest = Math.max(...terminal.text.split(/\r?\n/).map((line) => [...line].length));
    expect(longest).toBeGreaterThan(40);

    expect((await desk.run(['scan', '--from', 'sandbox', '--control', 'password-policy'])).code).toBe(0);
    expect((await desk.run(['rollback', record, '--from', 'sandbox', '--yes'])).code).toBe(0);
    expect((await desk.run(['scan', '--from', 'sandbox', '--control', 'password-policy'])).code).toBe(1);
  });

  test('the answer to the last question is no unless a person says yes', async () => {
    const desk = new Desk();
    const terminal = new Terminal(['wizard', '--from', 'sandbox', '--control', 'password-policy'], {
      cwd: desk.folder,
      env: desk.env,
    });
    for (const question of [
      /What is to be mended\?/,
      /How are they to be mended\?/,
      /How\?/,
      /Apply 1 changes to account/,
    ]) {
      await terminal.shows(question);
      terminal.press(keys.enter);
    }
    expect(await terminal.ended).toBe(4);
    expect((await desk.run(['scan', '--from', 'sandbox', '--control', 'password-policy'])).code).toBe(1);
  });

  test.each([
    ['the first', [/What is to be mended\?/]],
    ['the second', [/What is to be mended\?/, /How are they to be mended\?/]],
    ['the third', [/What is to be mended\?/, /How are they to be mended\?/, /How\?/]],
    ['the last', [/What is to be mended\?/, /How are they to be mended\?/, /How\?/, /Apply 1 changes to account/]],
  ])('Ctrl-C at %s question leaves without changing anything', async (_, questions) => {
    const desk = new Desk();
    const terminal = new Terminal(['wizard', '--from', 'sandbox', '--control', 'password-policy'], {
      cwd: desk.folder,
      env: desk.env,
    });
    for (const [index, question] of questions.entries()) {
      await terminal.shows(question);
      terminal.press(index === questions.length - 1 ? keys.interrupt : keys.enter);
    }
    expect(await terminal.ended).toBe(4);
    expect(terminal.text).toContain('Left without changing anything');
    expect((await desk.run(['scan', '--from', 'sandbox', '--control', 'password-policy'])).code).toBe(1);
  });

  test('without a terminal it is the scan', async () => {
    const { code, out, err } = await new Desk().run(['--from', 'sandbox', '--control', 'password-policy']);
    expect(err).toContain('no terminal for the wizard');
    expect(out).toContain('password-policy');
    expect(code).toBe(1);
  });
});
