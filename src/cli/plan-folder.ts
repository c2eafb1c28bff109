import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { RemediateError } from '../engine/errors.ts';
import { type Plan, parsePlan } from '../engine/plan.ts';
import { readInput } from './source.ts';

/** A plan on disk: plan.json, plan.md, stack/ and runs/ in one folder. */
export interface PlanFolder {
  readonly path: string;
  readonly plan: Plan;
}

/** Makes the folder of a plan; one that holds a plan already is refused. */
export function makeFolder(path: string): void {
  if (existsSync(join(path, 'plan.json')))
    throw new RemediateError('Usage', `${path} holds a plan already`, { hint: 'choose another folder with --output' });
  mkdirSync(path, { recursive: true });
}

/** Writes a plan into its folder; plan.json comes last, so that a folder with one is whole. */
export function savePlan({ path, plan }: PlanFolder, markdown: string): void {
  writeFileSync(join(path, 'plan.md'), markdown);
  writeFileSync(join(path, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
}

/** Opens a plan by its folder or its plan.json. */
export function openPlan(cwd: string, given: string): PlanFolder {
  const path = resolve(cwd, given);
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'plan.json') : path;
  return { path: dirname(file), plan: parsePlan(readInput(file, plansUnder(cwd)), file) };
}

/** Names the plans that there are, for who named another. */
function plansUnder(cwd: string): string {
  const folder = join(cwd, 'plans');
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'plan.json')))
    : [];
  if (names.length === 0) return 'make a plan with `remediate plan`';
  return `the plans here: ${names
    .sort()
    .slice(-5)
    .map((name) => `plans/${name}`)
    .join(', ')}`;
}

/** True for a path whose file begins like a record rather than a plan. */
export function isRecord(path: string): boolean {
  return existsSync(path) && statSync(path).isFile() && readFileSync(path, 'utf8').startsWith('{"seq":0,');
}
