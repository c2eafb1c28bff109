import { CommanderError } from 'commander';
import { exitCode, RemediateError } from '../engine/errors.ts';
import { neutralise } from '../report/neutral-text.ts';
import type { Host } from './host.ts';

/** Tells a failure in one line, with the next action under it, and gives the exit code. Only a bug shows its stack. */
export function reportFailure(host: Host, error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  if (error instanceof RemediateError) {
    host.err(`${host.paint('red', 'error:')} ${neutralise(error.message)}\n`);
    if (error.hint !== undefined) host.err(`       ${neutralise(error.hint)}\n`);
    return error.exitCode;
  }
  // inquirer ends a question so when Ctrl-C is pressed at it.
  if (error instanceof Error && error.name === 'ExitPromptError') {
    host.err('\nLeft without changing anything.\n');
    return exitCode.declined;
  }
  if (isSystemError(error)) {
    host.err(`${host.paint('red', 'error:')} ${neutralise(error.message)}\n`);
    host.err('       check the path, its permissions and the free space of the disk\n');
    return exitCode.usage;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = detail.split('\n').map(neutralise).join('\n');
  host.err(`${host.paint('red', 'bug:')} this should not have happened; please report it with these lines\n${lines}\n`);
  return exitCode.bug;
}

/** What the file system refused, such as a full disk: it names its path and is no bug of ours. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'path' in error;
}
