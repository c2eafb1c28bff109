import { resolve } from 'node:path';
import { exitCode } from '../../engine/errors.ts';
import { neutralJson } from '../../report/neutral-text.ts';
import { planMarkdown } from '../../report/plan-markdown.ts';
import { planText } from '../../report/plan-text.ts';
import { runText } from '../../report/run-text.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import { isRecord, openPlan } from '../plan-folder.ts';
import { nameOf, openRun, type Run, rollbackOf } from '../run-files.ts';

/** `remediate show`: a plan, or a run's record, for reading. */
export async function runShow(
  host: Host,
  given: string,
  options: { readonly format: 'text' | 'json' | 'markdown' },
): Promise<number> {
  const path = resolve(host.cwd, given);
  if (isRecord(path)) return showRun(host, path, options.format);
  const { plan } = openPlan(host.cwd, given);
  if (options.format === 'json') host.out(`${neutralJson(plan, 2)}\n`);
  else if (options.format === 'markdown') host.out(planMarkdown(plan));
  else host.out(planText(plan, { width: host.width, paint: painter(host) }));
  return exitCode.ok;
}

function showRun(host: Host, path: string, format: 'text' | 'json' | 'markdown'): number {
  const run = openRun(host.cwd, path);
  const { lines, state, folder } = run;
  if (format === 'json') {
    host.out(`${neutralJson(lines, 2)}\n`);
    return exitCode.ok;
  }
  const undone = rollbackOf(host.cwd, run);
  if (undone !== undefined) host.err(`The run was rolled back by ${nameOf(host.cwd, undone.path)}.\n`);
  host.out(runText(state, folder.plan, { width: host.width, paint: painter(host), hints: hintsOf(host, run, undone) }));
  return exitCode.ok;
}

/** What can be done with a run next: go on, or undo it; nothing where it was undone. */
function hintsOf(host: Host, { path, state }: Run, undone: Run | undefined): string[] {
  const name = nameOf(host.cwd, path);
  if (undone !== undefined) return [];
  const back = state.begin.mode === 'apply' ? [`remediate rollback ${name}`] : [];
  return state.outcome === 'complete' ? back : [`remediate resume ${name}`, ...back];
}
