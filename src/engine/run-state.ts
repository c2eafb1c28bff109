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
  readonly detail?: string;
  readonly until?: string;
}

/** What a record says, folded: the run, and the state of each change in the order in which they were begun. */
export interface RunState {
  readonly begin: Extract<Line, { kind: 'begin' }>;
  readonly changes: ReadonlyMap<string, ChangeState>;
  readonly outcome: 'complete' | 'partial' | 'waiting' | 'interrupted' | 'unfinished';
}

/** Folds a record's lines into the state of its run. `plan` gives the changes that were never begun. */
export function foldRun(lines: readonly Line[], plan: readonly Change[]): RunState {
  const begin = lines[0];
  if (begin?.kind !== 'begin') throw new Error('a record begins with its run');
  const byId = new Map(plan.map((change) => [change.id, change]));
  const changes = new Map<string, ChangeState>();
  let outcome: RunState['outcome'] = 'unfinished';
  const update = (id: string, next: (state: ChangeState) => ChangeState) => {
    const state = changes.get(id) ?? notBegun(byId.get(id));
    if (state === undefined) return;
    // Newest outcome last, so that a rollback can go through the map from its end.
    changes.delete(id);
    changes.set(id, next(state));
  };
  for (const line of lines) {
    const { at } = line;
    switch (line.kind) {
      case 'intent':
        changes.delete(line.change.id);
        changes.set(line.change.id, {
          change: line.change,
          status: 'begun',
          resource: line.change.resource,
          before: line.before,
          at,
        });
        break;
      case 'done':
        update(line.change, ({ change, before }) => ({
          change,
          before,
          status: 'done',
          resource: line.resource,
          after: line.after,
          at,
          ...(line.handedTo === undefined ? {} : { handedTo: line.handedTo }),
          ...(line.already === undefined ? {} : { already: line.already }),
        }));
        break;
      case 'reconciled':
        update(line.change, (state) =>
          line.outcome === 'done'
            ? { ...state, status: 'done', resource: line.resource, after: line.after, at }
            : { ...state, status: 'skipped', at, detail: 'begun once, found not done' },
        );
        break;
      case 'failed':
        update(line.change, (state) => ({ ...state, status: 'failed', at, detail: line.error }));
        break;
      case 'skipped':
        update(line.change, (state) => ({ ...state, status: 'skipped', at, detail: line.reason }));
        break;
      case 'waiting':
        update(line.change, (state) => ({
          ...state,
          status: 'waiting',
          at,
          detail: line.reason,
          ...(line.until === undefined ? {} : { until: line.until }),
        }));
        break;
      case 'end':
        outcome = line.outcome;
        break;
      case 'resumed':
        outcome = 'unfinished';
        break;
      default:
        break;
    }
  }
  return { begin, changes, outcome };
}

function notBegun(change: Change | undefined): ChangeState | undefined {
  if (change === undefined) return undefined;
  return { change, status: 'skipped', resource: change.resource, before: change.from, at: '' };
}
