import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import xterm from '@xterm/headless';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const bridge = fileURLToPath(new URL('./on_terminal.py', import.meta.url));

/** How long a screen may take, in milliseconds. */
const patience = 20_000;

/** The keys of a keyboard as a terminal sends them. */
export const keys = {
  enter: '\r',
  down: '\u001b[B',
  up: '\u001b[A',
  tab: '\t',
  space: ' ',
  back: '\u007f',
  escape: '\u001b',
  interrupt: '\u0003',
  end: '\u0004',
  yes: 'y',
} as const;

export interface TerminalOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly columns?: number;
  readonly rows?: number;
}

/** The built program on a real pseudo-terminal, and the screen that a person sees of it. */
export class Terminal {
  readonly #child: ChildProcess;
  readonly #screen: InstanceType<typeof xterm.Terminal>;
  #drawn: Promise<void> = Promise.resolve();
  /** Everything that was written, with what the terminal obeys. */
  raw = '';
  #written = '';
  #seen = 0;
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[], options: TerminalOptions) {
    const { cwd, env, columns = 80, rows = 40 } = options;
    this.#screen = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true });
    this.#child = spawn('python3', [bridge, String(columns), String(rows), process.execPath, main, ...args], {
      cwd,
      env: { TERM: 'xterm-256color', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.raw += text;
      this.#written += stripVTControlCharacters(text);
      this.#drawn = new Promise((resolve) => this.#screen.write(text, resolve));
    });
    this.ended = new Promise((resolve) => this.#child.on('close', (code) => this.#drawn.then(() => resolve(code))));
  }

  /** The lines of the screen and of what was scrolled out of it, as they stand now; what the terminal broke is whole again. */
  get lines(): string[] {
    const lines: string[] = [];
    for (const { text, isWrapped } of this.rows) {
      if (isWrapped) lines.push((lines.pop() ?? '') + text);
      else lines.push(text);
    }
    return lines;
  }

  /** The rows of the terminal, each with whether the terminal itself broke off a line there, too long for one row. */
  get rows(): { readonly text: string; readonly isWrapped: boolean }[] {
    const { active } = this.#screen.buffer;
    const rows = Array.from({ length: active.length }, (_, index) => {
      const line = active.getLine(index);
      return { text: line?.translateToString(true) ?? '', isWrapped: line?.isWrapped === true };
    });
    return rows.slice(0, rows.findLastIndex(({ text }) => text !== '') + 1);
  }

  /** All that stands on the screen and above it. */
  get text(): string {
    return this.lines.join('\n');
  }

  /** The part of the screen that is in sight. */
  get screen(): InstanceType<typeof xterm.Terminal> {
    return this.#screen;
  }

  /** Waits until something new is shown that fits, and gives what was shown until then. */
  async shows(wanted: RegExp): Promise<string> {
    const match = await this.#until(() => wanted.exec(this.#written.slice(this.#seen)), wanted);
    const shown = this.#written.slice(this.#seen, this.#seen + match.index + match[0].length);
    this.#seen += shown.length;
    return shown;
  }

  /** Waits until the question that is open on the screen fits, and gives the screen above and with it. */
  async asks(wanted: RegExp): Promise<string> {
    await this.#until(() => wanted.exec(this.text.slice(this.text.lastIndexOf('\n? ') + 1)), wanted);
    return this.text;
  }

  press(...strokes: readonly string[]): void {
    for (const stroke of strokes) this.#child.stdin?.write(stroke);
  }

  async #until<T>(look: () => T | null, wanted: RegExp): Promise<T> {
    const until = Date.now() + patience;
    while (Date.now() < until) {
      await this.#drawn;
      const found = look();
      if (found !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the screen never showed ${wanted}; it is:\n${this.text.slice(-3000)}`);
  }

  /** Ends a program that would go on. */
  kill(): void {
    this.#child.kill();
  }
}
