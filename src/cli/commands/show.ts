import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import { foldRun } from '../../engine/run-state.ts';
import { neutralJson } from '../../report/neutral-text.ts';
import { planMarkdown } from '../../report/plan-markdown.ts';
import { planText } from '../../report/plan-text.ts';
import { runText } from '../../report/run-text.ts';
import type { Host } from '../host.ts';
import type { RedactOption } from '../options.ts';
import { painter } from '../painter.ts';
import { isRecord, openPlan } from '../plan-folder.ts';
import { asAsked } from '../redaction.ts';
import { nameOf, openRun, type Run } from '../run-files.ts';
import { type Undone, undoingOf, undoneOf } from '../undone.ts';
import { version } from '../version.ts';

interface ShowOptions extends RedactOption {
  readonly format: 'text' | 'json' | 'markdown' | 'ocsf';
}

/** `remediate show`: a plan, or a run's record, for reading. */
export async function runShow(host: Host, given: string, options: ShowOptions): Promise<number> {
  const path = resolve(host.cwd, given);
  if (isRecord(path)) return showRun(host, path, options);
  if (options.format === 'ocsf')
    throw new RemediateError('Usage', `${given} is a plan, and OCSF tells of what was done`, {
      hint: 'name a record: plans/<id>/runs/<run>.jsonl',
    });
  const plan = await asAsked(options, openPlan(host.cwd, given).plan);
  if (options.format === 'json') host.out(`${neutralJson(plan, 2)}\n`);
  else if (options.format === 'markdown') host.out(planMarkdown(plan));
  else host.out(planText(plan, { width: host.width, paint: painter(host) }));
  return exitCode.ok;
}

async function showRun(host: Host, path: string, options: ShowOptions): Promise<number> {
  const { format } = options;
  const run = openRun(host.cwd, path);
  // The plan tells the names that the sentences of its record speak of.
  const { lines, plan } = await asAsked(options, { lines: run.lines, plan: run.folder.plan });
  if (format === 'json') {
    host.out(`${neutralJson(lines, 2)}\n`);
    return exitCode.ok;
  }
  const state = foldRun(lines, plan.changes);
  if (format === 'ocsf') {
    const { ocsfRemediations } = await import('../../report/ocsf-remediation.ts');
    host.out(ocsfRemediations(state, { name: 'remediate', version }));
    return exitCode.ok;
  }
  const undone = undoneOf(host.cwd, run);
  const undoing = undoingOf(host.cwd, undone);
  if (undoing !== undefined) host.err(`The run was ${undoing}.\n`);
  const hints = hintsOf(host, run, undone);
  host.out(runText(state, plan, { width: host.width, paint: painter(host), hints }));
  return exitCode.ok;
}

/** What can be done with a run next: go on, or undo it; nothing where all of it was undone. */
function hintsOf(host: Host, { path, state }: Run, { rollbacks, left }: Undone): string[] {
  const name = nameOf(host.cwd, path);
  if (rollbacks.length > 0) return left.undo.length === 0 ? [] : [`remediate rollback ${name}`];
  const back = state.begin.mode === 'apply' ? [`remediate rollback ${name}`] : [];
  return state.outcome === 'complete' ? back : [`remediate resume ${name}`, ...back];
}
