import { type Change, type Operations, refKey, sameValue, stable, type Value } from './change.ts';
import { RemediateError } from './errors.ts';
import type { Wait } from './gates.ts';
import type { Entry, Journal } from './journal.ts';
import { canonicalJson, type Json, sameJson, toJson } from './json.ts';
import { type Account, type Identity, Uncertain, Unseen } from './provider.ts';
import type { ChangeState, RunStates } from './run-state.ts';
import type { SecretSink } from './secrets.ts';

/** What a run tells while it goes on, for progress on a screen. */
export type RunEvent =
  | { readonly kind: 'wave'; readonly via: 'terraform' | 'api'; readonly changes: number }
  | { readonly kind: 'begun'; readonly change: Change }
  | { readonly kind: 'ended'; readonly change: Change; readonly state: ChangeState };

export type RunOutcome = Extract<Entry, { kind: 'end' }>['outcome'];

/** How a run ended, and how far each change came. */
export interface RunResult {
  readonly outcome: RunOutcome;
  readonly states: ReadonlyMap<string, ChangeState>;
  /** Why the run ended early, where the account could not be asked any more. */
  readonly stopped?: RemediateError;
}

/** What every run works with, forth or back. */
export interface RunContext<C> {
  readonly operations: Operations<C>;
  readonly account: Account;
  readonly journal: Journal;
  readonly now: () => Date;
  readonly sink: SecretSink | undefined;
  readonly onEvent: (event: RunEvent) => void;
  readonly signal: AbortSignal;
}

/** A call whose answer was lost, with the value that was found before it. */
export interface LostCall {
  readonly change: Change;
  readonly before: Json;
}

/** What tells a run forth from a run back. */
export interface Direction {
  /** Why a change is not due; `never` says that looking again is of no use. */
  hold(change: Change): Promise<(Wait & { readonly never?: boolean }) | undefined>;
  /** The calls to be settled before a change is looked at. */
  lost(change: Change): readonly LostCall[];
  /**
   * Carries changes out by Terraform as a whole; without it all go by the API. `moved` are changes of the same wave
   * that are left as they are, with the values that were found instead of those that they expect.
   */
  readonly batch?: (due: ReadonlySet<string>, moved: ReadonlyMap<string, Json>) => Promise<void>;
}

/** What was found of a change that nothing holds back: to be carried out, or moved away from what it expects. */
type Found = { readonly value: Json; readonly moved: boolean };

/** Carries changes out: only what is due, nothing twice, everything on record before it is begun. */
export class Runner<C> {
  readonly #context: RunContext<C>;
  readonly #direction: Direction;
  readonly #states: RunStates;
  #stopped: RemediateError | undefined;

  constructor(context: RunContext<C>, states: RunStates, direction: Direction) {
    this.#context = context;
    this.#states = states;
    this.#direction = direction;
  }

  /** Why the run ended early, where the account could not be asked any more. */
  get stopped(): RemediateError | undefined {
    return this.#stopped;
  }

  /** Carries out what is left of the waves, one after the other, until a stop is asked for or the account is out of reach. */
  async run(waves: readonly { readonly via: Change['via']; readonly changes: readonly Change[] }[]): Promise<void> {
    const { onEvent, account } = this.#context;
    for (const { status, resource, after, at } of this.#states.changes.values())
      if (status === 'done') account.recall?.(resource, (after ?? null) as Value | null, at);
    for (const { via, changes } of waves) {
      const left = changes.filter((change) => !this.#isDone(change.id));
      if (left.length === 0 || this.#isOver()) continue;
      onEvent({ kind: 'wave', via, changes: left.length });
      if (via === 'terraform' && this.#direction.batch !== undefined) await this.#together(left, this.#direction.batch);
      else
        for (const change of left) {
          if (this.#isOver()) break;
          await this.#alone(change);
        }
    }
  }

  /** One change, by the API. */
  async #alone(change: Change): Promise<void> {
    const { account, sink, onEvent } = this.#context;
    onEvent({ kind: 'begun', change });
    const found = await this.#look(change);
    if (found === undefined || found.moved) return;
    this.#note({ kind: 'intent', change, before: found.value });
    try {
      const performed = await account.perform(this.#named(change), sink);
      const after = await account.observe(performed.resource).catch((cause: unknown) => {
        throw new Unseen(performed, cause);
      });
      this.#end(change, { kind: 'done', change: change.id, after: toJson(after), ...performed });
    } catch (error) {
      this.#fail(change, error);
    }
  }

  /** Changes that Terraform carries out as one; then each is looked at. */
  async #together(changes: readonly Change[], batch: NonNullable<Direction['batch']>): Promise<void> {
    const { onEvent } = this.#context;
    const wave = new Set(changes.map((change) => change.id));
    const due = new Map<Change, Json>();
    const moved = new Map<string, Json>();
    for (const change of changes) {
      onEvent({ kind: 'begun', change });
      const found = await this.#look(change, wave);
      if (found?.moved) moved.set(change.id, found.value);
      else if (found !== undefined) due.set(change, found.value);
      if (this.#stopped !== undefined) return;
    }
    this.#dropStranded(due, wave);
    if (due.size === 0) return;
    for (const [change, before] of due) this.#note({ kind: 'intent', change, before });
    let failure: unknown = new Error('Terraform left it as it was');
    try {
      await batch(new Set(Array.from(due.keys(), (change) => change.id)), moved);
    } catch (error) {
      failure = error;
    }
    for (const change of due.keys()) await this.#check(change, failure);
  }

  /** Takes out what rests on a change of its wave that is not carried out: it goes with it, or not at all. */
  #dropStranded(due: Map<Change, Json>, wave: ReadonlySet<string>): void {
    const goes = (id: string) => !wave.has(id) || [...due.keys()].some((change) => change.id === id);
    const isStranded = ({ dependsOn }: Change) => !dependsOn.every((id) => goes(id) || this.#isDone(id));
    for (let left = [...due.keys()].find(isStranded); left !== undefined; left = [...due.keys()].find(isStranded)) {
      due.delete(left);
      this.#end(left, { kind: 'skipped', change: left.id, reason: restsOnUndone });
    }
  }

  /** Looks what Terraform made of a change. */
  async #check(change: Change, failure: unknown): Promise<void> {
    const { resource } = change;
    try {
      const after = toJson(await this.#context.account.observe(resource));
      if (!this.#same(change, after, change.to)) throw failure;
      this.#end(change, { kind: 'done', change: change.id, resource, after });
    } catch (error) {
      this.#fail(change, error);
    }
  }

  /**
   * Looks at what a change is about; undefined where it is not to be carried out, and why is on record.
   * What is carried out in one `wave` with it needs not be done before it: Terraform sees to their order.
   */
  async #look(change: Change, wave: ReadonlySet<string> = new Set()): Promise<Found | undefined> {
    const waits = change.dependsOn.filter((id) => !wave.has(id) && !this.#isDone(id));
    if (waits.length > 0) {
      const patient = waits.every((id) => this.#states.changes.get(id)?.status === 'waiting');
      this.#end(change, { kind: patient ? 'waiting' : 'skipped', change: change.id, reason: restsOnUndone });
      return undefined;
    }
    try {
      return await this.#compare(change);
    } catch (error) {
      this.#hold(error);
      this.#end(change, { kind: 'skipped', change: change.id, reason: messageOf(error) });
      return undefined;
    }
  }

  async #compare(change: Change): Promise<Found | undefined> {
    const { account, operations } = this.#context;
    for (const call of this.#direction.lost(change)) await account.settle(call.change, call.before as Value | null);
    const { unsettled, resource } = this.#states.changes.get(change.id) ?? {};
    const named = unsettled === undefined || resource === undefined ? this.#named(change).resource : resource;
    const value = toJson(await account.observe(named));
    const facts = { change: change.id, resource: named, after: value };
    if (this.#same(change, value, change.to)) {
      if (unsettled === undefined) this.#end(change, { kind: 'done', ...facts, already: true });
      else this.#end(change, { kind: 'reconciled', ...facts, outcome: 'done' });
      return undefined;
    }
    if (!this.#same(change, value, change.from)) {
      const lens = operations.resource(change.resource.type);
      const [expected, found] = [change.from, value].map((side) => stable(lens, side as Value | null));
      const reason = `changed meanwhile, so it is left as it is: ${lens.label(named.address)} ${difference(expected ?? null, found ?? null)}`;
      this.#end(change, { kind: 'skipped', change: change.id, reason });
      return { value, moved: true };
    }
    if (unsettled !== undefined) this.#note({ kind: 'reconciled', ...facts, outcome: 'not-done' });
    const held = await this.#direction.hold(change);
    if (held === undefined) return { value, moved: false };
    const { never, ...wait } = held;
    this.#end(change, { kind: never ? 'skipped' : 'waiting', change: change.id, ...wait });
    return undefined;
  }

  /** The change on the resource as it is named now: what an earlier step created may have its name from the provider. */
  #named(change: Change): Change {
    const [made] = change.dependsOn.flatMap((id) => {
      const state = this.#states.changes.get(id);
      return state !== undefined && refKey(state.change.resource) === refKey(change.resource) ? [state.resource] : [];
    });
    return made === undefined ? change : { ...change, resource: made };
  }

  #same({ resource }: Change, a: Json, b: Json): boolean {
    return sameValue(this.#context.operations.resource(resource.type), a as Value | null, b as Value | null);
  }

  #isDone(id: string): boolean {
    return this.#states.changes.get(id)?.status === 'done';
  }

  #fail(change: Change, error: unknown): void {
    this.#hold(error);
    const performed = error instanceof Unseen ? error.performed : {};
    const uncertain = error instanceof Uncertain ? { uncertain: true } : {};
    this.#end(change, { kind: 'failed', change: change.id, error: messageOf(error), ...performed, ...uncertain });
  }

  /** Goes no further without a record, and begins nothing more where the account is out of reach. */
  #hold(error: unknown): void {
    if (!(error instanceof RemediateError)) return;
    if (error.code === 'Journal') throw error;
    if (error.code === 'Unreachable') this.#stopped ??= error;
  }

  #isOver(): boolean {
    return this.#context.signal.aborted || this.#stopped !== undefined;
  }

  #end(change: Change, entry: Entry): void {
    const state = this.#note(entry);
    if (state !== undefined) this.#context.onEvent({ kind: 'ended', change, state });
  }

  #note(entry: Entry): ChangeState | undefined {
    return this.#states.take(this.#context.journal.write(entry));
  }
}

const restsOnUndone = 'a step that it depends on is not done';

/** What went wrong; of a permission that was lacking also what to add, since the run goes on without it. */
function messageOf(error: unknown): string {
  if (error instanceof RemediateError && error.code === 'Access' && error.hint !== undefined)
    return `${error.message}; ${error.hint}`;
  return error instanceof Error ? error.message : String(error);
}

/** Who is asking, where the account is the one that a plan or a record is about. */
export async function checkAccount(account: Account, expected: Identity['account']): Promise<string> {
  const { account: found, caller } = await account.identify();
  if (found.id !== expected.id || found.partition !== expected.partition)
    throw new RemediateError(
      'WrongAccount',
      `the plan is for account ${expected.id} (${expected.partition}), these credentials are for ${found.id} (${found.partition})`,
      { hint: 'choose the profile of the plan’s account' },
    );
  return caller;
}

/** What is different between the value that was expected and the one that was found, in words. */
export function difference(expected: Json, found: Json): string {
  if (found === null) return `was ${canonicalJson(expected)} and does not exist any more`;
  if (expected === null) return `did not exist and is ${canonicalJson(found)} now`;
  const [before, after] = [expected as Record<string, Json>, found as Record<string, Json>];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !sameJson(before[key] ?? null, after[key] ?? null),
  );
  return keys
    .map((key) => `${key} was ${canonicalJson(before[key] ?? null)} and is ${canonicalJson(after[key] ?? null)}`)
    .join(', ');
}
