import { setTimeout as wait } from 'node:timers/promises';
import { type Change, type ResourceRef, refKey, sameValue, type Value } from '../../engine/change.ts';
import { RemediateError } from '../../engine/errors.ts';
import type { Json } from '../../engine/json.ts';
import { type Account, type Performed, Uncertain, Unseen } from '../../engine/provider.ts';
import type { SecretSink } from '../../engine/secrets.ts';
import { identify } from './collect/identity.ts';
import type { Live } from './live.ts';
import { actionOf, attemptsOf, describeError, explainAccess, isAnswerLost, isBusy, isWrite } from './live-errors.ts';
import { lookUntil } from './live-pace.ts';
import { operations } from './operations/index.ts';
import { saysItIsSo } from './operations/live-answers.ts';

/** How often a call is made whose answers are lost, or for which AWS is too busy with the resource. */
const mostCalls = 5;
/** How often a call is made that AWS refuses because it does not see yet, or still sees, what is there. */
const mostRefusals = 2;

/** A live account as the engine carries changes out on it. */
export function liveAccount(live: Live): Account {
  const { shownMs, doubtMs } = live.pace;
  /** How resources look by what was made of them, and when it was: a look soon after may still show what was before. */
  const made = new Map<string, { readonly shows: Shows; readonly at: number }>();

  const look = ({ type, address }: ResourceRef): Promise<Value | null> =>
    explained(live, `look at ${operations.resource(type).label(address)}`, () =>
      operations.resource(type).observe(live, address),
    );

  const observe = async (resource: ResourceRef): Promise<Value | null> => {
    const last = made.get(refKey(resource));
    const doubt = last === undefined ? 0 : Math.min(doubtMs, last.at + doubtMs - Date.now());
    if (last === undefined || doubt <= 0) return look(resource);
    return lookUntil(() => look(resource), last.shows, doubt);
  };

  const remember = (resource: ResourceRef, shows: Shows, at: number): void => {
    const known = made.get(refKey(resource));
    if (known === undefined || known.at <= at) made.set(refKey(resource), { shows, at });
  };

  const settle = async (change: Change, before: Value | null): Promise<void> => {
    const operation = operations.get(change.operation);
    const call = { ...callOf(change), from: before };
    await explained(live, `settle "${change.title}"`, async () => {
      await operation.settle?.(live, call);
      if (operation.completes) await complete(change, before);
    });
  };

  /** Of a change of several calls, does those that are left where the first have made it, and else takes the first back. */
  const complete = async (change: Change, before: Value | null): Promise<void> => {
    const call = { ...callOf(change), sink: undefined };
    const isMade = showing(change.resource, change.to)(await look(change.resource));
    if (isMade && call.to !== null) await operations.get(change.operation).perform(live, call);
    if (isMade || before === null) return;
    const { inverse, name } = operations.get(change.operation);
    await operations
      .get(call.to === null ? (inverse ?? name) : name)
      .perform(live, { ...call, from: call.to, to: before });
  };

  /** Makes the call; where its answer is lost, what came of it is found out before it is made again. */
  const make = async (change: Change, sink: SecretSink | undefined): Promise<Performed> => {
    const operation = operations.get(change.operation);
    for (let calls = 1; ; calls += 1) {
      const written = countWrites(live);
      try {
        const answer = await operation.perform(live, { ...callOf(change), sink });
        return { resource: change.resource, ...answer };
      } catch (error) {
        const failure = explain(live, lowerFirst(change.title), error);
        const lost = isAnswerLost(error);
        const part = actionOf(error) !== undefined && countWrites(live) - written > (isWrite(actionOf(error)) ? 1 : 0);
        const doubted = lost || (saysItIsSo(error) && operation.settle === undefined);
        if (!doubted && !isBusy(error)) throw part ? uncertain(failure, failure) : failure;
        const came = doubted
          ? await findOut(change).catch((cause: unknown) => Promise.reject(uncertain(failure, cause)))
          : await wait(doubtMs, false);
        if (came) return { resource: change.resource };
        // What the client repeated in vain is not begun another time.
        const most = attemptsOf(error) > 1 ? 1 : lost || isBusy(error) ? mostCalls : mostRefusals;
        if (calls >= most) throw lost || part ? uncertain(failure, failure) : failure;
      }
    }
  };

  /** Finds out what came of a call whose answer was lost: true where all of it did, false where it can be made again. */
  const findOut = async (change: Change): Promise<boolean> => {
    const operation = operations.get(change.operation);
    if (operation.settle !== undefined) {
      await settle(change, change.from as Value | null);
      return false;
    }
    if (operation.completes) {
      await wait(doubtMs);
      return false;
    }
    const shows = showing(change.resource, change.to);
    return shows(await lookUntil(() => look(change.resource), shows, doubtMs));
  };

  /** Looks at the resource until it is what the change made of it. */
  const see = async (change: Change, { resource, handedTo }: Performed): Promise<void> => {
    const shows = showing(change.resource, change.to);
    if (shows(await lookUntil(() => look(resource), shows, shownMs))) return;
    const label = operations.resource(resource.type).label(resource.address);
    throw new RemediateError(
      'Provider',
      `AWS took "${change.title}" and does not show it after ${Math.round(shownMs / 1000)} s: ${label} is still different${handedTo === undefined ? '' : `; its secret is in ${handedTo}`}`,
      { hint: 'somebody else may be changing it; look at it, then resume the run or roll it back' },
    );
  };

  return {
    identify: () => identify(live),
    observe,
    settle,
    recall: (resource, value, at) => remember(resource, showing(resource, value as Json), Date.parse(at)),
    async lastUsed({ type, address }) {
      const resource = operations.resource(type);
      if (resource.lastUsed === undefined) return 'unknown';
      const lastUsed = resource.lastUsed.bind(resource);
      return explained(live, `tell when ${resource.label(address)} was used`, () => lastUsed(live, address));
    },
    async perform(change, sink) {
      const performed = await make(change, sink);
      await see(change, performed).catch((cause: unknown) => {
        throw new Unseen(performed, cause);
      });
      remember(performed.resource, showing(change.resource, change.to), Date.now());
      return performed;
    },
  };
}

/** How many calls that write were begun so far. */
function countWrites({ calls }: Live): number {
  return [...calls].reduce((sum, [action, times]) => sum + (isWrite(action) ? times : 0), 0);
}

function callOf({ resource, from, to }: Change): {
  address: ResourceRef['address'];
  from: Value | null;
  to: Value | null;
} {
  return { address: resource.address, from: from as Value | null, to: to as Value | null };
}

type Shows = (seen: Value | null) => boolean;

/** Tells whether what is seen of a resource is what was made of it. */
function showing({ type }: ResourceRef, made: Json): Shows {
  const resource = operations.resource(type);
  const wanted = made as Value | null;
  return (seen) =>
    sameValue(resource, seen, wanted) || (wanted === null && seen !== null && resource.lapses?.(seen) === true);
}

/** The failure of a call of which nobody knows what it did; `cause` says why it could not be found out. */
function uncertain({ message }: Error, cause: unknown): Uncertain {
  return new Uncertain(cause, `${message}; what it did is looked up when the run goes on`);
}

/** Has a failure of AWS say what was being done, in one sentence. */
async function explained<T>(live: Live, doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw explain(live, doing, error);
  }
}

/** Errors of our own are explained already; only a call of AWS leaves its name behind. */
function explain(live: Live, doing: string, error: unknown): Error {
  if (error instanceof RemediateError) return error;
  if (actionOf(error) === undefined) return error instanceof Error ? error : new Error(String(error));
  const access = explainAccess(error, live.source);
  const said =
    access?.message ?? `AWS ${isAnswerLost(error) ? 'gave no answer to' : 'refused'} ${describeError(error)}`;
  return new RemediateError(access?.code ?? 'Provider', `cannot ${doing}: ${said}`, {
    cause: error,
    hint: access?.hint ?? 'the account may have moved: scan it again and make the plan anew',
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
