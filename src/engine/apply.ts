import { type Change, held, type Operations, refKey, sameHeld, sameValue, stable, type Value } from './change.ts';
import { RemediateError } from './errors.ts';
import { waitFor } from './gates.ts';
import type { Line } from './journal.ts';
import { canonicalJson } from './json.ts';
import type { Plan } from './plan.ts';
import type { Account, Batch } from './provider.ts';
import { RunStates } from './run-state.ts';
import { checkAccount, difference, type RunContext, Runner, type RunOutcome, type RunResult } from './runner.ts';

/** What carrying out a plan needs. */
export interface ApplyInput<C> extends RunContext<C> {
  readonly plan: Plan;
  /** The lines of the run so far, when it is resumed. */
  readonly earlier: readonly Line[];
  readonly run: string;
  /** Carries out the changes by Terraform; without it all go by the API. */
  readonly batch: Batch | undefined;
  /** Ids of changes, or of controls, whose irreversible steps were allowed by name. */
  readonly allowed: ReadonlySet<string>;
}

/** Refuses a plan that a guard refuses. */
export function checkGuards(plan: Plan): void {
  const refusal = plan.guards.find((verdict) => verdict.verdict === 'refused');
  if (refusal !== undefined)
    throw new RemediateError('GuardRefused', `the guard ${refusal.guard} refuses the plan: ${refusal.reason}`, {
      hint: 'make a plan without the findings that lead to it; no flag passes a guard',
    });
}

/** Refuses a plan for another account, one that a guard refuses, and one under which the account has moved. */
export async function checkPlan<C>(plan: Plan, operations: Operations<C>, account: Account): Promise<void> {
  await checkAccount(account, plan.account);
  checkAddresses(plan, operations);
  checkGuards(plan);
  const moved = await findMoved(plan, operations, account);
  if (moved.length > 0)
    throw new RemediateError('StalePlan', `the account has moved since the plan was made: ${moved.join('; ')}`, {
      hint: 'nothing was changed; make the plan again',
    });
}

/** Refuses a plan that names a resource and leaves out a part of its address, as none of this version does. */
export function checkAddresses<C>(plan: Plan, operations: Operations<C>): void {
  for (const { type, address } of [...plan.changes, ...plan.rests].map(({ resource }) => resource))
    try {
      operations.resource(type).label(address);
    } catch (cause) {
      if (cause instanceof RemediateError) throw cause;
      throw new RemediateError('BadInput', `the plan does not say which ${type} it means: ${canonicalJson(address)}`, {
        cause,
        hint: 'make the plan again with this version of remediate',
      });
    }
}

async function findMoved<C>(plan: Plan, operations: Operations<C>, account: Account): Promise<string[]> {
  const first = new Map<string, Change>();
  for (const change of plan.changes)
    if (!first.has(refKey(change.resource))) first.set(refKey(change.resource), change);
  const expected = [
    ...Array.from(first.values(), ({ resource, from, to }) => ({ resource, values: [from, to], rests: false })),
    ...plan.rests.map(({ resource, value }) => ({ resource, values: [value], rests: true })),
  ];
  const moved = await Promise.all(
    expected.map(async ({ resource, values, rests }) => {
      const lens = operations.resource(resource.type);
      const [part, same] = rests ? [held, sameHeld] : [stable, sameValue];
      const found = await account.observe(resource);
      if (values.some((value) => same(lens, found, value as Value | null))) return [];
      const [was = null] = values;
      return [`${lens.label(resource.address)} ${difference(part(lens, was as Value | null), part(lens, found))}`];
    }),
  );
  return moved.flat();
}

/** Carries out a plan, or goes on with a run of it: only what is due, nothing twice, everything on record. */
export async function applyPlan<C>(input: ApplyInput<C>): Promise<RunResult> {
  const { plan, journal, earlier, account, allowed, batch, run } = input;
  const caller = await checkAccount(account, plan.account);
  if (earlier.length > 0) journal.write({ kind: 'resumed', caller });
  else
    journal.write({
      kind: 'begin',
      run,
      mode: 'apply',
      plan: plan.id,
      planDigest: plan.digest,
      account: plan.account,
      caller,
    });
  const states = new RunStates(plan.changes);
  for (const line of earlier) states.take(line);
  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  const runner = new Runner(input, states, {
    async hold(change) {
      const wait = await waitFor(change, states.changes, account, input.now());
      if (wait !== undefined || change.reversibility !== 'irreversible' || isAllowed(change, plan, allowed))
        return wait;
      return { reason: `cannot be undone: allow it with --allow-irreversible ${change.id}` };
    },
    lost(change) {
      const state = states.changes.get(change.id);
      return state?.unsettled === 'lost' ? [state] : [];
    },
    ...(batch === undefined
      ? {}
      : { batch: (due) => batch.apply(plan.changes.filter((change) => due.has(change.id))) }),
  });
  await runner.run(
    plan.waves.map(({ via, changes }) => ({ via, changes: changes.flatMap((id) => byId.get(id) ?? []) })),
  );
  const { stopped } = runner;
  const outcome = outcomeOf(plan.changes, states, input.signal.aborted || stopped !== undefined);
  journal.write({ kind: 'end', outcome });
  return { outcome, states: states.changes, ...(stopped === undefined ? {} : { stopped }) };
}

function outcomeOf(changes: readonly Change[], states: RunStates, brokenOff: boolean): RunOutcome {
  const of = (change: Change) => states.changes.get(change.id)?.status;
  if (changes.every((change) => of(change) === 'done')) return 'complete';
  if (brokenOff) return 'interrupted';
  return changes.every((change) => of(change) === 'done' || of(change) === 'waiting') ? 'waiting' : 'partial';
}

function isAllowed(change: Change, plan: Plan, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(change.id)) return true;
  return plan.findings.some((finding) => change.closes.includes(finding.fingerprint) && allowed.has(finding.control));
}
