import { relative, resolve } from 'node:path';
import { exitCode } from '../../engine/errors.ts';
import { readRecord } from '../../engine/journal-file.ts';
import { type ChangeState, foldRun } from '../../engine/run-state.ts';
import { neutralise, neutralJson } from '../../report/neutral-text.ts';
import type { Host } from '../host.ts';
import { findRuns, openPlanOfRun } from '../plan-folder.ts';

interface RunStatus {
  readonly run: string;
  readonly mode: 'apply' | 'rollback';
  readonly account: string;
  readonly began: string;
  readonly outcome: string;
  readonly done: number;
  readonly waiting: readonly {
    readonly change: string;
    readonly title: string;
    readonly reason: string;
    readonly until?: string;
  }[];
}

/** `remediate status`: the runs under plans/, and what waits until when. */
export async function runStatus(host: Host, options: { readonly format: 'table' | 'json' }): Promise<number> {
  const runs = findRuns(resolve(host.cwd, 'plans')).map((path) => statusOf(host, path));
  if (options.format === 'json') {
    host.out(`${neutralJson(runs, 2)}\n`);
    return exitCode.ok;
  }
  if (runs.length === 0) host.out('No runs under plans/.\n');
  for (const run of runs) {
    host.out(`${host.paint('bold', run.run)}  ${run.mode}, ${run.outcome}, ${run.done} done, begun ${run.began}\n`);
    for (const wait of run.waiting)
      host.out(
        `  waits: ${neutralise(wait.title)} (${neutralise(wait.reason)}${wait.until ? `, ${wait.until}` : ''})\n`,
      );
    if (run.waiting.length > 0) host.out(`  go on with:  remediate resume ${run.run}\n`);
  }
  return exitCode.ok;
}

function statusOf(host: Host, path: string): RunStatus {
  const { lines } = readRecord(path);
  const { begin, changes, outcome } = foldRun(lines, openPlanOfRun(path).plan.changes);
  const states = [...changes.values()];
  return {
    run: relative(host.cwd, path),
    mode: begin.mode,
    account: begin.account.id,
    began: begin.at,
    outcome,
    done: states.filter((state) => state.status === 'done').length,
    waiting: states.filter((state) => state.status === 'waiting').map(toWait),
  };
}

function toWait({ change, detail, until }: ChangeState): RunStatus['waiting'][number] {
  return { change: change.id, title: change.title, reason: detail ?? '', ...(until === undefined ? {} : { until }) };
}
