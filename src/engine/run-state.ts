import type { Change, ResourceRef } from './change.ts';
import type { Line } from './journal.ts';
import type { Json } from './json.ts';

/** How far one change of a run has come. */
export interface ChangeState {
  readonly change: Change;
  readonly status: 'begun' | 'done' | 'failed' | 'waiting' | 'skipped';
  readonly resource: ResourceRef;
  /** The value found just before the call. */
  readonly before: Json;
  readonly after?: Json;
  readonly at: string;
  readonly handedTo?: string;
  /** The account was as wanted before the run came to it; such a change is not undone. */
  readonly already?: boolean;
  /** A call was begun and what it did is not certain: its answer was lost, or it failed. The account must be asked. */
  readonly unsettled?: 'lost' | 'failed';
  readonly detail?: string;
  readonly until?: string;
}

/** What a record says, folded: the run, and the state of each change in the order of their latest lines. */
export interface RunState {
  readonly begin: Extract<Line, { kind: 'begin' }>;
  readonly changes: ReadonlyMap<string, ChangeState>;
  readonly outcome: 'complete' | 'partial' | 'waiting' | 'interrupted' | 'unfinished';
}

/** The states of a run's changes, brought forward line by line: the same while it runs as when its record is read. */
export class RunStates {
  readonly changes = new Map<string, ChangeState>();
  readonly #known: ReadonlyMap<string, Change>;

  /** `known` are the changes that the run may come to. */
  constructor(known: readonly Change[]) {
    this.#known = new Map(known.map((change) => [change.id, change]));
  }

  /** Takes a line in; gives the state that it leads to, where it is about a change. */
  take(line: Line): ChangeState | undefined {
    switch (line.kind) {
      case 'intent':
        return this.#put({ ...notBegun(line.change), status: 'begun', before: line.before, unsettled: 'lost' }, line);
      case 'done': {
        const { resource, after, handedTo, already } = line;
        return this.#update(line, ({ change, before }) => ({
          change,
          before,
          status: 'done',
          resource,
          after,
          ...(handedTo === undefined ? {} : { handedTo }),
          ...(already === undefined ? {} : { already }),
        }));
      }
      case 'reconciled': {
        const { resource, after } = line;
        return this.#update(line, ({ unsettled: _, detail: __, ...state }) =>
          line.outcome === 'done'
            ? { ...state, status: 'done', resource, after }
            : { ...notBegun(state.change), detail: 'begun once, found not done' },
        );
      }
      case 'failed': {
        const { resource, handedTo } = line;
        return this.#update(line, (state) => ({
          ...state,
          status: 'failed',
          unsettled: line.uncertain === true ? 'lost' : 'failed',
          detail: line.error,
          ...(resource === undefined ? {} : { resource }),
          ...(handedTo === undefined ? {} : { handedTo }),
        }));
      }
      case 'skipped':
        return this.#update(line, (state) => ({ ...state, status: 'skipped', detail: line.reason }));
      case 'waiting':
        return this.#update(line, ({ until: _, ...state }) => ({
          ...state,
          status: 'waiting',
          detail: line.reason,
          ...(line.until === undefined ? {} : { until: line.until }),
        }));
      default:
        return undefined;
    }
  }

  #update(
    line: Line & { readonly change: string },
    next: (state: ChangeState) => Omit<ChangeState, 'at'>,
  ): ChangeState | undefined {
    const known = this.#known.get(line.change);
    const state = this.changes.get(line.change) ?? (known && { ...notBegun(known), at: '' });
    return state === undefined ? undefined : this.#put(next(state), line);
  }

  #put(state: Omit<ChangeState, 'at'>, { at }: Line): ChangeState {
    const full = { ...state, at };
    // The latest last, so that a rollback can go through the map from its end.
    this.changes.delete(state.change.id);
    this.changes.set(state.change.id, full);
    return full;
  }
}

/** Folds a record's lines into the state of its run. `plan` gives the changes that were never begun. */
export function foldRun(lines: readonly Line[], plan: readonly Change[]): RunState {
  const begin = lines[0];
  if (begin?.kind !== 'begin') throw new Error('a record begins with its run');
  const states = new RunStates(begin.undoing ?? plan);
  let outcome: RunState['outcome'] = 'unfinished';
  for (const line of lines) {
    states.take(line);
    if (line.kind === 'end') outcome = line.outcome;
    if (line.kind === 'resumed') outcome = 'unfinished';
  }
  return { begin, changes: states.changes, outcome };
}

/**
 * The time until which a change of a run cannot become due, by its record: its own, or that of a step which it rests on.
 * Undefined where that has come, or where only the account can tell.
 */
export function notDueUntil(
  change: Change,
  states: RunState['changes'],
  plan: readonly Change[],
  now: Date,
): string | undefined {
  const { status, until } = states.get(change.id) ?? {};
  if (status === 'done') return undefined;
  const earlier = plan.filter(({ id }) => change.dependsOn.includes(id));
  return [status === 'waiting' ? until : undefined, ...earlier.map((one) => notDueUntil(one, states, plan, now))]
    .filter((time) => time !== undefined && Date.parse(time) > now.getTime())
    .sort()
    .at(-1);
}

function notBegun(change: Change): Omit<ChangeState, 'at'> {
  return { change, status: 'skipped', resource: change.resource, before: change.from };
}
