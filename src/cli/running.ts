import { join } from 'node:path';
import { applyPlan, checkPlan } from '../engine/apply.ts';
import type { Baseline } from '../engine/baseline.ts';
import { type ExitCode, exitCode, RemediateError } from '../engine/errors.ts';
import { Journal, type Line } from '../engine/journal.ts';
import { RecordFile } from '../engine/journal-file.ts';
import type { Batch } from '../engine/provider.ts';
import { leftToUndo, rollbackRun } from '../engine/rollback.ts';
import type { ChangeState } from '../engine/run-state.ts';
import type { RunContext, RunEvent, RunResult } from '../engine/runner.ts';
import type { Signer } from '../engine/signature.ts';
import type { AwsCollections } from '../providers/aws/model/collections.ts';
import { operations } from '../providers/aws/operations/index.ts';
import { neutralise } from '../report/neutral-text.ts';
import { showTime } from '../report/phrases.ts';
import { type Host, stateFolder } from './host.ts';
import { accountOptions, flags, nextCommand } from './next.ts';
import type { SourceOptions } from './options.ts';
import type { PlanFolder } from './plan-folder.ts';
import { nameOf, nextRun, openRun, type Run, runsOf } from './run-files.ts';
import { withLocks } from './run-lock.ts';
import { stoppable } from './signals.ts';
import { openSink } from './sinks.ts';
import type { Source } from './source.ts';
import { terraformPart } from './terraform-part.ts';
import { undoneOf } from './undone.ts';

/** What a run is begun with, apart from its plan. */
export interface RunOptions {
  readonly source: Source;
  readonly baseline: Baseline;
  readonly onEvent: (event: RunEvent) => void;
  /** Takes over a lock of which cannot be known that its holder is gone. */
  readonly breakLock?: boolean;
  /** Signs the record at each close. */
  readonly sign?: Signer;
}

/** What an apply is begun with: also the irreversible steps that were allowed by name. */
export interface ApplyRunOptions extends RunOptions {
  readonly allowed: ReadonlySet<string>;
}

/** What a rollback is begun with: also the changes that it is limited to. */
export interface UndoRunOptions extends RunOptions {
  readonly only?: ReadonlySet<string>;
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
  return alone(host, folder, options, async () => {
    refuseBegun(host, folder);
    await checkPlan(folder.plan, operations, await options.source.account());
    return applyUnder(host, folder, options, undefined);
  });
}

/** Goes on with a run: what was left, and what has become due. */
export function resumeRun(host: Host, { folder, path }: Run, options: ApplyRunOptions): Promise<Ended> {
  return alone(host, folder, options, () => applyUnder(host, folder, options, path));
}

/** Refuses to begin a plan anew of which a run has not come to its end: only that run knows what it began. */
function refuseBegun(host: Host, folder: PlanFolder): void {
  for (const run of runsOf(host.cwd, folder)) {
    const { begin, outcome } = run.state;
    if (begin.mode === 'rollback' || outcome === 'complete') continue;
    const undone = undoneOf(host.cwd, run);
    if (undone.rollbacks.length > 0 && undone.left.undo.length === 0) continue;
    const record = nameOf(host.cwd, run.path);
    throw new RemediateError('Conflict', `a run of this plan has not come to its end: ${record}`, {
      hint: `go on with it: remediate resume ${record}; or undo it first: remediate rollback ${record}`,
    });
  }
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

/** Undoes what is left of a run, or a part of it, under a record of its own, or goes on with that where it was broken off. */
export async function undoRun(host: Host, { folder, path }: Run, options: UndoRunOptions): Promise<Ended> {
  return alone(host, folder, options, async () => {
    const run = openRun(host.cwd, path);
    const { rollbacks, whole, lines } = undoneOf(host.cwd, run);
    const { undo } = leftToUndo(whole, { ...options, undone: lines });
    const last = rollbacks.at(-1);
    const begun = new Set(last?.state.begin.undoing?.map(({ id }) => id));
    // Only the last one is gone on with: what came after another's lines would be told in the wrong order.
    const reopened = undo.every(({ inverse }) => begun.has(inverse.id)) ? last : undefined;
    const earlier = rollbacks.filter((rollback) => rollback !== reopened);
    const ended = await underRecord(host, folder, options, reopened?.path, (context) =>
      rollbackRun({
        ...context,
        plan: folder.plan,
        lines: run.lines,
        undone: earlier.flatMap((rollback) => rollback.lines),
        ...(options.only === undefined ? {} : { only: options.only }),
      }),
    );
    return { ...ended, mode: 'rollback', changes: reopened === undefined ? undo.length : begun.size };
  });
}

/** Does work while nobody else on this machine changes the account, and nobody at all runs the plan. */
function alone<T>(host: Host, { path, plan }: PlanFolder, options: RunOptions, work: () => Promise<T>): Promise<T> {
  const { id, partition } = plan.account;
  const account = options.source.file ?? join(stateFolder(host.env), 'locks', `${partition}-${id}`);
  const locks = [
    { path: `${account}.lock`, what: `account ${id}` },
    // Also for those who have the folder from another machine: two that go on with one record would do its steps twice.
    { path: join(path, 'runs', '.lock'), what: 'this plan' },
  ];
  return withLocks(locks, host.now, options.breakLock === true, work);
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
  { source, baseline, onEvent, sign }: RunOptions,
  reopen: string | undefined,
  work: (context: Recorded) => Promise<RunResult>,
): Promise<RunResult & { readonly record: string }> {
  const account = await source.account();
  const sink = await openSink(host, baseline, source);
  const batch = await terraformPart(folder, source);
  const { file, run, earlier } = openRecord(folder, reopen);
  const goOn = () => `remediate resume ${nameOf(host.cwd, file.path)}`;
  try {
    const { now, signal } = host;
    const journal = new Journal(file, now, earlier, sign);
    const result = await stoppable(host, goOn, () =>
      work({ operations, account, journal, now, sink, onEvent, signal, batch, run, earlier }),
    );
    return { ...result, record: file.path };
  } catch (error) {
    if (!(error instanceof RemediateError) || error.code !== 'Journal') throw error;
    const hint = `nothing is done without a record; make room for it, then go on: ${goOn()}`;
    throw new RemediateError('Journal', error.message, { cause: error, hint });
  } finally {
    file.close();
  }
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
export function tellEnd(host: Host, ended: Ended, options: SourceOptions & GivenAgain): ExitCode {
  tellStates(host, ended);
  if (ended.stopped?.hint !== undefined)
    host.err(`Stopped:  the account is out of reach; ${neutralise(ended.stopped.hint)}\n`);
  for (const line of onwards(host, ended, options)) host.err(line);
  return ended.outcome === 'complete' || ended.outcome === 'waiting' ? exitCode.ok : exitCode.partial;
}

/** What a run was allowed and told, so that it is given again to go on with it. */
export interface GivenAgain {
  readonly allowIrreversible?: readonly string[];
  readonly secretsTo?: string;
  readonly signWith?: string;
}

/** The commands that lead on from a run, a line each: to go on with what is left of it, to undo it, to prove its record. */
export function onwards(host: Host, ended: Ended, options: SourceOptions & GivenAgain): string[] {
  const { allowIrreversible = [], secretsTo, signWith } = options;
  const record = nameOf(host.cwd, ended.record);
  const same = flags({
    '--allow-irreversible': allowIrreversible.length === 0 ? undefined : allowIrreversible.join(','),
    '--secrets-to': secretsTo,
    '--sign-with': signWith,
  });
  const line = (what: string, command: string, more: readonly string[] = []) =>
    `${what.padEnd(10)}${nextCommand([command, record], accountOptions(options), more)}\n`;
  const states = [...ended.states.values()];
  const isLeft = states.filter(({ status }) => status === 'done').length < ended.changes;
  const called = states.some(({ status }) => status === 'done' || status === 'failed');
  return [
    ...(isLeft ? [line('Go on:', 'resume', same)] : []),
    ...(ended.mode === 'apply' && called ? [line('Undo:', 'rollback')] : []),
    ...(called ? [line('Prove:', 'verify')] : []),
  ];
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
