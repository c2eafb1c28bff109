import { relative, resolve } from 'node:path';
import { exitCode } from '../../engine/errors.ts';
import { readRecord } from '../../engine/journal-file.ts';
import { foldRun } from '../../engine/run-state.ts';
import { neutralJson } from '../../report/neutral-text.ts';
import { planMarkdown } from '../../report/plan-markdown.ts';
import { planText } from '../../report/plan-text.ts';
import { runText } from '../../report/run-text.ts';
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
  if (options.format === 'json') host.out(`${neutralJson(plan, 2)}\n`);
  else if (options.format === 'markdown') host.out(planMarkdown(plan));
  else host.out(planText(plan, { width: host.width, paint: painter(host) }));
  return exitCode.ok;
}

function showRun(host: Host, path: string, format: 'text' | 'json' | 'markdown'): number {
  const { lines } = readRecord(path);
  if (format === 'json') {
    host.out(`${neutralJson(lines, 2)}\n`);
    return exitCode.ok;
  }
  const { plan } = openPlanOfRun(path);
  const state = foldRun(lines, plan.changes);
  const run = relative(host.cwd, path);
  const hints = state.begin.mode === 'apply' ? [`remediate rollback ${run}`] : [];
  if (state.outcome !== 'complete' && state.begin.mode === 'apply') hints.unshift(`remediate resume ${run}`);
  host.out(runText(state, plan, { width: host.width, paint: painter(host), hints }));
  return exitCode.ok;
}
