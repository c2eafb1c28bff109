import { expect } from 'vitest';
import { type Change, invert, simulate, stable } from '../../src/engine/change.ts';
import type { Json } from '../../src/engine/json.ts';
import type { SecretSink } from '../../src/engine/secrets.ts';
import { collectSnapshot } from '../../src/providers/aws/collect/snapshot.ts';
import { type Live, type LiveOptions, openLive } from '../../src/providers/aws/live.ts';
import { isAwsManaged } from '../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections, AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import type { Moto } from './moto.ts';
import { changeOf, type Write } from './operation-laws.ts';

/**
 * Carries writes out on the endpoint and in the model, one after another, then undoes them all: each time the account
 * that is collected again must be what the model says, new ids and dates aside, and what is observed of each resource too.
 */
export async function expectModelEqualsEndpoint(
  moto: Moto,
  given: AwsSnapshot,
  writes: readonly Write[],
  options: LiveOptions & { readonly seeded?: () => Promise<void> } = {},
): Promise<void> {
  await moto.reset();
  await moto.seed(given);
  await options.seeded?.();
  const live = openLive({ maxAttempts: 1, ...options });
  // Some services tell whole seconds only; what happens from here on counts as new.
  const before = await collectSnapshot({ live, now: new Date(Math.floor(Date.now() / 1000) * 1000) });
  expect(Object.entries(before.collections).filter(([, { status }]) => status !== 'read')).toEqual([]);
  let model = before;
  const done: Change[] = [];
  for (const tried of writes) {
    const change = changeOf(model, tried);
    if (change === undefined) throw new Error(`the account is as ${tried.operation.name} wants it already`);
    const performed = await perform(live, change);
    model = simulate(operations, model, [performed]);
    done.push(performed);
    await expectObserved(live, model, performed);
  }
  await expectCollected(live, model);

  const inverses = done.reverse().map((change) => invert(operations, change));
  if (inverses.some((inverse) => inverse === null)) return;
  for (const inverse of inverses) if (inverse !== null) await perform(live, inverse);
  await expectCollected(live, before);
}

/** Takes secrets and forgets them. */
const sink: SecretSink = { prove: async () => {}, put: async (name) => `nowhere:${name}` };

/** The change as it was done: on the resource as AWS named it. */
async function perform(live: Live, change: Change): Promise<Change> {
  const operation = operations.get(change.operation);
  const { resource, from, to } = change;
  const [was, wanted] = [from, to] as [never, never];
  const performed = await operation.perform(live, {
    address: resource.address,
    from: was,
    to: wanted,
    sink,
  });
  return performed?.resource === undefined ? change : { ...change, resource: performed.resource };
}

async function expectObserved(live: Live, model: AwsSnapshot, { operation, resource: ref }: Change): Promise<void> {
  const { resource } = operations.get(operation);
  const observed = await resource.observe(live, ref.address);
  expect(stable(resource, observed)).toEqual(stable(resource, resource.read(model, ref.address)));
}

async function expectCollected(live: Live, model: AwsSnapshot): Promise<void> {
  const collected = await collectSnapshot({ live, now: new Date() });
  const [actual, wanted] = [comparable(collected), comparable(model)];
  expect(aside(actual, wanted, model.collectedAt)).toEqual(wanted);
}

/** What was collected, with the model's word for the ids that AWS gave and the times that passed since `since`. */
function aside(actual: Json, wanted: Json, since: string, path = ''): Json {
  if (typeof actual === 'string' && typeof wanted === 'string') {
    const named =
      /^\/((authorization-details|credential-report|identity-providers)\/.*\/(id|createdAt)|organization\/.*[pP]olicies\/data\/\d+\/(id|arn)|config\/rules\/\d+\/arn|access-analyzer\/.*\/(createdAt|updatedAt)|trails\/\d+\/loggingSince|secrets\/items\/\d+\/lastRotatedAt)$/.test(
        path,
      );
    const passed = isTime(actual) && isTime(wanted) && actual >= since && wanted >= since;
    return named || passed ? wanted : actual;
  }
  if (Array.isArray(actual) && Array.isArray(wanted))
    return actual.map((item, at) => aside(item, wanted[at] ?? null, since, `${path}/${at}`));
  if (!isObject(actual) || !isObject(wanted)) return actual;
  const pairs = Object.entries(actual).map(([name, item]) => [
    name,
    aside(item, wanted[name] ?? null, since, `${path}/${name}`),
  ]);
  return Object.fromEntries(pairs);
}

/** What the account did and what people said of it: an operation makes no history. */
const history: ReadonlySet<string> = new Set(['service-last-accessed', 'cloudtrail-events', 'attestations']);

/**
 * The evidence by collection, without history, without the policies of AWS that nothing uses (a listing leaves them out, the model keeps
 * them for an undo), without PolicyVersionsInUse (AWS does not say what it counts; moto counts attachments),
 * and without the bodies of SSH keys, which a listing leaves out.
 */
function comparable(snapshot: AwsSnapshot): Json {
  const data = Object.fromEntries(
    Object.entries(snapshot.collections)
      .filter(([name]) => !history.has(name))
      .map(([name, each]) => [name, each.status === 'read' ? each.data : null]),
  ) as unknown as AwsCollections;
  const { PolicyVersionsInUse: _, ...summary } = data['account-summary'];
  const details = data['authorization-details'];
  const principals = [...details.users, ...details.groups, ...details.roles];
  const used = new Set(
    principals.flatMap(({ attached, ...item }) => ('boundary' in item ? [...attached, item.boundary] : attached)),
  );
  const policies = details.policies.filter(({ arn }) => !isAwsManaged(arn) || used.has(arn));
  const sshKeys = data['ssh-keys'].map(({ body: _, ...key }) => key);
  const kept = { 'account-summary': summary, 'authorization-details': { ...details, policies }, 'ssh-keys': sshKeys };
  return JSON.parse(JSON.stringify({ ...data, ...kept })) as Json;
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
