import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { fullReach } from './administrators.ts';
import { effectivePermissions, permissionSet } from './permissions.ts';
import { findPrincipal, type PrincipalRef, policiesOf } from './principals.ts';
import { holderOf } from './reach.ts';

/** Whether a principal is an administrator by what it has beside some of its groups; what those deny counts all the same. */
export function isAdministratorBeside(
  details: AuthorizationDetails,
  principal: PrincipalRef,
  isLeftOut: (group: string) => boolean,
): 'yes' | 'no' | 'unknown' {
  const { policies, boundary, missing } = policiesOf(details, principal);
  const counted = policies.filter(({ origin }) => origin.group === undefined || !isLeftOut(origin.group));
  const { layers } = permissionSet({
    policies: counted.map((policy) => policy.document),
    boundary: boundary?.document,
  });
  const set = { ...effectivePermissions(details, principal), layers };
  const reach = fullReach(set, holderOf(findPrincipal(details, principal)?.arn ?? ''));
  if (reach === 'maybe') return 'unknown';
  return reach === 'no' && missing.length > 0 ? 'unknown' : reach;
}
