import type { MetricFilter } from '../model/monitoring.ts';
import { filterFault } from './alarm.ts';
import { type Coverage, covers, overlaps } from './coverage.ts';
import { type Condition, join, type Pattern, parsePattern, printPattern } from './filter-pattern.ts';

/** A metric filter, its pattern where it can be read, and whether it counts every wanted event. */
export interface JudgedFilter {
  readonly filter: MetricFilter;
  readonly pattern?: Pattern;
  readonly coverage: Coverage;
}

/** Judges a metric filter by its pattern and by what it counts. */
export function judgeFilter(filter: MetricFilter, events: Pattern): JudgedFilter {
  const parsed = parsePattern(filter.pattern);
  if ('problem' in parsed) {
    const { at, message } = parsed.problem;
    const because = `its pattern is not understood at character ${at + 1}: ${message}`;
    return { filter, coverage: { covers: false, because } };
  }
  const { pattern } = parsed;
  const fault = filterFault(filter);
  const coverage = fault === undefined ? covers(pattern, events) : ({ covers: false, because: fault } as const);
  return { filter, pattern, coverage };
}

/** True when a filter counts some of the wanted events, and not all. */
export function coversPart({ filter, pattern, coverage }: JudgedFilter, events: Pattern): boolean {
  return !coverage.covers && pattern !== undefined && filterFault(filter) === undefined && overlaps(pattern, events);
}

/** The filters, as few as need be, that match every wanted event together; none where they do not. */
export function coveringTogether(filters: readonly JudgedFilter[], events: Pattern): readonly JudgedFilter[] {
  const cover = (some: readonly JudgedFilter[]) =>
    covers(
      join(
        'or',
        some.flatMap(({ pattern }) => pattern ?? []),
      ),
      events,
    ).covers;
  if (filters.length < 2 || !cover(filters)) return [];
  return filters.reduce((needed, candidate) => {
    const rest = needed.filter((other) => other !== candidate);
    return cover(rest) ? rest : needed;
  }, filters);
}

/** The filter that was most likely meant for the wanted events, and why it does not serve; empty where there is none. */
export function nearestMiss(filters: readonly JudgedFilter[], events: Pattern): string {
  const wanted = new Set(conditionsOf(events).map(printPattern));
  const shared = ({ pattern }: JudgedFilter) =>
    pattern === undefined ? 0 : conditionsOf(pattern).filter((condition) => wanted.has(printPattern(condition))).length;
  const [nearest] = filters
    .filter((judged) => judged.pattern === undefined || shared(judged) > 0)
    .sort((a, b) => shared(b) - shared(a));
  if (nearest === undefined || nearest.coverage.covers) return '';
  return `; the nearest is ${nearest.filter.name}: ${nearest.coverage.because}`;
}

function conditionsOf(pattern: Pattern): readonly Condition[] {
  return 'terms' in pattern ? pattern.terms.flatMap(conditionsOf) : [pattern];
}
