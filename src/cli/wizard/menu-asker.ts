import inquirer from 'inquirer';
import { neutralise } from '../../report/neutral-text.ts';
import { clip, wrap } from '../../report/text-layout.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import { type Asker, Left } from './asker.ts';
import { pickPrompt } from './pick-prompt.ts';

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** Asks with menus that are drawn on the terminal; Ctrl-C, Ctrl-D and Escape leave. */
export function menuAsker(host: Host): Asker {
  const paint = painter(host);
  const theme = {
    prefix: { idle: paint.info('?'), done: paint.good('✔') },
    icon: { cursor: '❯' },
    style: {
      answer: paint.low,
      message: paint.strong,
      error: (text: string) => paint.high(`  ${text}`),
      help: paint.faint,
      highlight: paint.strong,
      description: paint.low,
      disabled: paint.faint,
      defaultAnswer: (text: string) => paint.faint(`(${text})`),
      key: paint.low,
      keysHelpTip: () => paint.faint('↑↓: move · enter: answer · esc: leave'),
    },
  };

  /** Asks one question that Escape leaves as well, unless the question has a use of its own for it. */
  async function guarded<T>(
    ask: (signal: AbortSignal, leave: () => void) => Promise<T>,
    ownEscape = false,
  ): Promise<T> {
    const end = new AbortController();
    const onKey = (_: unknown, { name, ctrl }: Key = {}) => {
      if ((name === 'escape' && !ownEscape) || (name === 'd' && ctrl === true)) end.abort();
    };
    process.stdin.on('keypress', onKey);
    try {
      return await ask(end.signal, () => end.abort());
    } catch (error) {
      if (error instanceof Error && ['AbortPromptError', 'ExitPromptError'].includes(error.name)) throw new Left();
      throw error;
    } finally {
      process.stdin.off('keypress', onKey);
    }
  }

  return {
    select<T>(message: string, choices: Parameters<Asker['select']>[1], first?: T) {
      const { width } = host;
      const room = width - 4;
      const start = choices.findIndex(({ value }) => value === first);
      return guarded(async (signal) => {
        const { answer } = await inquirer.createPromptModule({ signal })([
          {
            type: 'select',
            name: 'answer',
            message,
            theme,
            loop: false,
            pageSize: 16,
            default: Math.max(0, start),
            choices: choices.map(({ name, about = '' }, index) => ({
              value: index,
              name: clip(neutralise(name), room),
              short: clip(neutralise(name), Math.max(8, room - message.length)),
              description: wrap(neutralise(about), room)
                .map((line) => `  ${line}`)
                .join('\n'),
            })),
          },
        ]);
        return choices[Number(answer)]?.value as T;
      });
    },
    text: (message, { first, check }) =>
      guarded(async (signal) => {
        const { answer } = await inquirer.createPromptModule({ signal })([
          {
            type: 'input',
            name: 'answer',
            message,
            theme,
            ...(first === undefined ? {} : { default: first }),
            validate: (typed: string) => check(typed) ?? true,
          },
        ]);
        return String(answer);
      }),
    pick: (message, question) =>
      guarded((signal, onLeave) => {
        const rows = process.stdout.rows ?? 24;
        return pickPrompt({ ...question, message, width: host.width, rows, paint, onLeave }, { signal });
      }, true),
    close() {},
  };
}
