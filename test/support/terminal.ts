import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const bridge = fileURLToPath(new URL('./on_terminal.py', import.meta.url));

/** The keys of a keyboard as a terminal sends them. */
export const keys = { enter: '\r', down: '\u001b[B', space: ' ', yes: 'y', interrupt: '\u0003' } as const;

/** The built program on a real pseudo-terminal. */
export class Terminal {
  readonly #child: ChildProcess;
  #seen = 0;
  #text = '';
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv; columns?: number }) {
    const { cwd, env, columns = 80 } = options;
    this.#child = spawn('python3', [bridge, String(columns), '40', process.execPath, main, ...args], {
      cwd,
      env: { TERM: 'xterm-256color', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#text += stripVTControlCharacters(text);
    });
    this.ended = new Promise((resolve) => this.#child.on('close', resolve));
  }

  /** All that was ever on the screen, without its colours. */
  get text(): string {
    return this.#text;
  }

  /** Waits until the screen shows something new that fits, and gives what was shown until then. */
  async shows(wanted: RegExp, patience = 20_000): Promise<string> {
    const until = Date.now() + patience;
    while (Date.now() < until) {
      const fresh = this.#text.slice(this.#seen);
      const match = wanted.exec(fresh);
      if (match !== null) {
        this.#seen += match.index + match[0].length;
        return fresh.slice(0, match.index + match[0].length);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the screen never showed ${wanted}; it ended with:\n${this.#text.slice(-2000)}`);
  }

  press(...strokes: readonly string[]): void {
    for (const stroke of strokes) this.#child.stdin?.write(stroke);
  }
}
