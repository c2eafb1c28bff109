import type { Change } from '../../../engine/change.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { findPrincipal, type PrincipalRef, principalsOf } from '../policy/principals.ts';

/** The users, groups and roles on whose access or credentials a change bears, with a group's members and a policy's holders. */
export function affectedBy({ resource }: Change, details: AuthorizationDetails): PrincipalRef[] {
  const { user, group, role, arn } = resource.address;
  const named: PrincipalRef[] = [
    ...(user === undefined ? [] : [{ type: 'user' as const, name: user }]),
    ...(group === undefined ? [] : [{ type: 'group' as const, name: group }]),
    ...(role === undefined ? [] : [{ type: 'role' as const, name: role }]),
  ];
  // A membership is the business of its own user and of the group; the other members stay as they are.
  if (resource.type === 'iam-group-membership') return named;
  const holders = resource.type === 'iam-policy' && arn !== undefined ? holdersOf(arn, details) : [];
  return withMembers([...named, ...holders], details);
}

/** The changes that bear on a principal in either state of the account. */
export function changesAffecting(
  { type, name }: PrincipalRef,
  changes: readonly Change[],
  ...states: readonly AuthorizationDetails[]
): Change[] {
  return changes.filter((change) =>
    states.some((details) => affectedBy(change, details).some((other) => other.type === type && other.name === name)),
  );
}

function holdersOf(arn: string, details: AuthorizationDetails): PrincipalRef[] {
  return principalsOf(details).filter((principal) => {
    const entity = findPrincipal(details, principal);
    return entity?.attached.includes(arn) || (entity !== undefined && 'boundary' in entity && entity.boundary === arn);
  });
}

function withMembers(principals: readonly PrincipalRef[], details: AuthorizationDetails): PrincipalRef[] {
  const groups = new Set(principals.filter(({ type }) => type === 'group').map(({ name }) => name));
  if (groups.size === 0) return [...principals];
  const members = details.users.filter((user) => user.groups.some((group) => groups.has(group)));
  return [...principals, ...members.map(({ name }) => ({ type: 'user' as const, name }))];
}
