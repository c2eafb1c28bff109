import type { ComparisonGap } from '../../../engine/comparison.ts';
import type { Collection } from '../../../engine/snapshot.ts';

/** Why a collection, or a part of one, cannot be compared. */
export function gapOf(evidence: string, was: Collection<unknown>, is: Collection<unknown>): ComparisonGap {
  const reasons = [was, is].flatMap((side) => (side.status === 'read' ? [] : [side.reason]));
  const missingIn = was.status === 'read' ? 'new' : is.status === 'read' ? 'old' : 'both';
  return { evidence, missingIn, reason: [...new Set(reasons)].join('; ') };
}
