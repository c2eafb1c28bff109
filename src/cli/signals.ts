import type { Host } from './host.ts';

/**
 * Does work that a first Ctrl-C or SIGTERM asks to end after the step in hand. Where the process leaves at once all the
 * same, for it was asked a second time, `goOn` says how to settle what was begun.
 */
export async function stoppable<T>(host: Host, goOn: () => string, work: () => Promise<T>): Promise<T> {
  const asked = () => host.err('\nFinishing the step in hand. Once more to leave at once.\n');
  const left = () => host.err(`\nLeft in the middle. To settle what was begun: ${goOn()}\n`);
  host.signal.addEventListener('abort', asked, { once: true });
  process.once('exit', left);
  try {
    return await work();
  } finally {
    host.signal.removeEventListener('abort', asked);
    process.off('exit', left);
  }
}
