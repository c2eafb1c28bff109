import { resolve } from 'node:path';
import { exitCode } from '../../engine/errors.ts';
import { readRecord } from '../../engine/journal-file.ts';
import { foldRun } from '../../engine/run-state.ts';
import { planMarkdown } from '../../report/plan-markdown.ts';
import { planText } from '../../report/plan-text.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import { isRecord, openPlan, openPlanOfRun } from '../plan-folder.ts';

/** `remediate show`: a plan, or a run's record, for reading. */
export async function runShow(
  host: Host,
  given: string,
  options: { readonly format: 'text' | 'json' | 'markdown' },
): Promise<number> {
  const path = resolve(host.cwd, given);
  if (isRecord(path)) return showRun(host, path, options.format);
  const { plan } = openPlan(host.cwd, given);
  if (options.format === 'json') host.out(`${JSON.stringify(plan, null, 2)}\n`);
  else if (options.format === 'markdown') host.out(planMarkdown(plan));
  else host.out(planText(plan, { width: host.width, paint: painter(host) }));
  return exitCode.ok;
}

function showRun(host: Host, path: string, format: 'text' | 'json' | 'markdown'): number {
  const { lines } = readRecord(path);
  if (format === 'json') {
    host.out(`${JSON.stringify(lines, null, 2)}\n`);
    return exitCode.ok;
  }
  const { begin, changes, outcome } = foldRun(lines, openPlanOfRun(path).plan.changes);
  host.out(`${begin.mode} of plan ${begin.plan} in account ${begin.account.id} by ${begin.caller}\n`);
  host.out(`begun ${begin.at}, ${outcome}\n\n`);
  for (const state of changes.values()) {
    const detail = state.already ? 'it was so already' : state.detail;
    host.out(`${state.at}  ${state.status.padEnd(8)} ${state.change.title}${detail ? `: ${detail}` : ''}\n`);
  }
  return exitCode.ok;
}
