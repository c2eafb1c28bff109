import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One measured number; with a limit, more than it is a failure. */
export interface BenchmarkRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;

/** Empties the nursery of the heap: the first collection moves what lives within it, the second out of it. */
function settle(): void {
  collect({ type: 'minor' });
  collect({ type: 'minor' });
}

/**
 * Milliseconds that a piece of work takes, with the moving of what it leaves in the nursery: otherwise the work that is
 * measured next would pay for it, since collections come at whatever moment the nursery is full.
 */
export function measured(work: () => void): number {
  settle();
  const start = performance.now();
  work();
  settle();
  return performance.now() - start;
}

/** The least of several runs: what the work takes when nothing else is in its way. */
export function least(values: readonly number[]): number {
  return Math.min(...values);
}
