/** One measured number; with a limit, more than it is a failure. */
export interface BenchmarkRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
}

/** The time of some work in milliseconds, with whatever garbage is collected meanwhile. */
export function measured(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The least of several runs: what else the machine does only ever adds to a time. */
export function least(values: readonly number[]): number {
  return Math.min(...values);
}
