/** One line of the torture's table: what was tried, how often, and what went wrong. */
export interface TortureRow {
  readonly name: string;
  readonly runs: number;
  readonly failures: readonly string[];
}

/** `short` runs in `npm test`, `full` in `npm run torture`. */
export type TortureScale = 'short' | 'full';
