import { z } from 'zod';
import type { Change } from './change.ts';
import type { Settings } from './remedy.ts';
import type { Snapshot } from './snapshot.ts';

/** What a guard says of a plan; a refusal names the changes that it refuses. */
export const verdictSchema = z.object({
  guard: z.string(),
  verdict: z.enum(['holds', 'refused']),
  reason: z.string(),
  changes: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** What a guard judges: the account before and after, by the model, and the changes between. */
export interface GuardContext<C> {
  readonly before: Snapshot<C>;
  readonly after: Snapshot<C>;
  readonly changes: readonly Change[];
  readonly settings: Settings;
}

/** What a plan must hold to be applied; `--yes` does not pass a refusal. */
export interface Guard<C> {
  readonly id: string;
  readonly title: string;
  /** The reasons for refusing, with the changes that they are about; none when the plan holds. */
  refusals(context: GuardContext<C>): Iterable<{ readonly reason: string; readonly changes: readonly string[] }>;
}

/** The verdicts of all guards on a plan: one for each refusal, or one that says that the guard holds. */
export function judgeGuards<C>(guards: readonly Guard<C>[], context: GuardContext<C>): Verdict[] {
  return guards.flatMap((guard): Verdict[] => {
    const refusals = [...guard.refusals(context)];
    if (refusals.length === 0) return [{ guard: guard.id, verdict: 'holds', reason: guard.title, changes: [] }];
    return refusals.map(({ reason, changes }) => ({
      guard: guard.id,
      verdict: 'refused',
      reason,
      changes: [...changes],
    }));
  });
}
