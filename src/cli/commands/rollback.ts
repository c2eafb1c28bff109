import { exitCode, RemediateError } from '../../engine/errors.ts';
import { planRollback } from '../../engine/rollback.ts';
import { operations } from '../../providers/aws/operations/index.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { loadBaseline } from '../baseline-file.ts';
import { confirm } from '../confirm.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { nameOf, openRun, rollbackOf } from '../run-files.ts';
import { plainProgress, tellEnd, undoRun } from '../running.ts';
import { openSource } from '../source.ts';

/** `remediate rollback`: shows what undoing a run does and what it cannot undo, asks, and does what is left of it. */
export async function runRollback(
  host: Host,
  path: string,
  options: SourceOptions & { readonly yes?: boolean },
): Promise<number> {
  const run = openRun(host.cwd, path);
  if (run.state.begin.mode === 'rollback')
    throw new RemediateError('Usage', `${nameOf(host.cwd, run.path)} is the record of a rollback itself`, {
      hint: 'to do again what it undid, scan and make a plan anew',
    });
  const { undo, lost } = planRollback(operations, run.lines, run.folder.plan);
  const begun = rollbackOf(host.cwd, run);
  const left = undo.filter(({ inverse }) => begun?.state.changes.get(inverse.id)?.status !== 'done');
  for (const { inverse } of left) host.out(`  ${host.paint('cyan', '↶')} ${neutralise(inverse.title)}\n`);
  for (const done of lost) host.out(`  ${host.paint('red', '✗')} cannot be undone: ${neutralise(done.change.title)}\n`);
  if (left.length === 0) {
    const record = begun === undefined ? '' : `: it was rolled back by ${nameOf(host.cwd, begun.path)}`;
    host.err(`There is nothing to undo${record}.\n`);
    return exitCode.ok;
  }
  const { account } = run.state.begin;
  const source = await openSource(host, options);
  if (options.yes !== true)
    await confirm(
      host,
      `Undo ${left.length} changes in account ${account.id} (${source.label})?`,
      'pass --yes to undo without being asked',
    );
  const baseline = await loadBaseline(host, options.config);
  return tellEnd(host, await undoRun(host, run, { source, baseline, onEvent: plainProgress(host) }));
}
