import { type Severity, severities } from '../../src/engine/severity.ts';

/** The widest window that an age has passed, with the severity that this makes. */
export interface Passed {
  readonly window: number;
  readonly severity: Severity;
}

/**
 * Holds an age in days against windows; undefined while it keeps the tightest. A window is kept on its last day: an
 * age of 90 keeps the window of 90, and 91 has passed it. Past the widest window the age is as bad as its control says,
 * and each wider window that it still keeps takes a step off, down to low.
 */
export function passedWindow(age: number, windows: readonly number[], worst: Severity): Passed | undefined {
  const passed = windows.filter((days) => age > days);
  if (passed.length === 0) return undefined;
  const step = severities.indexOf(worst) + windows.length - passed.length;
  const severity = severities[Math.min(step, severities.indexOf('low'))] ?? 'low';
  return { window: Math.max(...passed), severity };
}
