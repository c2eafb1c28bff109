import { createInterface } from 'node:readline';
import { neutralise } from '../../report/neutral-text.ts';
import { count } from '../../report/phrases.ts';
import { wrap } from '../../report/text-layout.ts';
import type { Host } from '../host.ts';
import { type Asker, Left, type PickQuestion } from './asker.ts';
import { itemsOf, linesOf, type PickItem, toggleAll } from './pick-list.ts';

/** Asks line by line, with numbers for what may be chosen: for screen readers, and wherever drawing is of no use. */
export function plainAsker(host: Host): Asker {
  const reader = createInterface({ input: process.stdin, terminal: false });
  const typed: string[] = [];
  let waiting: ((line: string | undefined) => void) | undefined;
  let closed = false;
  const hand = (line: string | undefined) => {
    const take = waiting;
    waiting = undefined;
    if (take !== undefined) take(line);
    else if (line !== undefined) typed.push(line);
  };
  reader.on('line', hand);
  reader.on('close', () => {
    closed = true;
    hand(undefined);
  });

  const say = (text: string, indent = '') => {
    for (const line of wrap(neutralise(text), Math.max(1, host.width - indent.length))) host.out(`${indent}${line}\n`);
  };

  async function line(prompt: string): Promise<string> {
    host.out(`${prompt} `);
    const answer = typed.shift() ?? (closed ? undefined : await interruptible());
    // Escape is no key here but a character of the line.
    if (answer === undefined || answer.includes('\u001b') || answer.trim() === 'q') throw new Left();
    return answer.trim();
  }

  /** The next line; Ctrl-C leaves the question, where elsewhere it ends the step in hand. */
  async function interruptible(): Promise<string | undefined> {
    const others = process.listeners('SIGINT');
    process.removeAllListeners('SIGINT');
    process.once('SIGINT', () => hand(undefined));
    try {
      return await new Promise((resolve) => {
        waiting = resolve;
      });
    } finally {
      process.removeAllListeners('SIGINT');
      for (const listener of others) process.on('SIGINT', listener);
    }
  }

  return {
    async select(message, choices, first) {
      host.out('\n');
      say(message);
      for (const [index, { name, about }] of choices.entries()) {
        say(`${index + 1}. ${name}`, '  ');
        if (about !== undefined && about !== '') say(about, '     ');
      }
      const usual = Math.max(
        0,
        choices.findIndex(({ value }) => value === first),
      );
      while (true) {
        const answer = await line(`Number, Enter for ${usual + 1}, q to leave:`);
        const chosen = choices[answer === '' ? usual : Number(answer) - 1];
        if (chosen !== undefined) return chosen.value;
        say(`${answer} is none of the numbers 1 to ${choices.length}.`);
      }
    },
    async text(message, { first, check }) {
      while (true) {
        const answer = (await line(`${message}${first === undefined ? '' : ` (Enter for ${first})`}`)) || (first ?? '');
        const trouble = check(answer);
        if (trouble === undefined) return answer;
        say(trouble);
      }
    },
    pick: (message, question) => pickByNumbers(host, message, question, { line, say }),
    close: () => reader.close(),
  };
}

interface Lines {
  line(prompt: string): Promise<string>;
  say(text: string, indent?: string): void;
}

async function pickByNumbers(
  host: Host,
  message: string,
  { groups, chosen: first, onChange }: PickQuestion,
  { line, say }: Lines,
): Promise<ReadonlySet<string>> {
  const items = itemsOf(linesOf(groups, ''));
  const numbers = new Map(items.map((item, index) => [item.id, index + 1]));
  let chosen = first;
  const list = (search: string) => {
    const lines = linesOf(groups, search);
    for (const shown of lines) {
      if (shown.kind === 'group') say(`${shown.group.mark}: ${shown.group.title}`);
      else say(`${numbers.get(shown.item.id)}. ${wordsOf(shown.item, chosen)}`, '  ');
    }
    if (lines.length === 0) say(`Nothing holds ${search}.`);
  };
  const change = (next: ReadonlySet<string>) => {
    for (const item of items)
      if (next.has(item.id) !== chosen.has(item.id)) say(`${numbers.get(item.id)}. ${wordsOf(item, next)}`, '  ');
    chosen = next;
    onChange(next);
    say(`${count(chosen.size, 'finding')} of ${items.length} chosen.`);
  };
  host.out('\n');
  say(message);
  list('');
  say('Type numbers to choose or to drop, such as 1 3-5; /word to search; all, none or list.');
  say(`${count(chosen.size, 'finding')} of ${items.length} chosen. "Careful" is what cannot be undone exactly.`);
  while (true) {
    const answer = await line('Numbers, Enter to go on, q to leave:');
    if (answer === '') return chosen;
    const picked = numbersIn(answer, items);
    if (answer.startsWith('/')) list(answer.slice(1));
    else if (answer === 'list') list('');
    else if (answer === 'none') change(new Set());
    else if (answer === 'all') change(new Set([...chosen, ...toggleAll(new Set(), items)]));
    else if (picked !== undefined) change(flipped(chosen, picked));
    else
      say(
        `${answer} is no number from 1 to ${items.length}, no range such as 3-5, no /word, and not all, none or list.`,
      );
  }
}

function wordsOf({ id, name, text, careful }: PickItem, chosen: ReadonlySet<string>): string {
  return `${chosen.has(id) ? 'Chosen' : 'Not chosen'}${careful ? ', careful' : ''}: ${name}: ${text}`;
}

function flipped(chosen: ReadonlySet<string>, items: readonly PickItem[]): ReadonlySet<string> {
  const next = new Set(chosen);
  for (const { id } of items) if (!next.delete(id)) next.add(id);
  return next;
}

/** The items that numbers and ranges name; undefined where a word is neither. */
function numbersIn(answer: string, items: readonly PickItem[]): PickItem[] | undefined {
  const picked = answer.split(/[\s,]+/).map((word) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(word);
    if (match === null) return [];
    const from = Number(match[1]);
    return items.slice(Math.max(0, from - 1), Number(match[2] ?? from));
  });
  return picked.some((some) => some.length === 0) ? undefined : picked.flat();
}
