import { setTimeout as wait } from 'node:timers/promises';

/**
 * How long an account is waited for. AWS is eventually consistent: IAM mostly shows a write at once, and now and then
 * after some seconds, for which it may also still show what was before.
 */
export interface Pace {
  /** How long a write that AWS took may need to show. */
  readonly shownMs: number;
  /** How long a look may still show what was before: nothing that was just done is taken for undone within it. */
  readonly doubtMs: number;
}

export const usualPace: Pace = { shownMs: 60_000, doubtMs: 5000 };

const firstWaitMs = 100;
const longestWaitMs = 2000;

/** Looks, ever more seldom, until what is seen is accepted or the time is over; gives what was seen last. */
export async function lookUntil<T>(
  look: () => Promise<T>,
  accept: (seen: T) => boolean,
  patienceMs: number,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (let pause = Math.min(firstWaitMs, patienceMs / 20); ; pause = Math.min(pause * 2, longestWaitMs)) {
    const seen = await look();
    if (accept(seen) || Date.now() + pause >= end) return seen;
    await wait(pause);
  }
}
