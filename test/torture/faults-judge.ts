import type { IAM, IAMClientConfig } from '@aws-sdk/client-iam';
import { canonicalJson, type Json } from '../../src/engine/json.ts';
import type { Secret, SecretSink } from '../../src/engine/secrets.ts';
import { readable } from '../../src/engine/snapshot.ts';
import { collectSnapshot } from '../../src/providers/aws/collect/snapshot.ts';
import { type Live, openLive } from '../../src/providers/aws/live.ts';
import type { AwsSnapshot, CollectionName } from '../../src/providers/aws/model/collections.ts';
import { absent } from '../../src/providers/aws/operations/live-answers.ts';
import type { ProxyCall } from '../support/fault-proxy.ts';

/** Repeats as often as the usual strategy, without its pauses. */
const swiftRetries: Exclude<IAMClientConfig['retryStrategy'], undefined> = {
  acquireInitialRetryToken: async () => token(0),
  async refreshRetryTokenForRetry(last, { errorType }) {
    const tried = last.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || tried >= 8) throw new Error('not to be tried again');
    return token(tried);
  },
  recordSuccess() {},
};

function token(tried: number) {
  return {
    getRetryCount: () => tried,
    getRetryDelay: () => tried,
    getRetryCost: () => undefined,
    getRetryLog: () => ({}),
  };
}

const swiftPace = { shownMs: 3000, doubtMs: 400 };

/** The way into the account by which it is judged: no busy machine makes a fault of its own there. */
export function patientLive(endpoint: string): Live {
  return openLive({ pace: swiftPace, clients: { endpoint } });
}

/** The way into the account behind an endpoint, with every wait a fraction of the usual one. */
export function swiftLive(endpoint: string): Live {
  return openLive({
    pace: swiftPace,
    clients: {
      endpoint,
      retryStrategy: swiftRetries,
      requestHandler: { connectionTimeout: 1000, socketTimeout: 200 },
    },
  });
}

/** Keeps secrets in memory, by the name that they were put under. */
export class MemorySink implements SecretSink {
  readonly kept = new Map<string, Readonly<Record<string, string | Secret>>>();

  async prove(): Promise<void> {}

  async put(name: string, content: Readonly<Record<string, string | Secret>>): Promise<string> {
    this.kept.set(name, content);
    return `memory:${name}`;
  }

  /** The last part of each name: the id of a key. */
  ids(): string[] {
    return [...this.kept.keys()].map((name) => name.split('/').at(-1) ?? '');
  }
}

const seen: readonly CollectionName[] = ['alarms', 'authorization-details', 'metric-filters', 'password-policy', 'sns'];

interface Key {
  readonly user: string;
  readonly id: string;
  readonly active: boolean;
}

/** An account as two runs of one plan must leave it: ids and dates that AWS gives, and the names of new keys, aside. */
export class AccountView {
  readonly keys: readonly Key[];
  readonly #facts: Readonly<Record<string, Json>>;

  private constructor(keys: readonly Key[], facts: Readonly<Record<string, Json>>) {
    this.keys = keys;
    this.#facts = facts;
  }

  static async take(live: Live): Promise<AccountView> {
    const snapshot = await collectSnapshot({ live, now: new Date(), collections: seen });
    const users = (readable(snapshot, 'authorization-details')?.users ?? []).map(({ name }) => name);
    // The credential report would tell both, but is waited for.
    const iam = await live.iam();
    const [keys, passwords] = await Promise.all([
      Promise.all(users.map((user) => keysOf(iam, user))),
      Promise.all(users.map((user) => hasPassword(iam, user))),
    ]);
    const facts = factsOf(snapshot);
    for (const [at, user] of users.entries()) {
      facts[`keys of ${user}`] = (keys[at] ?? []).map(({ active }) => active).sort();
      facts[`password of ${user}`] = passwords[at] ?? false;
    }
    return new AccountView(keys.flat(), facts);
  }

  differences(other: AccountView): string[] {
    const names = new Set([...Object.keys(this.#facts), ...Object.keys(other.#facts)]);
    return [...names].flatMap((name) => {
      const [wanted, found] = [this, other].map((view) => canonicalJson(view.#facts[name] ?? null));
      return wanted === found ? [] : [`${name} is ${found}, not ${wanted}`];
    });
  }
}

async function keysOf(iam: IAM, user: string): Promise<Key[]> {
  const { AccessKeyMetadata: keys = [] } = await iam.listAccessKeys({ UserName: user });
  return keys.map(({ AccessKeyId: id = '', Status }) => ({ user, id, active: Status === 'Active' }));
}

async function hasPassword(iam: IAM, user: string): Promise<boolean> {
  return (await absent(() => iam.getLoginProfile({ UserName: user }))) !== null;
}

/** One fact a resource, by its name. */
function factsOf(snapshot: AwsSnapshot): Record<string, Json> {
  const facts: Record<string, Json> = {};
  const unread = seen.filter((name) => snapshot.collections[name].status !== 'read');
  if (unread.length > 0) throw new Error(`could not be read: ${unread.join(', ')}`);
  const details = readable(snapshot, 'authorization-details');
  for (const [kind, items] of Object.entries({ user: details?.users, group: details?.groups, role: details?.roles }))
    for (const { id: _, createdAt: __, ...item } of items ?? []) facts[`${kind} ${item.name}`] = plain(item);
  for (const { name, versions } of details?.policies ?? [])
    facts[`policy ${name}`] = plain(versions.map(({ document, isDefault }) => [document, isDefault]).sort());
  for (const { name, ...filter } of readable(snapshot, 'metric-filters') ?? []) facts[`filter ${name}`] = plain(filter);
  for (const { name, ...alarm } of readable(snapshot, 'alarms') ?? []) facts[`alarm ${name}`] = plain(alarm);
  for (const { name, subscriptions } of readable(snapshot, 'sns') ?? [])
    facts[`topic ${name}`] = plain(subscriptions.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`));
  facts['password policy'] = plain(readable(snapshot, 'password-policy') ?? null);
  return facts;
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** What is wrong with the writes that came to the endpoint: something was made twice without a look in between. */
export function judgeWrites(calls: readonly ProxyCall[]): string[] {
  const failures: string[] = [];
  const made = new Map<string, number>();
  for (const [at, { action, input, writes, answered }] of calls.entries()) {
    if (!writes || answered === undefined || answered >= 300 || !/^(?:Create|Upload)/.test(action)) continue;
    const key = `${action} ${input}`;
    const before = made.get(key);
    made.set(key, at);
    if (before === undefined) continue;
    const between = calls.slice(before + 1, at);
    if (!between.some((call) => !call.writes && call.fault === undefined))
      failures.push(`${action} was carried out twice without a look in between`);
    if (action === 'CreatePolicyVersion') failures.push(`${action} made the same version twice`);
    if (action === 'CreateAccessKey' && !between.some((call) => /^(?:Update|Delete)AccessKey$/.test(call.action)))
      failures.push(`${action} made a second key while the first was active`);
  }
  return failures;
}

/** What is wrong with the secrets: a key is active that was not there before and whose secret nobody has. */
export function judgeSecrets({ keys }: AccountView, start: AccountView, sink: MemorySink): string[] {
  const known = new Set([...start.keys.map(({ id }) => id), ...sink.ids()]);
  return keys
    .filter(({ id, active }) => active && !known.has(id))
    .map(({ user, id }) => `nobody has key ${id} of ${user}`);
}
