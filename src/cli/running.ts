import { relative } from 'node:path';
import { applyPlan, checkPlan, type RunEvent, type RunResult } from '../engine/apply.ts';
import type { Baseline } from '../engine/baseline.ts';
import { type ExitCode, exitCode } from '../engine/errors.ts';
import { Journal, type Line } from '../engine/journal.ts';
import { RecordFile, readRecord } from '../engine/journal-file.ts';
import { rollbackRun } from '../engine/rollback.ts';
import type { ChangeState } from '../engine/run-state.ts';
import { operations } from '../providers/aws/operations/index.ts';
import { neutralise } from '../report/neutral-text.ts';
import { showTime } from '../report/phrases.ts';
import type { Host } from './host.ts';
import { nextRun, openPlanOfRun, type PlanFolder } from './plan-folder.ts';
import { openSink } from './sinks.ts';
import type { Source } from './source.ts';
import { terraformPart } from './terraform-part.ts';

/** What a run is begun with, apart from its plan. */
export interface RunOptions {
  readonly source: Source;
  readonly baseline: Baseline;
  readonly allowed: ReadonlySet<string>;
  readonly onEvent: (event: RunEvent) => void;
}

/** A run that ended, and the path of its record. */
export interface Ended extends RunResult {
  readonly record: string;
}

/** Carries out a plan that was confirmed, under a new record. */
export async function beginRun(host: Host, folder: PlanFolder, options: RunOptions): Promise<Ended> {
  await checkPlan(folder.plan, operations, await options.source.account());
  const { run, path } = nextRun(folder.path);
  return carryOut(host, folder, options, RecordFile.create(path), run, []);
}

/** Goes on with a run: what was left, and what has become due. */
export async function resumeRun(host: Host, record: string, options: RunOptions): Promise<Ended> {
  const { file, record: parsed } = RecordFile.reopen(record);
  return carryOut(host, openPlanOfRun(record), options, file, runName(parsed.lines), parsed.lines);
}

async function carryOut(
  host: Host,
  folder: PlanFolder,
  { source, baseline, allowed, onEvent }: RunOptions,
  file: RecordFile,
  run: string,
  earlier: readonly Line[],
): Promise<Ended> {
  try {
    const result = await applyPlan({
      plan: folder.plan,
      operations,
      account: await source.account(),
      journal: new Journal(file, host.now, earlier),
      earlier,
      run,
      now: host.now,
      sink: await openSink(host, baseline, source),
      batch: await terraformPart(folder, source),
      allowed,
      onEvent,
      signal: host.signal,
    });
    return { ...result, record: file.path };
  } finally {
    file.close();
  }
}

/** Undoes a run under a record of its own. */
export async function undoRun(host: Host, record: string, options: Omit<RunOptions, 'allowed'>): Promise<Ended> {
  const { lines } = readRecord(record);
  const folder = openPlanOfRun(record);
  const { run, path } = nextRun(folder.path);
  const file = RecordFile.create(path);
  try {
    const result = await rollbackRun({
      plan: folder.plan,
      lines,
      operations,
      account: await options.source.account(),
      journal: new Journal(file, host.now),
      run,
      now: host.now,
      sink: await openSink(host, options.baseline, options.source),
      batch: await terraformPart(folder, options.source),
      onEvent: options.onEvent,
      signal: host.signal,
    });
    return { ...result, record: file.path };
  } finally {
    file.close();
  }
}

function runName(lines: readonly Line[]): string {
  const [begin] = lines;
  return begin?.kind === 'begin' ? begin.run : '';
}

/** Tells how a run ended: what is done, what waits, what failed, where the record is and what comes next. */
export function tellEnd(host: Host, ended: Ended): ExitCode {
  const states = [...ended.states.values()];
  const of = (status: string) => states.filter((state) => state.status === status);
  const record = relative(host.cwd, ended.record);
  const waiting = of('waiting');
  const [failed, skipped] = [of('failed'), of('skipped')];
  host.err(
    `\n${of('done').length} done, ${waiting.length} waiting, ${failed.length} failed, ${skipped.length} not begun\n`,
  );
  const told = ({ change, detail = '' }: ChangeState) => neutralise(`${change.title}: ${detail}`);
  for (const state of [...failed, ...skipped]) host.err(`  ${host.paint('red', '✗')} ${told(state)}\n`);
  for (const state of waiting) {
    const until = state.until === undefined ? '' : `, not before ${showTime(state.until)}`;
    host.err(`  ${host.paint('yellow', '…')} ${told(state)}${until}\n`);
  }
  for (const { handedTo, change } of states)
    if (handedTo !== undefined) host.err(`  ${neutralise(`The new secret of "${change.title}" is in ${handedTo}`)}\n`);
  host.err(`Record:   ${record}\n`);
  if (ended.outcome !== 'complete') host.err(`Go on:    remediate resume ${record}\n`);
  return ended.outcome === 'complete' || ended.outcome === 'waiting' ? exitCode.ok : exitCode.partial;
}

/** Progress as plain lines, one a change. */
export function plainProgress(host: Host): (event: RunEvent) => void {
  const marks = { done: '✓', failed: '✗', skipped: '–', waiting: '…', begun: ' ' } as const;
  const tones = { done: 'green', failed: 'red', skipped: 'yellow', waiting: 'yellow', begun: 'dim' } as const;
  return (event) => {
    if (event.kind === 'wave' && event.via === 'terraform') host.err(`Terraform: ${event.changes} changes …\n`);
    if (event.kind === 'ended')
      host.err(
        `${host.paint(tones[event.state.status], marks[event.state.status])} ${neutralise(event.change.title)}\n`,
      );
  };
}
