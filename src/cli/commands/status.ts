import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import { compareText } from '../../engine/finding.ts';
import type { ChangeState } from '../../engine/run-state.ts';
import { neutralise, neutralJson } from '../../report/neutral-text.ts';
import { showTime } from '../../report/phrases.ts';
import { wrap } from '../../report/text-layout.ts';
import { reportFailure } from '../failure.ts';
import type { Host } from '../host.ts';
import { nextCommand } from '../next.ts';
import type { RedactOption } from '../options.ts';
import { asAsked } from '../redaction.ts';
import { findRuns, nameOf, openRun } from '../run-files.ts';
import { undoingOf, undoneOf } from '../undone.ts';

interface RunStatus {
  readonly run: string;
  readonly mode: 'apply' | 'rollback';
  readonly account: string;
  readonly began: string;
  readonly outcome: string;
  /** By which runs this one was rolled back, in words. */
  readonly undone?: string;
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
export async function runStatus(
  host: Host,
  options: RedactOption & { readonly format: 'table' | 'json' },
): Promise<number> {
  let code: number = exitCode.ok;
  const found = findRuns(resolve(host.cwd, 'plans')).flatMap((path) => {
    try {
      return [statusOf(host, path)];
    } catch (error) {
      if (!(error instanceof RemediateError)) throw error;
      code = reportFailure(host, error);
      return [];
    }
  });
  // The plans tell the names that the sentences of their runs speak of.
  const plans = options.redact === true ? found.map(({ run }) => openRun(host.cwd, run).folder.plan) : [];
  const { found: runs } = await asAsked(options, { found, plans });
  if (options.format === 'json') host.out(`${neutralJson(runs, 2)}\n`);
  else if (runs.length === 0) host.out('No runs under plans/.\n');
  else for (const run of runs) tellRun(host, run);
  return code;
}

function tellRun(host: Host, { run, mode, outcome, undone, done, began, waiting }: RunStatus): void {
  const tell = (mark: string, text: string, indent: string) => {
    const lines = wrap(neutralise(text), Math.max(20, host.width - mark.length - indent.length));
    const gap = ' '.repeat(mark.length);
    host.out(lines.map((line, index) => `${indent}${index === 0 ? mark : gap}${line}\n`).join(''));
  };
  const facts = [mode, undone ?? outcome, `${done} done`, `begun ${showTime(began)}`].join(', ');
  const [first = '', ...rest] = wrap(neutralise(`${run}  ${facts}`), host.width - 2);
  // The name alone is bold, where it stands whole on the line.
  const name = neutralise(run);
  host.out(`${first.startsWith(name) ? host.paint('bold', name) + first.slice(name.length) : first}\n`);
  for (const line of rest) host.out(`  ${line}\n`);
  for (const { title, reason, until, due } of waiting) {
    const when =
      until === undefined ? reason : due ? `since ${showTime(until)}` : `${reason}, not before ${showTime(until)}`;
    tell(due ? 'due:   ' : 'waits: ', `${title} (${when})`, '  ');
  }
  if (undone === undefined && outcome !== 'complete') host.out(`  go on with:  ${nextCommand(['resume', run])}\n`);
}

function statusOf(host: Host, path: string): RunStatus {
  const run = openRun(host.cwd, path);
  const { begin, changes, outcome } = run.state;
  const undone = undoingOf(host.cwd, undoneOf(host.cwd, run));
  const states = [...changes.values()];
  return {
    run: nameOf(host.cwd, path),
    mode: begin.mode,
    account: begin.account.id,
    began: begin.at,
    outcome,
    ...(undone === undefined ? {} : { undone }),
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
