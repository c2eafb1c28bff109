import { setTimeout as wait } from 'node:timers/promises';
import { type Change, type ResourceRef, sameValue, type Value } from '../../engine/change.ts';
import { RemediateError } from '../../engine/errors.ts';
import { type Account, type Performed, Unseen } from '../../engine/provider.ts';
import { identify } from './collect/identity.ts';
import type { Live } from './live.ts';
import { actionOf, describeError, explainAccess } from './live-errors.ts';
import { operations } from './operations/index.ts';

/** AWS is eventually consistent: IAM mostly shows a write at once, and now and then after some seconds. */
const patienceMs = 60_000;
const firstWaitMs = 100;
const longestWaitMs = 2000;

/** A live account as the engine carries changes out on it. */
export function liveAccount(live: Live, patience: number = patienceMs): Account {
  const observe = ({ type, address }: ResourceRef): Promise<Value | null> =>
    explained(live, `look at ${operations.resource(type).label(address)}`, () =>
      operations.resource(type).observe(live, address),
    );
  return {
    identify: () => identify(live),
    observe,
    async lastUsed({ type, address }) {
      const resource = operations.resource(type);
      if (resource.lastUsed === undefined) return 'unknown';
      const lastUsed = resource.lastUsed.bind(resource);
      return explained(live, `tell when ${resource.label(address)} was used`, () => lastUsed(live, address));
    },
    async perform(change, sink) {
      const operation = operations.get(change.operation);
      const answer = await explained(live, lowerFirst(change.title), () =>
        operation.perform(live, { ...callOf(change), sink }),
      );
      const performed = { resource: change.resource, ...answer };
      await untilShown(change, performed, observe, patience).catch((cause: unknown) => {
        throw new Unseen(performed, cause);
      });
      return performed;
    },
    async settle(change, before) {
      const operation = operations.get(change.operation);
      const call = { ...callOf(change), from: before };
      await explained(live, `settle "${change.title}"`, async () => operation.settle?.(live, call));
    },
  };
}

function callOf({ resource, from, to }: Change): {
  address: ResourceRef['address'];
  from: Value | null;
  to: Value | null;
} {
  return { address: resource.address, from: from as Value | null, to: to as Value | null };
}

/** Looks at the resource until it is what the change made of it. */
async function untilShown(
  change: Change,
  { resource, handedTo }: Performed,
  observe: Account['observe'],
  patience: number,
): Promise<void> {
  const type = operations.resource(resource.type);
  const end = Date.now() + patience;
  let pause = firstWaitMs;
  const wanted = change.to as Value | null;
  const shows = (seen: Value | null) =>
    sameValue(type, seen, wanted) || (wanted === null && seen !== null && type.lapses?.(seen) === true);
  while (!shows(await observe(resource))) {
    if (Date.now() + pause > end)
      throw new RemediateError(
        'Provider',
        `AWS took "${change.title}" and does not show it after ${Math.round(patience / 1000)} s: ${type.label(resource.address)} is still different${handedTo === undefined ? '' : `; its secret is in ${handedTo}`}`,
        { hint: 'somebody else may be changing it; look at it, then resume the run or roll it back' },
      );
    await wait(pause);
    pause = Math.min(pause * 2, longestWaitMs);
  }
}

/** Has a failure of AWS say what was being done, in one sentence. */
async function explained<T>(live: Live, doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    // Errors of our own are explained already; only a call of AWS leaves its name behind.
    if (error instanceof RemediateError || actionOf(error) === undefined) throw error;
    const access = explainAccess(error, live.source);
    const said = access?.message ?? `AWS refused ${describeError(error)}`;
    throw new RemediateError(access?.code ?? 'Provider', `cannot ${doing}: ${said}`, {
      cause: error,
      hint: access?.hint ?? 'the account may have moved: scan it again and make the plan anew',
    });
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
