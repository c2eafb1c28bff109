import { type Change, type Operations, refKey, type Value } from './change.ts';
import type { AccountIdentity } from './snapshot.ts';

/** A removal, and a change that needs what it removes. */
export interface Contradiction {
  readonly removal: Change;
  readonly needs: Change;
}

/** The first removal of something that another change needs afterwards, unless the plan makes it anew. */
export function removedThoughNeeded<C>(
  operations: Operations<C>,
  changes: readonly Change[],
  account: AccountIdentity,
): Contradiction | undefined {
  const removals = new Map<string, Change>();
  for (const change of changes) if (change.to === null) removals.set(refKey(change.resource), change);
  for (const change of changes) if (change.from === null) removals.delete(refKey(change.resource));
  if (removals.size === 0) return undefined;
  for (const needs of changes) {
    if (needs.to === null) continue;
    const { resource } = operations.get(needs.operation);
    for (const ref of resource.requires(needs.resource.address, needs.to as Value, account)) {
      const removal = removals.get(refKey(ref));
      if (removal !== undefined) return { removal, needs };
    }
  }
  return undefined;
}
