import { RemediateError } from '../../engine/errors.ts';
import { leftToUndo, type RollbackPlan } from '../../engine/rollback.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { loadBaseline } from '../baseline-file.ts';
import { confirm } from '../confirm.ts';
import type { Host } from '../host.ts';
import { type RecordOptions, recordOptions } from '../record-options.ts';
import { type EndOptions, toEnd } from '../run-end.ts';
import { nameOf, openRun } from '../run-files.ts';
import { type Ended, plainProgress, undoRun } from '../running.ts';
import { withSecretsTo } from '../sinks.ts';
import { openSource } from '../source.ts';
import { undoingOf, undoneOf } from '../undone.ts';

interface RollbackOptions extends EndOptions, RecordOptions {
  readonly yes?: boolean;
  readonly change?: readonly string[];
}

/** `remediate rollback`: shows what undoing a run does and what it cannot undo, asks, and does what is left of it. */
export function runRollback(host: Host, path: string, options: RollbackOptions): Promise<number> {
  return toEnd(host, options, (beside) => rollback(beside, path, options));
}

/** The same, for a command that tells itself how it ended; undefined where there was nothing to undo. */
export async function rollback(host: Host, path: string, options: RollbackOptions): Promise<Ended | undefined> {
  const run = openRun(host.cwd, path);
  if (run.state.begin.mode === 'rollback')
    throw new RemediateError('Usage', `${nameOf(host.cwd, run.path)} is the record of a rollback itself`, {
      hint: 'to do again what it undid, scan and make a plan anew',
    });
  const undone = undoneOf(host.cwd, run);
  const scope = scopeOf(undone.whole, options.change);
  const { undo: left, lost } = leftToUndo(undone.whole, { ...scope, undone: undone.lines });
  for (const { inverse } of left) host.out(`  ${host.paint('cyan', '↶')} ${neutralise(inverse.title)}\n`);
  for (const done of lost) host.out(`  ${host.paint('red', '✗')} cannot be undone: ${neutralise(done.change.title)}\n`);
  if (left.length === 0) {
    const undoing = undoingOf(host.cwd, undone);
    host.err(`There is nothing to undo${undoing === undefined ? '' : `: it was ${undoing}`}.\n`);
    return undefined;
  }
  const { account } = run.state.begin;
  const source = await openSource(host, options);
  if (options.yes !== true)
    await confirm(
      host,
      `Undo ${left.length} changes in account ${account.id} (${source.label})?`,
      'pass --yes to undo without being asked',
    );
  const baseline = withSecretsTo(await loadBaseline(host, options.config), options.secretsTo);
  const ran = { source, baseline, onEvent: plainProgress(host), ...recordOptions(host, options), ...scope };
  return undoRun(host, run, ran);
}

/** What `--change` limits the rollback to; an id that the run knows nothing of is a typing error, not a wish. */
function scopeOf({ undo, lost }: RollbackPlan, given: readonly string[] | undefined): { only?: ReadonlySet<string> } {
  if (given === undefined) return {};
  const known = new Set([...undo.map(({ done }) => done), ...lost].map(({ change }) => change.id));
  const unknown = given.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new RemediateError('Usage', `the run made no change ${unknown}`, {
      hint: 'name changes by their ids, as `remediate show` tells them of the run',
    });
  return { only: new Set(given) };
}
