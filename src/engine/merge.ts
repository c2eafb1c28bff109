import { type Change, changeId, type Operations, refKey, type Value } from './change.ts';
import { canonicalJson, type Json, sameJson } from './json.ts';

/** Two wants on one resource that cannot both be had. */
export interface Conflict {
  readonly kept: Change;
  readonly dropped: Change;
}

/**
 * Brings the changes of several remedies together so that each resource has one writer: equal changes become one,
 * wants on different attributes of one resource become one change, and contradictions are told as conflicts.
 */
export function mergeChanges<C>(
  operations: Operations<C>,
  given: readonly Change[],
): { changes: Change[]; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const renamed = new Map<string, string>();
  const changes = new Map<string, Change>();
  for (const change of given) {
    const start = startKey(change);
    const rival = changes.get(start);
    if (rival === undefined) {
      changes.set(start, change);
      continue;
    }
    const merged = mergePair(operations, rival, change);
    if (merged === undefined) {
      conflicts.push({ kept: rival, dropped: change });
      continue;
    }
    renamed.set(rival.id, merged.id);
    renamed.set(change.id, merged.id);
    changes.set(start, merged);
  }
  return { changes: Array.from(changes.values(), (change) => follow(change, renamed)), conflicts };
}

/** Changes of one resource from one value meet; a chain of changes has a different start in each link. */
function startKey(change: Change): string {
  return `${refKey(change.resource)} ${canonicalJson(change.from)}`;
}

function mergePair<C>(operations: Operations<C>, a: Change, b: Change): Change | undefined {
  const to = mergeValues(a.from, a.to, b.to);
  if (to === undefined || a.operation !== b.operation) return undefined;
  const operation = operations.get(a.operation);
  const { address } = a.resource;
  const [from, wanted] = [a.from as Value | null, to as Value | null];
  // The stricter want decides when: what one of them waits for, both wait for.
  const gate = a.gate || b.gate ? { ...a.gate, ...b.gate } : undefined;
  const askedBy = [a, b].find((change) => change.askedBy !== undefined && sameJson(change.to, to))?.askedBy;
  const { gate: _, askedBy: __, ...rest } = a;
  return {
    ...rest,
    id: changeId(a.operation, a.resource, a.from, to),
    to,
    title: operation.title(address, from, wanted),
    command: [...operation.command(address, from, wanted)],
    dependsOn: union(a.dependsOn, b.dependsOn),
    closes: union(a.closes, b.closes),
    via: a.via === 'terraform' && b.via === 'terraform' ? 'terraform' : 'api',
    ...(gate === undefined ? {} : { gate }),
    ...(askedBy === undefined ? {} : { askedBy }),
  };
}

/** Both wants on one value, or undefined where they contradict each other; objects are merged attribute by attribute. */
export function mergeValues(from: Json, a: Json, b: Json): Json | undefined {
  if (sameJson(a, b)) return a;
  if (!isObject(a) || !isObject(b)) return undefined;
  const start = isObject(from) ? from : {};
  const merged: { [key: string]: Json } = {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [was, left, right] = [start[key], a[key], b[key]];
    const value = pick(was, left, right);
    if (value === 'conflict') return undefined;
    if (value.value !== undefined) merged[key] = value.value;
  }
  return merged;
}

function pick(
  was: Json | undefined,
  a: Json | undefined,
  b: Json | undefined,
): 'conflict' | { value: Json | undefined } {
  const same = (left: Json | undefined, right: Json | undefined) =>
    left === undefined || right === undefined ? left === right : sameJson(left, right);
  if (same(a, b) || same(was, b)) return { value: a };
  return same(was, a) ? { value: b } : 'conflict';
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function follow(change: Change, renamed: ReadonlyMap<string, string>): Change {
  const now = (id: string) => {
    let current = id;
    for (let next = renamed.get(current); next !== undefined && next !== current; next = renamed.get(current))
      current = next;
    return current;
  };
  const { gate } = change;
  return {
    ...change,
    dependsOn: [...new Set(change.dependsOn.map(now))].filter((id) => id !== change.id),
    ...(gate === undefined
      ? {}
      : {
          gate: {
            ...gate,
            ...(gate.after === undefined ? {} : { after: now(gate.after) }),
            ...(gate.used === undefined ? {} : { used: now(gate.used) }),
          },
        }),
  };
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
