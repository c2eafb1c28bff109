import { Listr } from 'listr2';
import { neutralise } from '../report/neutral-text.ts';
import { count } from '../report/phrases.ts';
import { measure, pad, shorten, wrap } from '../report/text-layout.ts';
import type { Host } from './host.ts';

/** One thing that is worked on, and how it ended. */
interface Item {
  readonly title: string;
  begun?: number;
  ended?: { readonly how: How; readonly note: string; readonly after: number };
}

/** How a thing ends: well, not at all, or later. */
export type How = 'good' | 'bad' | 'later';

/** What progress is shown of. */
export interface ProgressOptions {
  /** What is being done, such as `Reading`. */
  readonly title: string;
  /** The noun of the things, for their number. */
  readonly noun: string;
  readonly nouns: string;
  /** What is worked on, by a key. */
  readonly items: ReadonlyMap<string, string>;
  /** Lines that come one by one and are never drawn again. */
  readonly plain: boolean;
  /** Several things on a line, where they are short. */
  readonly columns: boolean;
}

const marks: Readonly<Record<How, string>> = { good: '✔', bad: '✗', later: '…' };
const words: Readonly<Record<How, string>> = { good: '', bad: 'failed: ', later: 'waits: ' };

/** The lines that are drawn again and again stay few, so that they fit every screen. */
const mostShown = 6;

/** What took less than this, in milliseconds, took no time. */
const noticed = 100;

/** Progress whose causes lie elsewhere: a line that moves while it goes on, then how each thing ended and how long it took. */
export class Progress {
  readonly #host: Host;
  readonly #options: ProgressOptions;
  readonly #items: Map<string, Item>;
  readonly #start = Date.now();
  readonly #drawn: Promise<unknown>;
  #close: () => void = () => {};

  constructor(host: Host, options: ProgressOptions) {
    this.#host = host;
    this.#options = options;
    this.#items = new Map(Array.from(options.items, ([key, title]) => [key, { title: neutralise(title) }]));
    if (options.plain) host.err(`${options.title} …\n`);
    this.#drawn = options.plain ? Promise.resolve() : this.#draw();
  }

  /** A thing is begun. */
  begin(key: string): void {
    const item = this.#items.get(key);
    if (item !== undefined) item.begun ??= Date.now();
  }

  /** A thing ended, with a note on it. */
  end(key: string, how: How, note: string): void {
    const item = this.#items.get(key);
    if (item === undefined || item.ended !== undefined) return;
    item.ended = { how, note: neutralise(note), after: Date.now() - (item.begun ?? this.#start) };
    if (this.#options.plain) this.#host.err(`${item.title}: ${told(item)}\n`);
  }

  /** Ends the drawing and tells how everything ended. */
  async close(): Promise<void> {
    this.#close();
    await this.#drawn;
    if (this.#options.plain) return;
    const ended = [...this.#items.values()].filter((item) => item.ended !== undefined);
    const total = `${this.#options.title}: ${this.#number(ended.length)} in ${seconds(Date.now() - this.#start)}`;
    this.#host.err(`${wrap(total, this.#host.width).join('\n')}\n`);
    for (const line of this.#options.columns ? this.#grid(ended) : this.#rows(ended)) this.#host.err(`${line}\n`);
  }

  async #draw(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#close = resolve;
    });
    const list = new Listr(
      [
        {
          title: this.#heading(),
          task: async (_, task) => {
            const redraw = () => {
              task.title = this.#heading();
              task.output = this.#underWay();
            };
            const timer = setInterval(redraw, 100);
            await closed;
            clearInterval(timer);
          },
        },
      ],
      // Ctrl-C is the run's own: it ends after the step in hand.
      { registerSignalListeners: false, rendererOptions: { clearOutput: true } },
    );
    await list.run();
  }

  #heading(): string {
    const all = [...this.#items.values()];
    const ended = all.filter((item) => item.ended !== undefined).length;
    const size = `${ended} of ${this.#number(all.length)} · ${seconds(Date.now() - this.#start)}`;
    return shorten(`${this.#options.title}  ${size}`, this.#host.width - 3);
  }

  #number(number: number): string {
    return count(number, this.#options.noun, this.#options.nouns);
  }

  #underWay(): string {
    const begun = [...this.#items.values()].filter((item) => item.begun !== undefined && item.ended === undefined);
    return begun
      .slice(0, mostShown)
      .map(({ title }) => shorten(title, this.#host.width - 6))
      .join('\n');
  }

  /** Everything that ended, in as many columns as the width has room for. */
  #grid(ended: readonly Item[]): string[] {
    const cells = ended.map((item) => ({ item, text: `${item.title}  ${told(item)}` }));
    const short = cells.filter(({ item }) => item.ended?.how === 'good');
    const long = cells.filter(({ item }) => item.ended?.how !== 'good');
    const name = Math.max(0, ...short.map(({ item }) => measure(item.title)));
    const texts = short.map(({ item }) => `${pad(item.title, name)}  ${told(item)}`);
    const size = Math.max(0, ...texts.map(measure)) + measure(`${marks.good} `) + gap;
    const across = Math.max(1, Math.floor((this.#host.width + gap) / size));
    const down = Math.ceil(texts.length / across);
    const { paint, width } = this.#host;
    const rows = Array.from({ length: down }, (_, row) =>
      texts
        .filter((_, index) => index % down === row)
        .map((text) => `${paint('green', marks.good)} ${pad(text, size - measure(`${marks.good} `))}`)
        .join('')
        .trimEnd(),
    );
    const rest = long.flatMap(({ item, text }) => markedLines(item, text, width, paint));
    return [...rows, ...rest];
  }

  #rows(ended: readonly Item[]): string[] {
    const { paint, width } = this.#host;
    return ended.flatMap((item) => markedLines(item, `${item.title}  ${told(item)}`.trimEnd(), width, paint));
  }
}

/** Columns between what stands side by side. */
const gap = 2;

const tones = { good: 'green', bad: 'red', later: 'yellow' } as const;

function markedLines({ ended }: Item, text: string, width: number, paint: Host['paint']): string[] {
  const how = ended?.how ?? 'good';
  const [first = '', ...rest] = wrap(text, Math.max(1, width - 2));
  return [`${paint(tones[how], marks[how])} ${first}`, ...rest.map((line) => `  ${line}`)];
}

function told({ ended }: Item): string {
  if (ended === undefined) return '';
  const { how, note, after } = ended;
  const time = how === 'later' || after < noticed ? '' : seconds(after);
  return [`${words[how]}${note}`, time].filter((part) => part !== '').join(', ');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
