import type { Address, Operation, ResourceRef, ResourceType, Value } from '../../../engine/change.ts';
import type { SecretSink } from '../../../engine/secrets.ts';
import type { Live } from '../live.ts';
import type { AwsCollections } from '../model/collections.ts';

/** A kind of AWS resource: the lens on the snapshot, and the same look at the live account. */
export interface AwsResourceType<A extends Address = Address, V extends Value = Value>
  extends ResourceType<AwsCollections, A, V> {
  /** The IAM actions that observing it needs. */
  readonly permissions: readonly string[];
  /** The resource's value in the live account, or null where it does not exist. */
  observe(live: Live, address: A): Promise<V | null>;
  /** When the resource was last used, for those that AWS keeps the time of. */
  lastUsed?(live: Live, address: A): Promise<string>;
  /** Whether what still shows after its removal is on its way out: no call can hasten it, and nobody need wait for it. */
  lapses?(value: V): boolean;
}

/** What a live call is given. */
export interface Call<A extends Address, V extends Value> {
  readonly address: A;
  readonly from: V | null;
  readonly to: V | null;
  readonly sink: SecretSink | undefined;
}

/** One AWS write. */
export interface AwsOperation<A extends Address = Address, V extends Value = Value>
  extends Operation<AwsCollections, A, V> {
  readonly resource: AwsResourceType<A, V>;
  /** Told by operations that make a secret, which the sink takes away. */
  readonly makesSecret?: true;
  /** Makes the call; returns the resource's new name and where a secret went, where AWS or the sink decide them. */
  perform(
    live: Live,
    call: Call<A, V>,
  ): Promise<{ readonly resource?: ResourceRef; readonly handedTo?: string } | undefined>;
  /** Told by operations of several calls that do what is left of them, and nothing else, when they are made again. */
  readonly completes?: true;
  /** Undoes what a call whose answer was lost may have left behind, where the resource alone cannot tell. */
  settle?(live: Live, call: Omit<Call<A, V>, 'sink'>): Promise<void>;
}

/** Names a resource type, its types inferred. */
export function defineResource<A extends Address, V extends Value>(
  resource: AwsResourceType<A, V>,
): AwsResourceType<A, V> {
  return resource;
}

/** Names an operation, its types taken from the resource that it writes. */
export function defineOperation<A extends Address, V extends Value>(operation: AwsOperation<A, V>): AwsOperation<A, V> {
  return operation;
}
