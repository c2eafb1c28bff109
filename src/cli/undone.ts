import type { Line } from '../engine/journal.ts';
import { leftToUndo, planRollback, type RollbackPlan } from '../engine/rollback.ts';
import { operations } from '../providers/aws/operations/index.ts';
import { nameOf, type Run, rollbacksOf } from './run-files.ts';

/** How far a run was undone, by all of its rollbacks together. */
export interface Undone {
  /** The rollbacks, the earliest first. */
  readonly rollbacks: readonly Run[];
  readonly lines: readonly Line[];
  readonly whole: RollbackPlan;
  readonly left: RollbackPlan;
}

/** Looks how far a run was undone. */
export function undoneOf(cwd: string, run: Run): Undone {
  const rollbacks = rollbacksOf(cwd, run);
  const lines = rollbacks.flatMap((rollback) => rollback.lines);
  const whole = planRollback(operations, run.lines, run.folder.plan);
  return { rollbacks, lines, whole, left: leftToUndo(whole, { undone: lines }) };
}

/** Says what undid a run, or a part of it; undefined where nothing did. */
export function undoingOf(cwd: string, { rollbacks, left }: Undone): string | undefined {
  if (rollbacks.length === 0) return undefined;
  const records = rollbacks.map(({ path }) => nameOf(cwd, path)).join(', ');
  return `rolled back ${left.undo.length === 0 ? '' : 'in part '}by ${records}`;
}
