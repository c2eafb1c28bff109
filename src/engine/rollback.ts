import { type Change, invert, type Operations, type Value } from './change.ts';
import { waitFor } from './gates.ts';
import type { Line } from './journal.ts';
import type { Json } from './json.ts';
import type { Plan } from './plan.ts';
import type { Batch } from './provider.ts';
import { type ChangeState, foldRun, RunStates } from './run-state.ts';
import { checkAccount, type Direction, type RunContext, Runner, type RunResult } from './runner.ts';

/** One step of a rollback: the change that was made, and the one that undoes it. */
export interface Undo {
  readonly done: ChangeState;
  readonly inverse: Change;
}

/** What undoing a run comes to, shown before it is confirmed: the steps, newest first, and what cannot be undone. */
export interface RollbackPlan {
  readonly undo: readonly Undo[];
  readonly lost: readonly ChangeState[];
}

/**
 * Works out how to undo a run from its record alone. What the run found already as wanted is left as it is. What a
 * change rested on is undone only after the change itself, so that access is given back before anything is taken away.
 */
export function planRollback<C>(operations: Operations<C>, lines: readonly Line[], plan: Plan): RollbackPlan {
  const { changes } = foldRun(lines, plan.changes);
  const happened = [...changes.values()]
    .filter(({ status, already, unsettled }) => (status === 'done' && !already) || unsettled !== undefined)
    .reverse();
  const undo: Undo[] = [];
  const lost: ChangeState[] = [];
  // By change: the step that undoes it, or the change itself where nothing does, so that what it rests on stays too.
  const steps = new Map<string, string>();
  const add = (done: ChangeState): void => {
    const { change, resource, before, after } = done;
    if (steps.has(change.id)) return;
    const resting = happened.filter((other) => other.change.dependsOn.includes(change.id));
    resting.forEach(add);
    const inverse = invert(operations, { ...change, resource, from: before, to: after ?? change.to });
    steps.set(change.id, inverse?.id ?? change.id);
    if (inverse === null) lost.push(done);
    else
      undo.push({
        done,
        inverse: { ...inverse, dependsOn: resting.flatMap((other) => steps.get(other.change.id) ?? []) },
      });
  };
  happened.forEach(add);
  return { undo, lost };
}

/** What undoing a run needs. */
export interface RollbackInput<C> extends RunContext<C> {
  readonly plan: Plan;
  /** The record of the run that is undone. */
  readonly lines: readonly Line[];
  /** The rollback's own record so far, when it is gone on with. */
  readonly earlier: readonly Line[];
  readonly run: string;
  /** Undoes what Terraform carried out; without it all goes by the API. */
  readonly batch: Batch | undefined;
}

/** Undoes a run, newest change first, with its own record; each step is verified by reading the account. */
export async function rollbackRun<C>(input: RollbackInput<C>): Promise<RunResult> {
  const { plan, operations, account, journal, earlier, batch } = input;
  const { begin } = foldRun(input.lines, plan.changes);
  const caller = await checkAccount(account, begin.account);
  const { undo, lost } = planRollback(operations, input.lines, plan);
  const inverses = undo.map(({ inverse }) => inverse);
  if (earlier.length > 0) journal.write({ kind: 'resumed', caller });
  else
    journal.write({
      kind: 'begin',
      run: input.run,
      mode: 'rollback',
      plan: plan.id,
      planDigest: plan.digest,
      of: begin.run,
      undoing: inverses,
      account: begin.account,
      caller,
    });
  const states = new RunStates(inverses);
  for (const line of earlier) states.take(line);
  const steps = new Map(undo.map((step) => [step.inverse.id, step]));
  const direction: Direction = {
    async hold(change) {
      const wait = await waitFor(change, states.changes, account, input.now());
      return wait && { ...wait, never: true };
    },
    // What a lost answer left behind may have a name that no record knows.
    lost(change) {
      const calls = [steps.get(change.id)?.done, states.changes.get(change.id)];
      return calls.filter((state) => state !== undefined).filter(({ unsettled }) => unsettled === 'lost');
    },
  };
  const byTerraform = batch === undefined ? [] : undo.filter(({ done }) => done.change.via === 'terraform');
  const runner = new Runner(
    input,
    states,
    batch === undefined
      ? direction
      : { ...direction, batch: (due, moved) => batch.rollback(goalsOf(byTerraform, states, due, moved)) },
  );
  await runner.run([
    { via: 'api', changes: inverses.filter(({ id }) => !byTerraform.some(({ inverse }) => inverse.id === id)) },
    { via: 'terraform', changes: byTerraform.map(({ inverse }) => inverse) },
  ]);
  const left = inverses.some(({ id }) => states.changes.get(id)?.status !== 'done');
  const outcome = left && input.signal.aborted ? 'interrupted' : left || lost.length > 0 ? 'partial' : 'complete';
  journal.write({ kind: 'end', outcome });
  return { outcome, states: states.changes };
}

/**
 * What Terraform is to leave behind: the earlier value of what is undone, and of what others changed since, the value
 * that they gave it. What is to stay as the run made it, for something still rests on it, is not spoken of.
 */
function goalsOf(
  undo: readonly Undo[],
  states: RunStates,
  due: ReadonlySet<string>,
  moved: ReadonlyMap<string, Json>,
): Parameters<Batch['rollback']>[0] {
  return undo.flatMap(({ done: { change, resource, before }, inverse: { id } }) => {
    const undone = due.has(id) || states.changes.get(id)?.status === 'done';
    if (!undone && !moved.has(id)) return [];
    return [{ change, resource, before: (undone ? before : (moved.get(id) ?? null)) as Value | null }];
  });
}
