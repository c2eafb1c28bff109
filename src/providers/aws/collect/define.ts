import { z } from 'zod';
import type { AccountIdentity, Collection, Unreadable } from '../../../engine/snapshot.ts';
import type { Live } from '../live.ts';
import { actionOf, describeError, isDenied, isUnsupported } from '../live-errors.ts';
import type { AwsCollections, AwsSnapshot, CollectionName } from '../model/collections.ts';

/** What is not read by itself, for what it costs, but because a parameter of this name asks for it. */
export const collectScopeSchema = z.object({
  /** Looks at the buckets of the whole account, a call each, and not at those of the trails alone. */
  allBuckets: z.boolean().optional(),
  /** Ids of access keys whose every call in the event history is looked up, whatever it was. */
  canaryKeys: z.array(z.string()).optional(),
});
export type CollectScope = Readonly<z.infer<typeof collectScopeSchema>>;

/** What a collector works with. */
export interface CollectContext {
  readonly live: Live;
  readonly account: AccountIdentity;
  readonly now: Date;
  readonly scope: CollectScope;
  /** Calls for each of many things, no more at a time than the account bears. */
  each<T, R>(items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]>;
  /** The collections that are being read. */
  readonly wanted: ReadonlySet<CollectionName>;
  /** Another collection, read once however many ask for it. */
  evidence<K extends CollectionName>(name: K): Promise<Collection<AwsCollections[K]>>;
}

/** How often each call is made, by `service:Action`. */
export type Calls = Readonly<Record<string, number>>;

/** A scan that is over: what it read, how much it was asked for, and the region from which it looked. */
export interface Reading {
  readonly snapshot: AwsSnapshot;
  readonly scope: CollectScope;
  readonly region: string;
}

/** Reads one kind of evidence from the live account. */
export interface Collector<K extends CollectionName = CollectionName> {
  readonly name: K;
  /** The IAM actions that reading it needs. */
  readonly permissions: readonly string[];
  /** The collections that tell it where to look. */
  readonly needs: readonly CollectionName[];
  collect(context: CollectContext): Promise<AwsCollections[K]>;
  /** The fewest calls in which AWS gives out what was read: full pages, and no question that other evidence answers. */
  floor(data: AwsCollections[K], reading: Reading): Calls;
}

/** Names a collector, its type taken from its collection. */
export function defineCollector<K extends CollectionName>(collector: Collector<K>): Collector<K> {
  return collector;
}

/** Thrown where a collection that another rests on cannot be read. */
export class Blocked extends Error {
  readonly unreadable: Unreadable;

  constructor(name: CollectionName, unreadable: Unreadable) {
    super(`rests on ${name}, which could not be read: ${unreadable.reason}`);
    this.unreadable = unreadable;
  }
}

/** Why something could not be read, from the error that said so. */
export function toUnreadable(error: unknown): Unreadable {
  if (error instanceof Blocked) return { ...error.unreadable, reason: error.message };
  const permission = actionOf(error);
  if (isDenied(error))
    return {
      status: 'unreadable',
      cause: 'denied',
      reason: describeError(error),
      ...(permission === undefined ? {} : { permission }),
    };
  return { status: 'unreadable', cause: isUnsupported(error) ? 'unsupported' : 'failed', reason: describeError(error) };
}

/** The data of a collection that was read; throws `Blocked` where it was not. */
export function requireRead<T>(name: CollectionName, collection: Collection<T>): T {
  if (collection.status === 'read') return collection.data;
  throw new Blocked(name, collection);
}

/** The data of a collection, or undefined where it could not be read. */
export function dataOf<T>(collection: Collection<T>): T | undefined {
  return collection.status === 'read' ? collection.data : undefined;
}

/** The fewest pages that a listing comes in; one that is empty is asked for all the same. */
export function pagesOf(things: number, size: number): number {
  return Math.max(1, Math.ceil(things / size));
}

/** How often each of some texts comes. */
export function tally(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** As many things as a page of IAM holds at most. */
export const iamPage = 1000;

/** All pages of a listing, one after another, as AWS gives them out. */
export async function allPages<P>(
  ask: (token: string | undefined) => Promise<P>,
  next: (page: P) => string | undefined,
): Promise<P[]> {
  const pages: P[] = [];
  let token: string | undefined;
  do {
    const page = await ask(token);
    pages.push(page);
    token = next(page);
  } while (token !== undefined);
  return pages;
}

/** Sorts by a key's code units, the order that every list of a snapshot is in. */
export function sortedBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => ({ item, key: key(item) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}
