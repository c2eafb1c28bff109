import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Desk } from '../support/cli.ts';
import { keys, type Terminal } from '../support/terminal.ts';
import { draftsOf, onPolicy, open, questions, sandbox, sandboxOf } from '../support/wizard-desk.ts';

type Question = keyof typeof questions;
type Step = readonly [question: Question, ...strokes: string[]];

const onKeys = [...sandbox, '--control', 'access-key-rotation'];
const toException: readonly Step[] = [
  ['choose', keys.enter],
  ['way', keys.enter],
  ['finding', keys.down, keys.down, keys.down, keys.enter],
];
const toId: readonly Step[] = [
  ['choose', 'deploy', keys.space, keys.down, keys.space, keys.enter],
  ['way', keys.down, keys.enter],
  ['plan', keys.down, keys.down, keys.enter],
];

/** Each question of the wizard, how it is reached, and whether there are answers to keep by then. */
const table: readonly [Question, args: readonly string[], steps: readonly Step[], kept: boolean][] = [
  ['account', ['wizard'], [], false],
  ['file', ['wizard'], [['account', keys.down, keys.down, keys.enter]], false],
  ['choose', onPolicy, [], false],
  ['way', onPolicy, [['choose', keys.enter]], true],
  [
    'finding',
    onPolicy,
    [
      ['choose', keys.enter],
      ['way', keys.enter],
    ],
    true,
  ],
  ['owner', onPolicy, toException, true],
  ['reason', onPolicy, [...toException, ['owner', 'olga', keys.enter]], true],
  ['day', onPolicy, [...toException, ['owner', 'olga', keys.enter], ['reason', 'SSO', keys.enter]], true],
  [
    'plan',
    onPolicy,
    [
      ['choose', keys.enter],
      ['way', keys.down, keys.enter],
    ],
    true,
  ],
  ['id', onKeys, toId, true],
];

async function leave(terminal: Terminal, question: Question, steps: readonly Step[], stroke: string): Promise<void> {
  for (const [asked, ...strokes] of steps) {
    await terminal.asks(questions[asked]);
    terminal.press(...strokes);
  }
  await terminal.asks(questions[question]);
  terminal.press(stroke);
}

describe('leaving the wizard', () => {
  test.each(table)('by Ctrl-C at the question for the %s loses nothing', async (question, args, steps, kept) => {
    const desk = new Desk();
    const terminal = open(desk, args);
    await leave(terminal, question, steps, keys.interrupt);
    expect(await terminal.ended).toBe(4);
    expect(terminal.text).toContain('Nothing was changed in the account.');
    expect(terminal.text).not.toMatch(/at .+:\d+:\d+|Error|bug:/);
    const drafts = draftsOf(desk);
    expect(drafts).toHaveLength(kept ? 1 : 0);
    if (kept) expect(terminal.text).toContain(`Go on:    remediate wizard --draft plans/${drafts[0]}`);
    else expect(terminal.text).toContain('Nothing was chosen yet');
    expect(existsSync(join(desk.folder, 'remediate.yaml'))).toBe(false);
    // The terminal is given back as it was: its cursor is shown.
    expect(terminal.raw.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(terminal.raw.lastIndexOf('\u001b[?25l'));
  });

  test('by Ctrl-C at the question of what carries it out, on evidence in a file, loses nothing', async () => {
    const desk = new Desk();
    expect(await desk.run(['snapshot', 'export', '--from', 'sandbox', '--output', 'evidence.json'])).toMatchObject({
      code: 0,
    });
    const terminal = open(desk, ['wizard', '--from', 'evidence.json', '--control', 'password-policy']);
    const toWay: readonly Step[] = [
      ['choose', keys.enter],
      ['way', keys.down, keys.enter],
    ];
    await leave(terminal, 'via', toWay, keys.interrupt);
    expect(await terminal.ended).toBe(4);
    const [draft] = draftsOf(desk);
    expect(terminal.text).toContain(`Go on:    remediate wizard --draft plans/${draft}`);
    expect(terminal.text).not.toMatch(/at .+:\d+:\d+|Error|bug:/);
  });

  test.each([
    ['Escape', keys.escape],
    ['the end of the input', keys.end],
  ])('by %s is the same', async (_, stroke) => {
    const desk = new Desk();
    const terminal = open(desk, onPolicy);
    await leave(
      terminal,
      'finding',
      [
        ['choose', keys.enter],
        ['way', keys.enter],
      ],
      stroke,
    );
    expect(await terminal.ended).toBe(4);
    expect(terminal.text).toContain('Go on:    remediate wizard --draft');
  });

  test('in the middle of choosing keeps what was chosen; Escape gives up the search first', async () => {
    const desk = new Desk();
    const terminal = open(desk, [...sandbox, '--control', 'user-inline-policies']);
    await terminal.asks(/2 of 2 chosen/);
    terminal.press('maria', keys.down, keys.space);
    await terminal.asks(/1 of 2 chosen search: maria/);
    terminal.press(keys.escape);
    await terminal.asks(/1 of 2 chosen search: *\n/);
    terminal.press(keys.escape);
    expect(await terminal.ended).toBe(4);
    const [draft = ''] = draftsOf(desk);
    const { chosen } = JSON.parse(readFileSync(join(desk.folder, 'plans', draft), 'utf8')) as { chosen: string[] };
    expect(chosen).toHaveLength(1);
  });

  test('with the plan kept, both ways on are named: to apply it, and to change the answers', async () => {
    const desk = new Desk();
    const terminal = open(desk, onPolicy);
    await leave(
      terminal,
      'plan',
      [
        ['choose', keys.enter],
        ['way', keys.down, keys.enter],
      ],
      keys.enter,
    );
    expect(await terminal.ended).toBe(4);
    const [, apply = ''] = /Apply: {4}remediate (.+)/.exec(terminal.text) ?? [];
    expect(sandboxOf(desk).passwordLength).toBeUndefined();
    expect((await desk.run([...apply.split(' '), '--yes'])).code).toBe(0);
    expect(sandboxOf(desk).passwordLength).toBe(14);
  });

  test('while the account is being read, Ctrl-C does not wait for AWS', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const desk = new Desk({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_REGION: 'us-east-1',
    });
    const terminal = open(desk, ['wizard', '--from', 'aws']);
    await once(silent, 'connection');
    const pressed = Date.now();
    terminal.press(keys.interrupt);
    expect(await terminal.ended).toBe(4);
    expect(Date.now() - pressed).toBeLessThan(5000);
    expect(terminal.text).toContain('Nothing was changed in the account.');
    silent.close();
  });
});
