import { quotaOf } from '../../../src/providers/aws/operations/limits.ts';
import { findPrincipal } from '../../../src/providers/aws/policy/principals.ts';
import { documentSize } from '../../../src/providers/aws/policy/render.ts';
import type { NarrowingContext } from './edits.ts';
import type { Place } from './places.ts';

const sizeQuotas = { user: 'UserPolicySizeQuota', group: 'GroupPolicySizeQuota', role: 'RolePolicySizeQuota' } as const;

/** How many characters a document may have at its place; the inline policies of one owner share their room. */
export function roomAt(place: Place, { snapshot, details }: Pick<NarrowingContext, 'snapshot' | 'details'>): number {
  if (place.kind === 'managed') return quotaOf(snapshot, 'PolicySizeQuota');
  const { owner, name } = place;
  const others = (findPrincipal(details, owner)?.inline ?? []).filter((policy) => policy.name !== name);
  const taken = others.reduce((sum, { document }) => sum + documentSize(document), 0);
  return quotaOf(snapshot, sizeQuotas[owner.type]) - taken;
}
