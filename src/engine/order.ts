import { type Change, type Operations, refKey, type Value } from './change.ts';
import { sameJson } from './json.ts';
import type { Wave } from './plan.ts';
import type { AccountIdentity } from './snapshot.ts';

/** Adds the dependencies that resources have on one another: what is needed is made first and removed last. */
export function withDependencies<C>(
  operations: Operations<C>,
  changes: readonly Change[],
  account: AccountIdentity,
): Change[] {
  const byRef = new Map<string, Change[]>();
  for (const change of changes) {
    const key = refKey(change.resource);
    byRef.set(key, [...(byRef.get(key) ?? []), change]);
  }
  const extra = new Map<string, Set<string>>(changes.map((change) => [change.id, new Set(change.dependsOn)]));
  const dependOn = (change: Change, on: Change) => {
    if (change.id !== on.id) extra.get(change.id)?.add(on.id);
  };
  for (const change of changes) {
    for (const earlier of byRef.get(refKey(change.resource)) ?? [])
      if (sameJson(earlier.to, change.from)) dependOn(change, earlier);
    for (const needed of required(operations, change, change.to, account, byRef))
      if (needed.from === null) dependOn(change, needed);
    for (const needed of required(operations, change, change.from, account, byRef))
      if (needed.to === null) dependOn(needed, change);
  }
  return changes.map((change) => ({ ...change, dependsOn: [...(extra.get(change.id) ?? [])].sort() }));
}

function required<C>(
  operations: Operations<C>,
  change: Change,
  value: Change['to'],
  account: AccountIdentity,
  byRef: ReadonlyMap<string, Change[]>,
): Change[] {
  if (value === null) return [];
  const { resource } = operations.get(change.operation);
  const refs = resource.requires(change.resource.address, value as Value, account);
  return refs.flatMap((ref) => byRef.get(refKey(ref)) ?? []);
}

/** Moves a change to the API where something that it depends on goes there: Terraform runs first, as a whole. */
export function settleVias(changes: readonly Change[]): Change[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  const viaApi = new Set(changes.filter((change) => change.via === 'api' || change.gate).map((change) => change.id));
  let grew = true;
  while (grew) {
    grew = false;
    for (const change of byId.values())
      if (!viaApi.has(change.id) && change.dependsOn.some((id) => viaApi.has(id))) {
        viaApi.add(change.id);
        grew = true;
      }
  }
  return changes.map((change) => ({ ...change, via: viaApi.has(change.id) ? 'api' : 'terraform' }));
}

/** The changes in waves: Terraform's first, then the API's by depth of dependency; or one of those that wait in a circle. */
export function toWaves(changes: readonly Change[]): { waves: Wave[] } | { circular: Change } {
  const waves: Wave[] = [];
  const done = new Set<string>();
  const terraform = changes.filter((change) => change.via === 'terraform');
  if (terraform.length > 0) waves.push({ via: 'terraform', changes: terraform.map((change) => change.id) });
  for (const change of terraform) done.add(change.id);
  let left = changes.filter((change) => change.via === 'api');
  const known = new Set(changes.map((change) => change.id));
  while (left.length > 0) {
    const ready = left.filter((change) => change.dependsOn.every((id) => done.has(id) || !known.has(id)));
    if (ready.length === 0) return { circular: inCircle(left) };
    waves.push({ via: 'api', changes: ready.map((change) => change.id) });
    for (const change of ready) done.add(change.id);
    left = left.filter((change) => !done.has(change.id));
  }
  return { waves };
}

/** Of changes that all wait for one another, one that waits for itself: not one that only waits for the circle. */
function inCircle(stuck: readonly Change[]): Change {
  const byId = new Map(stuck.map((change) => [change.id, change]));
  const seen = new Set<string>();
  let [change] = stuck as [Change];
  while (!seen.has(change.id)) {
    seen.add(change.id);
    change = change.dependsOn.flatMap((id) => byId.get(id) ?? [])[0] ?? change;
  }
  return change;
}

/** The changes in the order in which a plan carries them out. */
export function inOrder(changes: readonly Change[], waves: readonly Wave[]): Change[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  return waves.flatMap((wave) => wave.changes).flatMap((id) => byId.get(id) ?? []);
}
