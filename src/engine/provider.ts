import type { Change, Operations, ResourceRef, Value } from './change.ts';
import { type ErrorCode, RemediateError } from './errors.ts';
import type { Guard } from './guard.ts';
import type { SecretSink } from './secrets.ts';
import type { AccountIdentity, Snapshot } from './snapshot.ts';

/** Who is asking, and of which account. */
export interface Identity {
  readonly account: AccountIdentity;
  /** The caller's ARN. */
  readonly caller: string;
}

/** What one call left behind. */
export interface Performed {
  /** The resource as it is named now: a new access key gets its id from the provider. */
  readonly resource: ResourceRef;
  /** Where a new secret was handed to, when the call made one. */
  readonly handedTo?: string;
}

/** The provider took a call and what it made could not be seen: it must not be made again, and it can be undone. */
export class Unseen extends RemediateError {
  readonly performed: Performed;

  constructor(performed: Performed, cause: unknown) {
    const { code, message, ...rest } = said(cause);
    super(code, message, rest);
    this.performed = performed;
  }
}

/** What a call did cannot be told: its answer was lost, or what it left could not be taken back. It is settled before it is made again. */
export class Uncertain extends RemediateError {
  constructor(cause: unknown, message?: string) {
    const known = said(cause);
    super(known.code, message ?? known.message, known);
  }
}

/** What an error says, whether it is one of ours or not. */
function said(cause: unknown): { code: ErrorCode; message: string; hint: string; cause: unknown } {
  const hint = 'look at the account, then resume the run or roll it back';
  if (!(cause instanceof RemediateError)) return { code: 'Provider', message: String(cause), hint, cause };
  return { code: cause.code, message: cause.message, hint: cause.hint ?? hint, cause };
}

/** An account that changes can be carried out on: a live one, or the sandbox's. */
export interface Account {
  identify(): Promise<Identity>;
  /** The resource's value now, or null where it does not exist. */
  observe(resource: ResourceRef): Promise<Value | null>;
  /** When the resource was last used: an ISO 8601 time, `never` or `unknown`. */
  lastUsed(resource: ResourceRef): Promise<string>;
  /** Carries one change out, waiting until the account shows it; throws `Unseen` where it was made and never showed. */
  perform(change: Change, sink: SecretSink | undefined): Promise<Performed>;
  /**
   * Settles a change that was begun and whose answer was lost, where looking at the resource alone cannot tell:
   * undoes what it may have left behind, so that it can be begun again.
   */
  settle(change: Change, before: Value | null): Promise<void>;
  /** Tells what a record says was made of a resource, and when, to a provider that may show a fresh write late. */
  recall?(resource: ResourceRef, value: Value | null, at: string): void;
}

/** What the engine needs to know of a provider to plan for it. */
export interface Provider<C> {
  readonly operations: Operations<C>;
  readonly guards: readonly Guard<C>[];
  /** Who gains and who loses access between two snapshots, one sentence each. */
  accessChanges(before: Snapshot<C>, after: Snapshot<C>): readonly string[];
}

/** Carries out the declarative part of a plan as a whole, by Terraform. */
export interface Batch {
  /** Runs the plan that was saved and reviewed, and no other. */
  apply(changes: readonly Change[]): Promise<void>;
  /** Undoes changes that `apply` made; what was only taken over gets its earlier value back and is never destroyed. */
  rollback(changes: readonly UndoneChange[]): Promise<void>;
}

/** A change to undo, with the value that was captured before it. */
export interface UndoneChange {
  readonly change: Change;
  readonly resource: ResourceRef;
  readonly before: Value | null;
  /** It stands as the change left it; else it was undone already, or others changed it. */
  readonly stands: boolean;
}
