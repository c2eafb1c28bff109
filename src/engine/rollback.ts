import type { RunEvent, RunResult } from './apply.ts';
import { type Change, invert, type Operations, sameValue, type Value } from './change.ts';
import { RemediateError } from './errors.ts';
import { waitFor } from './gates.ts';
import type { Journal, Line } from './journal.ts';
import { toJson } from './json.ts';
import type { Plan } from './plan.ts';
import type { Account, Batch } from './provider.ts';
import { type ChangeState, foldRun } from './run-state.ts';
import type { SecretSink } from './secrets.ts';

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

/** Works out how to undo a run from its record alone. What the run found already as wanted is left as it is. */
export function planRollback<C>(operations: Operations<C>, lines: readonly Line[], plan: Plan): RollbackPlan {
  const { changes } = foldRun(lines, plan.changes);
  const undo: Undo[] = [];
  const lost: ChangeState[] = [];
  for (const done of [...changes.values()].reverse()) {
    const mayHaveHappened = done.status === 'done' || done.status === 'begun' || done.status === 'failed';
    if (!mayHaveHappened || done.already) continue;
    const made = { ...done.change, resource: done.resource, from: done.before, to: done.after ?? done.change.to };
    const inverse = invert(operations, made);
    if (inverse === null) lost.push(done);
    else undo.push({ done, inverse });
  }
  return { undo, lost };
}

/** What undoing a run needs. */
export interface RollbackInput<C> {
  readonly plan: Plan;
  readonly lines: readonly Line[];
  readonly operations: Operations<C>;
  readonly account: Account;
  /** The rollback's own record. */
  readonly journal: Journal;
  readonly run: string;
  readonly now: () => Date;
  readonly sink: SecretSink | undefined;
  readonly batch: Batch | undefined;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** Undoes a run, newest change first, with its own record; each step is verified by reading the account. */
export async function rollbackRun<C>(input: RollbackInput<C>): Promise<RunResult> {
  const { plan, operations, account, journal } = input;
  const identity = await account.identify();
  if (identity.account.id !== plan.account.id)
    throw new RemediateError(
      'WrongAccount',
      `the run changed account ${plan.account.id}, these credentials are for ${identity.account.id}`,
      { hint: 'choose the profile of the run’s account' },
    );
  const begin = input.lines[0];
  journal.write({
    kind: 'begin',
    run: input.run,
    mode: 'rollback',
    plan: plan.id,
    planDigest: plan.digest,
    account: plan.account,
    caller: identity.caller,
    ...(begin?.kind === 'begin' ? { of: begin.run } : {}),
  });
  const { undo, lost } = planRollback(operations, input.lines, plan);
  const states = new Map<string, ChangeState>();
  const byTerraform = input.batch === undefined ? [] : undo.filter(({ done }) => done.change.via === 'terraform');
  const byApi = undo.filter((step) => !byTerraform.includes(step));
  for (const step of byApi) {
    if (input.signal.aborted) break;
    await undoStep(input, step, states);
  }
  if (byTerraform.length > 0 && !input.signal.aborted) await undoBatch(input, byTerraform, states);
  const allDone = undo.every(({ inverse }) => states.get(inverse.id)?.status === 'done');
  const outcome = input.signal.aborted ? 'interrupted' : allDone && lost.length === 0 ? 'complete' : 'partial';
  journal.write({ kind: 'end', outcome });
  return { outcome, states };
}

async function undoStep<C>(input: RollbackInput<C>, step: Undo, states: Map<string, ChangeState>): Promise<void> {
  const { operations, account, journal, onEvent, now } = input;
  const { inverse } = step;
  const lens = operations.resource(inverse.resource.type);
  onEvent({ kind: 'begun', change: inverse });
  const set = (state: Omit<ChangeState, 'change' | 'resource' | 'at'>) => {
    const full: ChangeState = { change: inverse, resource: inverse.resource, at: now().toISOString(), ...state };
    states.set(inverse.id, full);
    onEvent({ kind: 'ended', change: inverse, state: full });
  };
  // What a lost answer left behind may have a name that the record does not know.
  if (step.done.status === 'begun') await account.settle(step.done.change, step.done.before as Value | null);
  const before = await account.observe(inverse.resource);
  if (sameValue(lens, before, inverse.to as Value | null)) {
    const { resource } = inverse;
    journal.write({ kind: 'done', change: inverse.id, resource, after: toJson(before), already: true });
    set({ status: 'done', before: toJson(before), already: true });
    return;
  }
  const refuse = (reason: string) => {
    journal.write({ kind: 'skipped', change: inverse.id, reason });
    set({ status: 'skipped', before: toJson(before), detail: reason });
  };
  if (!sameValue(lens, before, inverse.from as Value | null)) {
    refuse(`${lens.label(inverse.resource.address)} was changed since the run; it is left as it is`);
    return;
  }
  const wait = await waitFor(inverse, states, account, now());
  if (wait !== undefined) {
    refuse(wait.reason);
    return;
  }
  journal.write({ kind: 'intent', change: inverse, before: toJson(before) });
  try {
    const performed = await account.perform(inverse, input.sink);
    const after = toJson(await account.observe(performed.resource));
    journal.write({ kind: 'done', change: inverse.id, after, ...performed });
    set({ status: 'done', before: toJson(before), after });
  } catch (error) {
    if (error instanceof RemediateError && error.code === 'Journal') throw error;
    const detail = error instanceof Error ? error.message : String(error);
    journal.write({ kind: 'failed', change: inverse.id, error: detail });
    set({ status: 'failed', before: toJson(before), detail });
  }
}

async function undoBatch<C>(
  input: RollbackInput<C>,
  steps: readonly Undo[],
  states: Map<string, ChangeState>,
): Promise<void> {
  const { account, journal, operations, onEvent, now } = input;
  for (const { inverse } of steps) {
    onEvent({ kind: 'begun', change: inverse });
    journal.write({ kind: 'intent', change: inverse, before: inverse.from });
  }
  let failure = 'Terraform left it as it was';
  try {
    await input.batch?.rollback(
      steps.map(({ done }) => ({
        change: done.change,
        resource: done.resource,
        before: done.before as Value | null,
      })),
    );
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  for (const { inverse } of steps) {
    const after = await account.observe(inverse.resource);
    const undone = sameValue(operations.resource(inverse.resource.type), after, inverse.to as Value | null);
    if (undone) journal.write({ kind: 'done', change: inverse.id, resource: inverse.resource, after: toJson(after) });
    else journal.write({ kind: 'failed', change: inverse.id, error: failure });
    const state: ChangeState = {
      change: inverse,
      resource: inverse.resource,
      status: undone ? 'done' : 'failed',
      before: inverse.from,
      after: toJson(after),
      at: now().toISOString(),
      ...(undone ? {} : { detail: failure }),
    };
    states.set(inverse.id, state);
    onEvent({ kind: 'ended', change: inverse, state });
  }
}
