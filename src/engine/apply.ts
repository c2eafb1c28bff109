import { type Change, type Operations, refKey, sameValue, stable, type Value } from './change.ts';
import { RemediateError } from './errors.ts';
import { waitFor } from './gates.ts';
import type { Entry, Journal, Line } from './journal.ts';
import { canonicalJson, type Json, sameJson, toJson } from './json.ts';
import type { Plan } from './plan.ts';
import type { Account, Batch } from './provider.ts';
import { type ChangeState, foldRun } from './run-state.ts';
import type { SecretSink } from './secrets.ts';

/** What a run tells while it goes on, for progress on a screen. */
export type RunEvent =
  | { readonly kind: 'wave'; readonly via: 'terraform' | 'api'; readonly changes: number }
  | { readonly kind: 'begun'; readonly change: Change }
  | { readonly kind: 'ended'; readonly change: Change; readonly state: ChangeState };

/** What carrying out a plan needs. */
export interface ApplyInput<C> {
  readonly plan: Plan;
  readonly operations: Operations<C>;
  readonly account: Account;
  readonly journal: Journal;
  /** The lines of the run so far, when it is resumed. */
  readonly earlier: readonly Line[];
  readonly run: string;
  readonly now: () => Date;
  readonly sink: SecretSink | undefined;
  /** Carries out the changes by Terraform; without it all go by the API. */
  readonly batch: Batch | undefined;
  /** Ids of changes, or of controls, whose irreversible steps were allowed by name. */
  readonly allowed: ReadonlySet<string>;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

export type RunOutcome = Extract<Entry, { kind: 'end' }>['outcome'];

/** How a run ended, and how far each change came. */
export interface RunResult {
  readonly outcome: RunOutcome;
  readonly states: ReadonlyMap<string, ChangeState>;
}

/** Refuses a plan for another account, one that a guard refuses, and one under which the account has moved. */
export async function checkPlan<C>(plan: Plan, operations: Operations<C>, account: Account): Promise<void> {
  await checkAccount(plan, account);
  const refusal = plan.guards.find((verdict) => verdict.verdict === 'refused');
  if (refusal !== undefined)
    throw new RemediateError('GuardRefused', `the guard ${refusal.guard} refuses the plan: ${refusal.reason}`, {
      hint: 'make a plan without the findings that lead to it; no flag passes a guard',
    });
  const moved = await findMoved(plan, operations, account);
  if (moved.length > 0)
    throw new RemediateError('StalePlan', `the account has moved since the plan was made: ${moved.join('; ')}`, {
      hint: 'nothing was changed; make the plan again',
    });
}

async function checkAccount(plan: Plan, account: Account): Promise<string> {
  const identity = await account.identify();
  if (identity.account.id !== plan.account.id || identity.account.partition !== plan.account.partition)
    throw new RemediateError(
      'WrongAccount',
      `the plan is for account ${plan.account.id} (${plan.account.partition}), these credentials are for ${identity.account.id} (${identity.account.partition})`,
      { hint: 'choose the profile of the plan’s account' },
    );
  return identity.caller;
}

async function findMoved<C>(plan: Plan, operations: Operations<C>, account: Account): Promise<string[]> {
  const first = new Map<string, Change>();
  for (const change of plan.changes)
    if (!first.has(refKey(change.resource))) first.set(refKey(change.resource), change);
  const expected = [
    ...Array.from(first.values(), (change) => ({ resource: change.resource, from: change.from, to: change.to })),
    ...plan.rests.map(({ resource, value }) => ({ resource, from: value, to: value })),
  ];
  const moved = await Promise.all(
    expected.map(async ({ resource, from, to }) => {
      const lens = operations.resource(resource.type);
      const found = await account.observe(resource);
      if (sameValue(lens, found, from as Value | null) || sameValue(lens, found, to as Value | null)) return [];
      return [`${lens.label(resource.address)} ${difference(stable(lens, from as Value | null), stable(lens, found))}`];
    }),
  );
  return moved.flat();
}

/** Carries out a plan, or goes on with a run of it: only what is due, nothing twice, everything on record. */
export async function applyPlan<C>(input: ApplyInput<C>): Promise<RunResult> {
  const { plan, journal, earlier } = input;
  const caller = await checkAccount(plan, input.account);
  const { run } = input;
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
  const states = new Map(earlier.length > 0 ? foldRun(earlier, plan.changes).changes : []);
  const runner = new Runner(input, states);
  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  for (const wave of plan.waves) {
    const changes = wave.changes.flatMap((id) => byId.get(id) ?? []);
    const left = changes.filter((change) => states.get(change.id)?.status !== 'done');
    if (left.length === 0) continue;
    input.onEvent({ kind: 'wave', via: wave.via, changes: left.length });
    if (wave.via === 'terraform' && input.batch !== undefined) await runner.batch(left, input.batch);
    else
      for (const change of left) {
        if (input.signal.aborted) break;
        await runner.step(change);
      }
    if (input.signal.aborted) break;
  }
  const outcome = outcomeOf(plan.changes, states, input.signal.aborted);
  journal.write({ kind: 'end', outcome });
  return { outcome, states };
}

function outcomeOf(changes: readonly Change[], states: ReadonlyMap<string, ChangeState>, aborted: boolean): RunOutcome {
  const of = (change: Change) => states.get(change.id)?.status;
  if (changes.every((change) => of(change) === 'done')) return 'complete';
  if (aborted) return 'interrupted';
  return changes.every((change) => of(change) === 'done' || of(change) === 'waiting') ? 'waiting' : 'partial';
}

class Runner<C> {
  readonly #input: ApplyInput<C>;
  readonly #states: Map<string, ChangeState>;

  constructor(input: ApplyInput<C>, states: Map<string, ChangeState>) {
    this.#input = input;
    this.#states = states;
  }

  /** Carries out one change by the API, where it is due and the account is as the plan expects. */
  async step(change: Change): Promise<void> {
    const { account, journal, sink, onEvent } = this.#input;
    onEvent({ kind: 'begun', change });
    const before = await this.#ready(change);
    if (before === undefined) return;
    journal.write({ kind: 'intent', change, before });
    this.#set(change, { status: 'begun', before });
    try {
      const performed = await account.perform(this.#resolved(change), sink);
      const after = toJson(await account.observe(performed.resource));
      journal.write({ kind: 'done', change: change.id, after, ...performed });
      this.#set(change, { status: 'done', before, after, ...performed });
    } catch (error) {
      if (error instanceof RemediateError && error.code === 'Journal') throw error;
      this.#fail(change, before, error);
    }
  }

  /** Carries out changes by Terraform, as one run of the saved plan, then looks at each. */
  async batch(changes: readonly Change[], batch: Batch): Promise<void> {
    const { journal, onEvent, account } = this.#input;
    const due: { change: Change; before: Json }[] = [];
    const together = new Set(changes.map((change) => change.id));
    for (const change of changes) {
      onEvent({ kind: 'begun', change });
      const before = await this.#ready(change, together);
      if (before !== undefined) due.push({ change, before });
    }
    if (due.length === 0) return;
    for (const { change, before } of due) journal.write({ kind: 'intent', change, before });
    let failure: unknown;
    try {
      await batch.apply(due.map(({ change }) => change));
    } catch (error) {
      failure = error;
    }
    for (const { change, before } of due) {
      const after = toJson(await account.observe(change.resource));
      if (this.#same(change, after, change.to)) {
        const { resource } = change;
        journal.write({ kind: 'done', change: change.id, resource, after });
        this.#set(change, { status: 'done', before, after, resource });
      } else this.#fail(change, before, failure ?? new Error('Terraform left it as it was'));
    }
  }

  /**
   * The value found just before a change that may be begun; undefined where it may not, and why is on record.
   * What is carried out `together` with it needs not be done before it: Terraform sees to their order.
   */
  async #ready(change: Change, together: ReadonlySet<string> = new Set()): Promise<Json | undefined> {
    const { account, now, allowed } = this.#input;
    const waits = change.dependsOn.filter((id) => !together.has(id) && this.#states.get(id)?.status !== 'done');
    if (waits.length > 0) {
      const patient = waits.every((id) => this.#states.get(id)?.status === 'waiting');
      const reason = 'a step that it depends on is not done';
      return patient ? this.#wait(change, { reason }) : this.#skip(change, reason);
    }
    if (this.#states.get(change.id)?.status === 'begun' && (await this.#settled(change))) return undefined;
    const wait = await waitFor(change, this.#states, account, now());
    if (wait !== undefined) return this.#wait(change, wait);
    if (change.reversibility === 'irreversible' && !isAllowed(change, this.#input.plan, allowed))
      return this.#wait(change, { reason: `cannot be undone: allow it with --allow-irreversible ${change.id}` });
    const before = toJson(await account.observe(this.#resolved(change).resource));
    if (this.#same(change, before, change.to)) {
      const { resource } = change;
      this.#input.journal.write({ kind: 'done', change: change.id, resource, after: before, already: true });
      this.#set(change, { status: 'done', before, after: before, already: true });
      return undefined;
    }
    if (this.#same(change, before, change.from)) return before;
    const lens = this.#input.operations.resource(change.resource.type);
    const found = difference(stable(lens, change.from as Value | null), stable(lens, before as Value | null));
    this.#fail(change, before, new Error(`the account has moved: ${lens.label(change.resource.address)} ${found}`));
    return undefined;
  }

  /** Settles a change that was begun and whose answer was lost; true when it turns out to be done. */
  async #settled(change: Change): Promise<boolean> {
    const { account, journal } = this.#input;
    const { resource } = change;
    const before = this.#states.get(change.id)?.before ?? null;
    const after = toJson(await account.observe(resource));
    if (this.#same(change, after, change.to)) {
      journal.write({ kind: 'reconciled', change: change.id, outcome: 'done', resource, after });
      this.#set(change, { status: 'done', before, after });
      return true;
    }
    await account.settle(change, before as Value | null);
    journal.write({ kind: 'reconciled', change: change.id, outcome: 'not-done', resource, after });
    return false;
  }

  /** The change on the resource as it is named now: what an earlier step created may have its name from the provider. */
  #resolved(change: Change): Change {
    const [made] = change.dependsOn.flatMap((id) => {
      const state = this.#states.get(id);
      return state !== undefined && refKey(state.change.resource) === refKey(change.resource) ? [state.resource] : [];
    });
    return made === undefined ? change : { ...change, resource: made };
  }

  #same(change: Change, a: Json, b: Json): boolean {
    const lens = this.#input.operations.resource(change.resource.type);
    return sameValue(lens, a as Value | null, b as Value | null);
  }

  #wait(change: Change, wait: { readonly reason: string; readonly until?: string }): undefined {
    this.#input.journal.write({ kind: 'waiting', change: change.id, ...wait });
    const { reason: detail, ...until } = wait;
    this.#set(change, { status: 'waiting', before: change.from, detail, ...until });
  }

  #skip(change: Change, reason: string): undefined {
    this.#input.journal.write({ kind: 'skipped', change: change.id, reason });
    this.#set(change, { status: 'skipped', before: change.from, detail: reason });
  }

  #fail(change: Change, before: Json, error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    this.#input.journal.write({ kind: 'failed', change: change.id, error: detail });
    this.#set(change, { status: 'failed', before, detail });
  }

  #set(
    change: Change,
    state: Omit<ChangeState, 'change' | 'at' | 'resource'> & { resource?: Change['resource'] },
  ): void {
    const full: ChangeState = { resource: change.resource, ...state, change, at: this.#input.now().toISOString() };
    this.#states.set(change.id, full);
    if (full.status !== 'begun') this.#input.onEvent({ kind: 'ended', change, state: full });
  }
}

function isAllowed(change: Change, plan: Plan, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(change.id)) return true;
  return plan.findings.some((finding) => change.closes.includes(finding.fingerprint) && allowed.has(finding.control));
}

/** What is different between the value that a plan expects and the one that was found, in words. */
export function difference(expected: Json, found: Json): string {
  if (found === null) return 'does not exist any more';
  if (expected === null) return `exists now: ${canonicalJson(found)}`;
  const [before, after] = [expected as Record<string, Json>, found as Record<string, Json>];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !sameJson(before[key] ?? null, after[key] ?? null),
  );
  return keys
    .map((key) => `${key} was ${canonicalJson(before[key] ?? null)} and is ${canonicalJson(after[key] ?? null)}`)
    .join(', ');
}
