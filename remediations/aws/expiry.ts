/** How far away the end of something is: over already, within the tightest of the given windows, or beyond them all. */
export type Expiry =
  | { readonly status: 'over' | 'beyond'; readonly days: number }
  | { readonly status: 'within'; readonly days: number; readonly window: number; readonly rank: number };

const dayMs = 86_400_000;

/**
 * Judges an end by windows in days. A window holds the moment that lies exactly so many days ahead, and what ends
 * this very moment is over; `days` are whole days to the end, and `rank` counts the windows that are tighter.
 */
export function judgeExpiry(end: string, windows: readonly number[], now: Date): Expiry {
  const left = Date.parse(end) - now.getTime();
  const days = Math.floor(left / dayMs);
  if (left <= 0) return { status: 'over', days };
  const sorted = windows.toSorted((a, b) => a - b);
  const rank = sorted.findIndex((window) => left <= window * dayMs);
  const window = sorted[rank];
  return window === undefined ? { status: 'beyond', days } : { status: 'within', days, window, rank };
}
