import pLimit, { type LimitFunction } from 'p-limit';
import type { Collection, Unreadable } from '../../../engine/snapshot.ts';
import type { Live } from '../live.ts';
import { type AwsCollections, type AwsSnapshot, type CollectionName, collectionNames } from '../model/collections.ts';
import { countOf } from '../model/count.ts';
import { type CollectContext, type CollectScope, dataOf, toUnreadable } from './define.ts';
import { freshenReport } from './freshen.ts';
import { identify } from './identity.ts';
import { collectors, withNeeds } from './index.ts';

/** What happens while an account is read: one event when a collection is begun, one when it is done. */
export type CollectEvent =
  | { readonly event: 'begin'; readonly collection: CollectionName }
  | {
      readonly event: 'end';
      readonly collection: CollectionName;
      /** How many things were read, such as rows, users or filters; absent for what is one thing, or could not be read. */
      readonly count?: number;
      readonly unreadable?: Unreadable;
    };

/** What to read of an account, and how. */
export interface CollectOptions {
  readonly live: Live;
  /** What to read; all that the provider knows, unless told. What these rest on is read too. */
  readonly collections?: readonly CollectionName[];
  readonly now: Date;
  readonly scope?: CollectScope;
  /** How many calls of a collection may be under way at a time. */
  readonly concurrency?: number;
  readonly onProgress?: (event: CollectEvent) => void;
}

type Outcomes = { [K in CollectionName]?: Promise<Collection<AwsCollections[K]>> };

const defaultConcurrency = 10;
const notAsked: Unreadable = { status: 'unreadable', cause: 'not-collected', reason: 'it was not asked for' };

/** Reads the account. What cannot be read is said in its place, and the rest is read all the same. */
export async function collectSnapshot(options: CollectOptions): Promise<AwsSnapshot> {
  const { live, now, collections = collectionNames } = options;
  const { account, caller } = await identify(live);
  const limit = pLimit(options.concurrency ?? defaultConcurrency);
  const wanted = new Set(withNeeds(collections));
  const outcomes: Outcomes = {};
  const context: CollectContext = {
    live,
    account,
    now,
    wanted,
    scope: options.scope ?? {},
    each: (items, call) => callEach(limit, items, call),
    evidence: (name) => {
      outcomes[name] ??= read(name, context, options) as Outcomes[typeof name];
      return outcomes[name] as Promise<Collection<AwsCollections[typeof name]>>;
    },
  };
  await Promise.all([...wanted].map((name) => context.evidence(name)));
  const entries = collectionNames.map(async (name) => [name, (await outcomes[name]) ?? notAsked] as const);
  return {
    schema: 'remediate.snapshot/1',
    provider: 'aws',
    account,
    caller,
    collectedAt: now.toISOString(),
    collections: freshen(Object.fromEntries(await Promise.all(entries)) as AwsSnapshot['collections']),
  };
}

/** Calls for each thing until one call fails: what is refused for one user is not asked for a thousand others. */
function callEach<T, R>(limit: LimitFunction, items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]> {
  let failure: { readonly error: unknown } | undefined;
  const unlessFailed = async (item: T): Promise<R> => {
    if (failure !== undefined) throw failure.error;
    try {
      return await call(item);
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  };
  return Promise.all(items.map((item) => limit(() => unlessFailed(item))));
}

async function read<K extends CollectionName>(
  name: K,
  context: CollectContext,
  { onProgress }: CollectOptions,
): Promise<Collection<AwsCollections[K]>> {
  onProgress?.({ event: 'begin', collection: name });
  try {
    const data = await collectors[name].collect(context);
    const count = countOf(data);
    onProgress?.({ event: 'end', collection: name, ...(count === undefined ? {} : { count }) });
    return { status: 'read', data };
  } catch (error) {
    const unreadable = toUnreadable(error);
    onProgress?.({ event: 'end', collection: name, unreadable });
    return unreadable;
  }
}

function freshen(collections: AwsSnapshot['collections']): AwsSnapshot['collections'] {
  const report = collections['credential-report'];
  if (report.status !== 'read') return collections;
  const listings = {
    summary: dataOf(collections['account-summary']),
    details: dataOf(collections['authorization-details']),
    keys: dataOf(collections['access-keys']),
    devices: dataOf(collections['mfa-devices']),
    certificates: dataOf(collections['signing-certificates']),
  };
  return { ...collections, 'credential-report': { status: 'read', data: freshenReport(report.data, listings) } };
}
