import { type Change, Refusal, simulate } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import type { AwsSnapshot } from '../model/collections.ts';
import { operations } from '../operations/index.ts';
import { accessChanges } from '../policy/access-change.ts';
import { isDeliveryRole } from '../policy/delivery-role.ts';
import type { PrincipalRef } from '../policy/principals.ts';
import { accessGuard, idsOf } from './access-guard.ts';
import { changesAffecting } from './affected.ts';
import { listed } from './wording.ts';

/**
 * Refuses a plan by which anybody gains, or for all that can be told may gain, any access. What the baseline itself asks
 * for, such as a role for people who work with AWS Support, is measured against: nobody may gain more than that.
 */
export const noNewAccess = accessGuard({
  id: 'no-new-access',
  title: 'Nobody gains access',
  question: 'whether anybody gains access',
  *refusals({ before, was, is, changes }) {
    const asked = withAsked(before, changes) ?? was;
    for (const { principal, gains, certain } of accessChanges(asked, is))
      if (gains.length > 0 && !isNobodys(is, principal))
        yield {
          reason: `${principal.type} ${principal.name} ${certain ? 'gains' : 'may gain'} access: ${listed(gains)}`,
          changes: idsOf(changesAffecting(principal, changes, was, is)),
        };
  },
});

/** True for a role that no person or program can take. */
function isNobodys({ roles }: AuthorizationDetails, { type, name }: PrincipalRef): boolean {
  return type === 'role' && roles.some((role) => role.name === name && isDeliveryRole(role));
}

/** The account with those changes alone for which the baseline asks; undefined where there are none, or none by themselves. */
function withAsked(before: AwsSnapshot, changes: readonly Change[]) {
  const asked = changes.filter(({ askedBy }) => askedBy !== undefined);
  if (asked.length === 0) return undefined;
  try {
    return readable(simulate(operations, before, asked), 'authorization-details');
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
