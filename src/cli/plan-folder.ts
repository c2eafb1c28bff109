import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { RemediateError } from '../engine/errors.ts';
import { type Plan, parsePlan } from '../engine/plan.ts';
import { readInput } from './source.ts';

/** A plan on disk: plan.json, plan.md, stack/ and runs/ in one folder. */
export interface PlanFolder {
  readonly path: string;
  readonly plan: Plan;
}

/** Writes a plan into a folder that holds none yet. */
export function savePlan(path: string, plan: Plan, markdown: string): PlanFolder {
  if (existsSync(join(path, 'plan.json')))
    throw new RemediateError('Usage', `${path} holds a plan already`, { hint: 'choose another folder with --output' });
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
  writeFileSync(join(path, 'plan.md'), markdown);
  return { path, plan };
}

/** Opens a plan by its folder or its plan.json. */
export function openPlan(cwd: string, given: string): PlanFolder {
  const path = resolve(cwd, given);
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'plan.json') : path;
  return { path: dirname(file), plan: parsePlan(readInput(file), file) };
}

/** Opens the plan that a record belongs to: the record lies in the plan's runs folder. */
export function openPlanOfRun(run: string): PlanFolder {
  const folder = dirname(dirname(run));
  const file = join(folder, 'plan.json');
  if (basename(dirname(run)) !== 'runs' || !existsSync(file))
    throw new RemediateError('BadInput', `${run} does not lie in the runs folder of a plan`, {
      hint: 'name a record where the run left it: plans/<id>/runs/<run>.jsonl',
    });
  return { path: folder, plan: parsePlan(readInput(file), file) };
}

/** The path of the next record of a plan: runs are numbered. */
export function nextRun(folder: string): { run: string; path: string } {
  const runs = join(folder, 'runs');
  const taken = existsSync(runs) ? readdirSync(runs).map((name) => Number.parseInt(name, 10) || 0) : [];
  const run = String(Math.max(0, ...taken) + 1);
  return { run, path: join(runs, `${run}.jsonl`) };
}

/** Every record under a folder of plans, the oldest plan first. */
export function findRuns(plans: string): string[] {
  if (!existsSync(plans)) return [];
  return readdirSync(plans)
    .sort()
    .flatMap((plan) => {
      const runs = join(plans, plan, 'runs');
      return existsSync(runs)
        ? readdirSync(runs)
            .sort(byNumber)
            .map((name) => join(runs, name))
        : [];
    });
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10);
}

/** True for a path whose file begins like a record rather than a plan. */
export function isRecord(path: string): boolean {
  return existsSync(path) && statSync(path).isFile() && readFileSync(path, 'utf8').startsWith('{"seq":0,');
}
