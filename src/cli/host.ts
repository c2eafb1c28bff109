import { getEventListeners } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';

/** How loud a line is painted. */
export type Tone = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta';

/** The process around a command: its streams, its terminal, its clock. The result goes to `out`, all else to `err`. */
export interface Host {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Whether a person sits at the terminal and can be asked. */
  readonly interactive: boolean;
  /** Columns of the terminal, 80 where there is none. */
  readonly width: number;
  now(): Date;
  out(text: string): void;
  err(text: string): void;
  /** Paints text for the result's stream, or leaves it as it is without colour. */
  paint(tone: Tone, text: string): string;
  /** Aborted by the first Ctrl-C or SIGTERM, where somebody listens who ends by himself; else the process leaves at once. */
  readonly signal: AbortSignal;
}

/** The real process. */
export function processHost(): Host {
  const stop = new AbortController();
  const interrupted = (signal: NodeJS.Signals) => {
    const isHeard = getEventListeners(stop.signal, 'abort').length > 0;
    if (stop.signal.aborted || !isHeard) process.exit(signal === 'SIGTERM' ? 143 : 130);
    stop.abort();
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  const colour = coloured(process.env, process.stdout.isTTY === true);
  return {
    env: process.env,
    cwd: process.cwd(),
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    // Asked anew each time: a window may be made wider while it runs.
    get width() {
      return process.stdout.columns || 80;
    },
    now: () => new Date(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    paint: (tone, text) => (colour ? styleText(tone, text, { validateStream: false }) : text),
    signal: stop.signal,
  };
}

function coloured(env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0';
  return terminal && env['TERM'] !== 'dumb';
}

/** The folder in which the tool keeps what belongs to this machine's user, the sandbox among it. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'remediate');
}
