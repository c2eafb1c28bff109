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

/** What of a run is to be undone: all of it, or some of its changes, less what earlier rollbacks of it undid. */
export interface RollbackScope {
  /** Ids of changes of the run. */
  readonly only?: ReadonlySet<string>;
  /** The lines of the run's earlier rollbacks, the earliest first. */
  readonly undone?: readonly Line[];
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

/** What is left to undo within a scope. What rests on a change goes with it, for it is undone first. */
export function leftToUndo({ undo, lost }: RollbackPlan, { only, undone = [] }: RollbackScope): RollbackPlan {
  const states = statesOf(undo, undone);
  const steps = new Map(undo.map((step) => [step.inverse.id, step]));
  const wanted = new Set<string>();
  const want = ({ inverse }: Undo): void => {
    if (wanted.has(inverse.id)) return;
    wanted.add(inverse.id);
    for (const id of inverse.dependsOn) {
      const step = steps.get(id);
      if (step !== undefined) want(step);
    }
  };
  for (const step of undo) if (only === undefined || only.has(step.done.change.id)) want(step);
  const chosen = undo.filter(({ inverse: { id } }) => wanted.has(id));
  const rested = new Set(chosen.flatMap(({ inverse }) => inverse.dependsOn));
  return {
    undo: chosen.filter(({ inverse: { id } }) => states.changes.get(id)?.status !== 'done'),
    lost: lost.filter(({ change: { id } }) => only === undefined || only.has(id) || rested.has(id)),
  };
}

function statesOf(undo: readonly Undo[], lines: readonly Line[]): RunStates {
  const states = new RunStates(undo.map(({ inverse }) => inverse));
  for (const line of lines) states.take(line);
  return states;
}

/** What undoing a run needs. */
export interface RollbackInput<C> extends RunContext<C>, RollbackScope {
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
  const { plan, operations, account, journal, earlier, batch, undone = [] } = input;
  const { begin } = foldRun(input.lines, plan.changes);
  const caller = await checkAccount(account, begin.account);
  const whole = planRollback(operations, input.lines, plan);
  const { undo, lost } = scopeOf(whole, input);
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
      ...(input.only === undefined ? {} : { only: [...input.only] }),
      undoing: inverses,
      account: begin.account,
      caller,
    });
  // A step may rest on one that an earlier rollback did, on a resource that has its name from there.
  const states = statesOf(whole.undo, [...undone, ...earlier]);
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
  for (const { resource, after, at } of undo.map(({ done }) => done))
    if (after !== undefined) account.recall?.(resource, after as Value | null, at);
  await runner.run([
    { via: 'api', changes: inverses.filter(({ id }) => !byTerraform.some(({ inverse }) => inverse.id === id)) },
    { via: 'terraform', changes: byTerraform.map(({ inverse }) => inverse) },
  ]);
  const left = inverses.some(({ id }) => states.changes.get(id)?.status !== 'done');
  const { stopped } = runner;
  const brokenOff = left && (input.signal.aborted || stopped !== undefined);
  const outcome = brokenOff ? 'interrupted' : left || lost.length > 0 ? 'partial' : 'complete';
  journal.write({ kind: 'end', outcome });
  const own = new Map([...states.changes].filter(([id]) => steps.has(id)));
  return { outcome, states: own, ...(stopped === undefined ? {} : { stopped }) };
}

/** What a rollback is about: as its record says where it is gone on with, else what is left in its scope. */
function scopeOf(
  whole: RollbackPlan,
  { earlier, ...scope }: RollbackScope & { earlier: readonly Line[] },
): RollbackPlan {
  const [begin] = earlier;
  if (begin?.kind !== 'begin') return leftToUndo(whole, scope);
  const begun = new Set(begin.undoing?.map(({ id }) => id));
  const { lost } = leftToUndo(whole, begin.only === undefined ? {} : { only: new Set(begin.only) });
  return { undo: whole.undo.filter(({ inverse }) => begun.has(inverse.id)), lost };
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
    const goal = (undone ? before : (moved.get(id) ?? null)) as Value | null;
    return [{ change, resource, before: goal, stands: due.has(id) }];
  });
}
