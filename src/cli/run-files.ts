import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { RemediateError } from '../engine/errors.ts';
import type { Line } from '../engine/journal.ts';
import { readRecord } from '../engine/journal-file.ts';
import { foldRun, type RunState } from '../engine/run-state.ts';
import { openPlan, type PlanFolder } from './plan-folder.ts';

/** A run on disk: its record, and the plan in whose folder it lies. */
export interface Run {
  readonly path: string;
  readonly folder: PlanFolder;
  readonly lines: readonly Line[];
  readonly torn: boolean;
  readonly state: RunState;
}

/** Opens a run by its record; a record that holds no run, and one of another plan than the folder's, are refused. */
export function openRun(cwd: string, given: string): Run {
  const path = resolve(cwd, given);
  const { lines, torn } = readRecord(path);
  const [begin] = lines;
  if (begin?.kind !== 'begin')
    throw new RemediateError('BadInput', `${path} holds no run: it ended before its first step`, {
      hint: 'nothing was changed by it; apply the plan again',
    });
  if (basename(dirname(path)) !== 'runs')
    throw new RemediateError('BadInput', `${path} does not lie in the runs folder of a plan`, {
      hint: 'name a record where the run left it: plans/<id>/runs/<run>.jsonl',
    });
  const folder = openPlan(cwd, join(dirname(dirname(path)), 'plan.json'));
  if (begin.planDigest !== folder.plan.digest)
    throw new RemediateError('PlanEdited', `${path} is the record of another plan than the one in its folder`, {
      hint: 'put the plan back that was applied: the record and its plan belong together',
    });
  return { path, folder, lines, torn, state: foldRun(lines, folder.plan.changes) };
}

/** The runs of a plan, the earliest first; one that ended before its first line was whole did nothing. */
export function runsOf(cwd: string, { path: folder }: PlanFolder): Run[] {
  return runFiles(folder)
    .filter((path) => readRecord(path).lines.length > 0)
    .map((path) => openRun(cwd, path));
}

/** The runs that undid a run or a part of it, the earliest first. */
export function rollbacksOf(cwd: string, { folder, state }: Run): Run[] {
  return runsOf(cwd, folder).filter(
    ({ state: { begin } }) => begin.mode === 'rollback' && begin.of === state.begin.run,
  );
}

/** The record of the run that a rollback undoes. */
export function undoneBy(rollback: Run): string {
  return join(dirname(rollback.path), `${rollback.state.begin.of}.jsonl`);
}

/** The path of the next record of a plan: runs are numbered. */
export function nextRun(folder: string): { run: string; path: string } {
  const taken = runFiles(folder).map((path) => Number.parseInt(basename(path), 10));
  const run = String(Math.max(0, ...taken) + 1);
  return { run, path: join(folder, 'runs', `${run}.jsonl`) };
}

/** Every record under a folder of plans, the oldest plan first. */
export function findRuns(plans: string): string[] {
  if (!existsSync(plans)) return [];
  return readdirSync(plans, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .flatMap((plan) => runFiles(join(plans, plan)));
}

/** A path as a command names it: from the working folder, or in full where it lies outside of that. */
export function nameOf(cwd: string, path: string): string {
  const name = relative(cwd, path) || '.';
  return name.startsWith('..') ? path : name;
}

function runFiles(folder: string): string[] {
  const runs = join(folder, 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .filter((name) => /^\d+\.jsonl$/.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((name) => join(runs, name));
}
