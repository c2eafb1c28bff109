import { applyPlan, checkPlan } from '../engine/apply.ts';
import type { Baseline } from '../engine/baseline.ts';
import { type ExitCode, exitCode } from '../engine/errors.ts';
import { Journal, type Line } from '../engine/journal.ts';
import { RecordFile } from '../engine/journal-file.ts';
import type { Batch } from '../engine/provider.ts';
import { planRollback, rollbackRun } from '../engine/rollback.ts';
import type { ChangeState } from '../engine/run-state.ts';
import type { RunContext, RunEvent, RunResult } from '../engine/runner.ts';
import type { AwsCollections } from '../providers/aws/model/collections.ts';
import { operations } from '../providers/aws/operations/index.ts';
import { neutralise } from '../report/neutral-text.ts';
import { showTime } from '../report/phrases.ts';
import type { Host } from './host.ts';
import type { PlanFolder } from './plan-folder.ts';
import { nameOf, nextRun, type Run, rollbackOf } from './run-files.ts';
import { withLock } from './run-lock.ts';
import { openSink } from './sinks.ts';
import type { Source } from './source.ts';
import { terraformPart } from './terraform-part.ts';

/** What a run is begun with, apart from its plan. */
export interface RunOptions {
  readonly source: Source;
  readonly baseline: Baseline;
  readonly onEvent: (event: RunEvent) => void;
}

/** What an apply is begun with: also the irreversible steps that were allowed by name. */
export interface ApplyRunOptions extends RunOptions {
  readonly allowed: ReadonlySet<string>;
}

/** A run that ended, and the path of its record. */
export interface Ended extends RunResult {
  readonly mode: 'apply' | 'rollback';
  readonly record: string;
  /** How many changes the run is about, begun or not. */
  readonly changes: number;
}

/** Carries out a plan that was confirmed, under a new record. */
export async function beginRun(host: Host, folder: PlanFolder, options: ApplyRunOptions): Promise<Ended> {
  await checkPlan(folder.plan, operations, await options.source.account());
  return applyUnder(host, folder, options, undefined);
}

/** Goes on with a run: what was left, and what has become due. */
export function resumeRun(host: Host, { folder, path }: Run, options: ApplyRunOptions): Promise<Ended> {
  return applyUnder(host, folder, options, path);
}

async function applyUnder(
  host: Host,
  folder: PlanFolder,
  options: ApplyRunOptions,
  reopen: string | undefined,
): Promise<Ended> {
  const { plan } = folder;
  const ended = await underRecord(host, folder, options, reopen, (context) =>
    applyPlan({ ...context, plan, allowed: options.allowed }),
  );
  return { ...ended, mode: 'apply', changes: plan.changes.length };
}

/** Undoes a run under a record of its own, or goes on with that where it was broken off. */
export async function undoRun(host: Host, { folder, lines, path, ...run }: Run, options: RunOptions): Promise<Ended> {
  const { plan } = folder;
  const begun = rollbackOf(host.cwd, { folder, lines, path, ...run });
  const ended = await underRecord(host, folder, options, begun?.path, (context) =>
    rollbackRun({ ...context, plan, lines }),
  );
  return { ...ended, mode: 'rollback', changes: planRollback(operations, lines, plan).undo.length };
}

type Recorded = RunContext<AwsCollections> & {
  readonly run: string;
  readonly earlier: readonly Line[];
  readonly batch: Batch | undefined;
};

/** Runs under a new record, or under one that is gone on with; what cannot be had for it leaves no record behind. */
async function underRecord(
  host: Host,
  folder: PlanFolder,
  { source, baseline, onEvent }: RunOptions,
  reopen: string | undefined,
  work: (context: Recorded) => Promise<RunResult>,
): Promise<RunResult & { readonly record: string }> {
  const account = await source.account();
  const sink = await openSink(host, baseline, source);
  const batch = await terraformPart(folder, source);
  return withLock(folder.path, async () => {
    const { file, run, earlier } = openRecord(folder, reopen);
    try {
      const journal = new Journal(file, host.now, earlier);
      const { now, signal } = host;
      const result = await work({ operations, account, journal, now, sink, onEvent, signal, batch, run, earlier });
      return { ...result, record: file.path };
    } finally {
      file.close();
    }
  });
}

function openRecord(
  folder: PlanFolder,
  reopen: string | undefined,
): { file: RecordFile; run: string; earlier: readonly Line[] } {
  if (reopen === undefined) {
    const { run, path } = nextRun(folder.path);
    return { file: RecordFile.create(path), run, earlier: [] };
  }
  const { file, record } = RecordFile.reopen(reopen);
  const [begin] = record.lines;
  return { file, run: begin?.kind === 'begin' ? begin.run : '', earlier: record.lines };
}

/** Tells how a run ended and what comes next: going on with it, and undoing it. */
export function tellEnd(host: Host, ended: Ended): ExitCode {
  tellStates(host, ended);
  const record = nameOf(host.cwd, ended.record);
  const states = [...ended.states.values()];
  const called = states.some(({ status }) => status === 'done' || status === 'failed');
  if (states.filter(({ status }) => status === 'done').length < ended.changes)
    host.err(`Go on:    remediate resume ${record}\n`);
  if (ended.mode === 'apply' && called) host.err(`Undo:     remediate rollback ${record}\n`);
  return ended.outcome === 'complete' || ended.outcome === 'waiting' ? exitCode.ok : exitCode.partial;
}

/** Tells what a run came to: what is done, what waits, what failed, and where the record is. */
export function tellStates(host: Host, ended: Ended): void {
  const states = [...ended.states.values()];
  const of = (status: string) => states.filter((state) => state.status === status);
  const [done, waiting, failed, skipped] = [of('done'), of('waiting'), of('failed'), of('skipped')];
  const notBegun = ended.changes - done.length - waiting.length - failed.length;
  host.err(`\n${done.length} done, ${waiting.length} waiting, ${failed.length} failed, ${notBegun} not begun\n`);
  const told = ({ change, detail = '' }: ChangeState) => neutralise(`${change.title}: ${detail}`);
  for (const state of [...failed, ...skipped]) host.err(`  ${host.paint('red', '✗')} ${told(state)}\n`);
  for (const state of waiting) {
    const until = state.until === undefined ? '' : `, not before ${showTime(state.until)}`;
    host.err(`  ${host.paint('yellow', '…')} ${told(state)}${until}\n`);
  }
  for (const { handedTo, change } of states)
    if (handedTo !== undefined) host.err(`  ${neutralise(`The new secret of "${change.title}" is in ${handedTo}`)}\n`);
  host.err(`Record:   ${nameOf(host.cwd, ended.record)}\n`);
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
