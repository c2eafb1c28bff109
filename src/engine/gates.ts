import type { Change } from './change.ts';
import type { Account } from './provider.ts';
import type { ChangeState } from './run-state.ts';

const dayMs = 86_400_000;

/** Why a change is not due yet, and the time before which looking again is of no use. */
export interface Wait {
  readonly reason: string;
  readonly until?: string;
}

/** Looks whether a change is due; undefined when it is. What cannot be known counts as not due. */
export async function waitFor(
  change: Change,
  states: ReadonlyMap<string, ChangeState>,
  account: Account,
  now: Date,
): Promise<Wait | undefined> {
  const { gate } = change;
  if (gate === undefined) return undefined;
  if (gate.after !== undefined && gate.days !== undefined) {
    const since = states.get(gate.after)?.at ?? now.toISOString();
    const due = new Date(Date.parse(since) + gate.days * dayMs);
    if (now < due) return { reason: `due ${gate.days} days after the step before it`, until: due.toISOString() };
  }
  if (gate.used !== undefined) {
    const made = states.get(gate.used)?.resource;
    const used = made === undefined ? 'never' : await account.lastUsed(made);
    if (used === 'never' || used === 'unknown') return { reason: 'the new key has not been seen in use yet' };
  }
  const { quietDays, neverUsed } = gate;
  if (quietDays === undefined && neverUsed === undefined) return undefined;
  const used = await account.lastUsed(change.resource);
  if (used === 'unknown') return { reason: 'AWS does not tell when it was last used' };
  if (used === 'never') return undefined;
  if (neverUsed) return { reason: `it has been in use since it was made (last on ${used})` };
  const quiet = new Date(Date.parse(used) + (quietDays ?? 0) * dayMs);
  return now < quiet ? { reason: `still in use: last on ${used}`, until: quiet.toISOString() } : undefined;
}
