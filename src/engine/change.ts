import { z } from 'zod';
import { canonicalJson, digest, type Json, jsonSchema } from './json.ts';
import type { AccountIdentity, Draft, Snapshot } from './snapshot.ts';

/** How completely an operation can be undone: exactly, recreated with a new id or secret, or not at all. */
export const reversibilities = ['reversible', 'recoverable', 'irreversible'] as const;
export type Reversibility = (typeof reversibilities)[number];

/** Carries a change out: a Terraform plan, or calls of the API. */
export const vias = ['terraform', 'api'] as const;
export type Via = (typeof vias)[number];

/** The address of one resource: its type, and the names that tell it apart from its like. */
export const resourceRefSchema = z.object({ type: z.string(), address: z.record(z.string(), z.string()) });
export type ResourceRef = z.infer<typeof resourceRefSchema>;

/** What must hold before a change is due. A change that is not due waits; `resume` looks again. */
export const gateSchema = z.object({
  /** The id of the change from whose completion `days` are counted. */
  after: z.string().optional(),
  days: z.number().optional(),
  /** The id of a change whose resource (a new access key) must have been seen in use. */
  used: z.string().optional(),
  /** Days for which the resource itself must not have been used. */
  quietDays: z.number().optional(),
  /** The resource itself must never have been used. */
  neverUsed: z.boolean().optional(),
});
export type Gate = z.infer<typeof gateSchema>;

/** One typed operation on one resource, as data. `null` says that the resource does not exist. */
export const changeSchema = z.object({
  id: z.string(),
  operation: z.string(),
  resource: resourceRefSchema,
  from: jsonSchema,
  to: jsonSchema,
  via: z.enum(vias),
  reversibility: z.enum(reversibilities),
  title: z.string(),
  /** The equivalent AWS CLI arguments, without the leading `aws`. */
  command: z.array(z.string()),
  dependsOn: z.array(z.string()),
  /** Attributes that the provider sets (ids, dates): kept, but neither compared nor shown. */
  facts: z.array(z.string()),
  /** Fingerprints of the findings that the change helps to close. */
  closes: z.array(z.string()),
  gate: gateSchema.optional(),
  /** The setting of the baseline that asks for the access which the change gives; without it a change may give none. */
  askedBy: z.string().optional(),
});
export type Change = z.infer<typeof changeSchema>;

export type Address = Readonly<Record<string, string>>;
/** The value of a resource: a JSON object, or null where it does not exist. */
export type Value = { readonly [key: string]: Json | undefined };

/** A kind of resource as a lens on the snapshot: what a resource is now, and the snapshot in which it is something else. */
export interface ResourceType<C, A extends Address = Address, V extends Value = Value> {
  readonly type: string;
  /** The collection that holds the resource. */
  readonly collection: keyof C & string;
  /** Facts that AWS sets (ids, dates): kept, but never compared. */
  readonly volatile: readonly (keyof V & string)[];
  /** The value as it is compared, for what the provider may give back in other words than it was given. */
  compared?(value: V): V;
  /** What a plan that rests on the resource without changing it holds it to; where left out, all that is compared. */
  readonly held?: readonly (keyof V & string)[];
  /** The resource in words, such as `group admins`. */
  label(address: A): string;
  read(snapshot: Snapshot<C>, address: A): V | null;
  /** Writes the value into the draft; throws a `Refusal` where the provider would refuse. */
  write(draft: Draft<C>, address: A, value: V | null): void;
  /** Writes into the draft that the resource was used, for those that gates wait for. */
  markUsed?(draft: Draft<C>, address: A): void;
  /** The resources that must exist while this one does. */
  requires(address: A, value: V, account: AccountIdentity): readonly ResourceRef[];
}

/** One write of the provider: what it does in words, on the model, as a command, and how it is undone. */
export interface Operation<C, A extends Address = Address, V extends Value = Value> {
  /** The API action, such as `iam:AttachGroupPolicy`. */
  readonly name: string;
  readonly resource: ResourceType<C, A, V>;
  /** The operation that undoes this one, or null where nothing does; an update in place is undone by the same operation. */
  readonly inverse: string | null;
  readonly reversibility: Reversibility;
  /** What must hold before this operation may be undone, such as that a new key was never used. */
  readonly undoGate?: Gate;
  /** The IAM actions that carrying it out needs, its reading before and after included. */
  readonly permissions: readonly string[];
  title(address: A, from: V | null, to: V | null): string;
  command(address: A, from: V | null, to: V | null): readonly string[];
}

/** What the provider would refuse, said by the model before any call is made. */
export class Refusal extends Error {
  /** The change that would be refused, once it is known. */
  change: Change | undefined;
}

/** The operations and kinds of resources of a provider, by name. */
export interface Operations<C> {
  get(name: string): Operation<C>;
  resource(type: string): ResourceType<C>;
}

/** One text for one resource, for maps and comparisons. */
export function refKey(ref: ResourceRef): string {
  return `${ref.type} ${canonicalJson(ref.address)}`;
}

/** True when two values of a resource differ in nothing but the facts that the provider sets. */
export function sameValue(
  resource: { readonly volatile: readonly string[]; compared?(value: Value): Value },
  a: Value | null,
  b: Value | null,
): boolean {
  const [left, right] = [a, b].map((value) => {
    const kept = stable(resource, value) as Value | null;
    return canonicalJson((kept === null ? null : (resource.compared?.(kept) ?? kept)) as Json);
  });
  return left === right;
}

/** A resource's value without the facts that the provider sets. */
export function stable(resource: { readonly volatile: readonly string[] }, value: Value | null): Json {
  if (value === null) return null;
  const kept = Object.entries(value).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined && !resource.volatile.includes(entry[0]),
  );
  return Object.fromEntries(kept);
}

/** What of a resource's value a plan that rests on it holds it to. */
export function held(
  resource: { readonly volatile: readonly string[]; readonly held?: readonly string[] },
  value: Value | null,
): Json {
  if (value === null || resource.held === undefined) return stable(resource, value);
  return Object.fromEntries(resource.held.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]])));
}

/** True when two values of a resource differ in nothing that a plan which rests on it holds it to. */
export function sameHeld(
  resource: Parameters<typeof sameValue>[0] & Parameters<typeof held>[0],
  a: Value | null,
  b: Value | null,
): boolean {
  if (resource.held === undefined) return sameValue(resource, a, b);
  return canonicalJson(held(resource, a)) === canonicalJson(held(resource, b));
}

/** A change's identity: what is done to what, with the values before and after. */
export function changeId(operation: string, ref: ResourceRef, from: Json, to: Json): string {
  return digest([operation, ref.type, ref.address, from, to]).slice(0, 12);
}

/**
 * The snapshot after the changes, by the model alone; the given snapshot stays as it was. A change whose gate waits for
 * the use of something is made only after that use.
 */
export function simulate<C>(operations: Operations<C>, snapshot: Snapshot<C>, changes: readonly Change[]): Snapshot<C> {
  const draft = structuredClone(snapshot) as Draft<C>;
  for (const change of changes) {
    const used = changes.find(({ id }) => id === change.gate?.used);
    if (used !== undefined) operations.get(used.operation).resource.markUsed?.(draft, used.resource.address);
    writeChange(operations, draft, change);
  }
  return draft as Snapshot<C>;
}

/** Writes one change into a draft of the account. */
export function writeChange<C>(operations: Operations<C>, draft: Draft<C>, change: Change): void {
  const { resource } = operations.get(change.operation);
  try {
    resource.write(draft, change.resource.address, change.to as Value | null);
  } catch (error) {
    if (error instanceof Refusal) error.change = change;
    throw error;
  }
}

/** The change that undoes a change, or null where nothing does. */
export function invert<C>(operations: Operations<C>, change: Change): Change | null {
  const { inverse: removing, undoGate } = operations.get(change.operation);
  if (removing === null) return null;
  // What was updated in place is put back by the same operation; the inverse is for what was made or removed.
  const inverse = change.from !== null && change.to !== null ? change.operation : removing;
  const operation = operations.get(inverse);
  const { address } = change.resource;
  const [from, to] = [change.to as Value | null, change.from as Value | null];
  return {
    id: changeId(inverse, change.resource, change.to, change.from),
    operation: inverse,
    resource: change.resource,
    from: change.to,
    to: change.from,
    via: change.via,
    reversibility: operation.reversibility,
    title: operation.title(address, from, to),
    command: [...operation.command(address, from, to)],
    dependsOn: [],
    facts: change.facts,
    closes: [],
    ...(undoGate === undefined ? {} : { gate: undoGate }),
  };
}
