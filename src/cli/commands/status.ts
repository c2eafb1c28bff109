import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import { compareText } from '../../engine/finding.ts';
import type { ChangeState } from '../../engine/run-state.ts';
import { neutralise, neutralJson } from '../../report/neutral-text.ts';
import { showTime } from '../../report/phrases.ts';
import { reportFailure } from '../failure.ts';
import type { Host } from '../host.ts';
import { findRuns, nameOf, openRun, rollbackOf } from '../run-files.ts';

interface RunStatus {
  readonly run: string;
  readonly mode: 'apply' | 'rollback';
  readonly account: string;
  readonly began: string;
  readonly outcome: string;
  /** The record of the run that rolled this one back. */
  readonly undoneBy?: string;
  readonly done: number;
  readonly waiting: readonly {
    readonly change: string;
    readonly title: string;
    readonly reason: string;
    readonly until?: string;
    /** It waited for a day that has come: `resume` carries it out. */
    readonly due: boolean;
  }[];
}

/** `remediate status`: the runs under plans/, and what waits until when; one that cannot be read hides no other. */
export async function runStatus(host: Host, options: { readonly format: 'table' | 'json' }): Promise<number> {
  let code: number = exitCode.ok;
  const runs = findRuns(resolve(host.cwd, 'plans')).flatMap((path) => {
    try {
      return [statusOf(host, path)];
    } catch (error) {
      if (!(error instanceof RemediateError)) throw error;
      code = reportFailure(host, error);
      return [];
    }
  });
  if (options.format === 'json') host.out(`${neutralJson(runs, 2)}\n`);
  else if (runs.length === 0) host.out('No runs under plans/.\n');
  else for (const run of runs) tellRun(host, run);
  return code;
}

function tellRun(host: Host, { run, mode, outcome, undoneBy, done, began, waiting }: RunStatus): void {
  const end = undoneBy === undefined ? outcome : `rolled back by ${undoneBy}`;
  host.out(
    `${host.paint('bold', neutralise(run))}  ${mode}, ${neutralise(end)}, ${done} done, begun ${showTime(began)}\n`,
  );
  for (const { title, reason, until, due } of waiting) {
    const when =
      until === undefined ? reason : due ? `since ${showTime(until)}` : `${reason}, not before ${showTime(until)}`;
    host.out(`  ${due ? host.paint('green', 'due:  ') : 'waits:'} ${neutralise(`${title} (${when})`)}\n`);
  }
  if (undoneBy === undefined && outcome !== 'complete')
    host.out(`  go on with:  remediate resume ${neutralise(run)}\n`);
}

function statusOf(host: Host, path: string): RunStatus {
  const run = openRun(host.cwd, path);
  const { begin, changes, outcome } = run.state;
  const undone = rollbackOf(host.cwd, run);
  const states = [...changes.values()];
  return {
    run: nameOf(host.cwd, path),
    mode: begin.mode,
    account: begin.account.id,
    began: begin.at,
    outcome,
    ...(undone === undefined ? {} : { undoneBy: nameOf(host.cwd, undone.path) }),
    done: states.filter((state) => state.status === 'done').length,
    waiting: undone === undefined ? toWaits(states, host.now()) : [],
  };
}

/** What waits, the due first and then by its day; what waits for something else than a day comes last. */
function toWaits(states: readonly ChangeState[], now: Date): RunStatus['waiting'] {
  return states
    .filter(({ status }) => status === 'waiting')
    .map(({ change, detail, until }) => ({
      change: change.id,
      title: change.title,
      reason: detail ?? '',
      ...(until === undefined ? {} : { until }),
      due: until !== undefined && Date.parse(until) <= now.getTime(),
    }))
    .sort((a, b) => compareText(a.until ?? '~', b.until ?? '~'));
}
