import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails, Role } from '../model/authorization-details.ts';
import type { AwsSnapshot } from '../model/collections.ts';
import { parseDocument } from '../policy/document.ts';
import { effectivePermissions } from '../policy/permissions.ts';
import { findPrincipal, type PrincipalRef, principalsOf } from '../policy/principals.ts';
import { names, reachesSome } from '../policy/reach.ts';
import type { PrincipalEntry } from '../policy/statement.ts';

/**
 * Whether somebody surely can act as a user or role: a user by an enabled password or an active key, a role from
 * outside the account or by somebody in it. What only a service can assume counts as closed.
 */
export function canEnter(snapshot: AwsSnapshot, details: AuthorizationDetails, principal: PrincipalRef): boolean {
  return enters(snapshot, details, principal, new Set());
}

function enters(
  snapshot: AwsSnapshot,
  details: AuthorizationDetails,
  principal: PrincipalRef,
  seen: Set<string>,
): boolean {
  const entity = findPrincipal(details, principal);
  if (entity === undefined) return false;
  if (principal.type === 'user') return hasCredentials(snapshot, principal.name);
  if (!('trust' in entity) || seen.has(entity.arn)) return false;
  seen.add(entity.arn);
  return trustedBy(entity).some((entry) => opens(snapshot, details, entity, entry, seen));
}

function hasCredentials(snapshot: AwsSnapshot, user: string): boolean {
  const row = readable(snapshot, 'credential-report')?.rows.find((item) => item.user === user);
  const keys = readable(snapshot, 'access-keys')?.filter((key) => key.user === user) ?? row?.keys ?? [];
  return row?.passwordEnabled === true || keys.some((key) => key.active);
}

const assuming = ['sts:assumerole', 'sts:assumerolewithsaml', 'sts:assumerolewithwebidentity'];

/** Who may assume a role; nobody surely may where the trust policy denies anything, or says all but some. */
function trustedBy({ trust }: Role): readonly PrincipalEntry[] {
  const { statements } = parseDocument(trust).document;
  if (statements.some(({ effect }) => effect === 'Deny')) return [];
  return statements.flatMap(({ principal, action }) =>
    principal?.not === false && assuming.some((name) => names(action, name)) ? principal.entries : [],
  );
}

/** True when a trusted party can become the role: an identity provider, another account, or a principal of this one. */
function opens(
  snapshot: AwsSnapshot,
  details: AuthorizationDetails,
  role: Role,
  { kind, value }: PrincipalEntry,
  seen: Set<string>,
): boolean {
  if (kind === 'Federated' || value === '*') return kind === 'Federated' || kind === 'AWS';
  const account = value.split(':')[4] ?? value;
  // A bare unique id is what is left in a trust policy of a principal that was deleted.
  if (kind !== 'AWS' || !/^\d{12}$/.test(account)) return false;
  if (account !== snapshot.account.id) return true;
  if (value !== account) {
    const named = principalOf(value);
    return named !== undefined && enters(snapshot, details, named, seen);
  }
  // The account as a whole is trusted: whoever of it is allowed to assume the role by policies of its own.
  return principalsOf(details).some(
    (other) =>
      reachesSome(effectivePermissions(details, other), 'sts:assumerole', role.arn) === 'yes' &&
      enters(snapshot, details, other, seen),
  );
}

/** The user or role that an ARN of IAM or STS speaks of; a session's is its role. Undefined for all others, root among them. */
export function principalOf(arn: string): PrincipalRef | undefined {
  const [kind, ...names] = (arn.split(':')[5] ?? '').split('/');
  const name = kind === 'assumed-role' ? names[0] : names.at(-1);
  if (name === undefined || name === '') return undefined;
  if (kind === 'user') return { type: 'user', name };
  return kind === 'role' || kind === 'assumed-role' ? { type: 'role', name } : undefined;
}
