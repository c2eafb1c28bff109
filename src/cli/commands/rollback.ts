import { resolve } from 'node:path';
import { exitCode } from '../../engine/errors.ts';
import { readRecord } from '../../engine/journal-file.ts';
import { planRollback } from '../../engine/rollback.ts';
import { operations } from '../../providers/aws/operations/index.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { loadBaseline } from '../baseline-file.ts';
import { confirm } from '../confirm.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { openPlanOfRun } from '../plan-folder.ts';
import { plainProgress, tellEnd, undoRun } from '../running.ts';
import { openSource } from '../source.ts';

/** `remediate rollback`: shows what undoing a run does and what it cannot undo, asks, and does it. */
export async function runRollback(
  host: Host,
  path: string,
  options: SourceOptions & { readonly yes?: boolean },
): Promise<number> {
  const record = resolve(host.cwd, path);
  const { plan } = openPlanOfRun(record);
  const { undo, lost } = planRollback(operations, readRecord(record).lines, plan);
  for (const { inverse } of undo) host.out(`  ${host.paint('cyan', '↶')} ${neutralise(inverse.title)}\n`);
  for (const done of lost) host.out(`  ${host.paint('red', '✗')} cannot be undone: ${neutralise(done.change.title)}\n`);
  if (undo.length === 0) {
    host.err('There is nothing to undo.\n');
    return exitCode.ok;
  }
  const source = await openSource(host, options);
  if (options.yes !== true)
    await confirm(host, `Undo ${undo.length} changes in account ${plan.account.id} (${source.label})?`);
  const ended = await undoRun(host, record, {
    source,
    baseline: await loadBaseline(host, options.config),
    onEvent: plainProgress(host),
  });
  return tellEnd(host, ended);
}
