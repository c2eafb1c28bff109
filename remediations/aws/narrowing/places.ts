import type { Finding } from '../../../src/engine/finding.ts';
import type { AuthorizationDetails, Role, User } from '../../../src/providers/aws/model/authorization-details.ts';
import {
  documentOf,
  findPrincipal,
  type PolicyOrigin,
  type PrincipalRef,
  policiesOf,
  policyName,
} from '../../../src/providers/aws/policy/principals.ts';

/** Where the document of an identity policy stands: a managed policy, or an inline one of its owner. */
export type Place =
  | { readonly kind: 'managed'; readonly arn: string }
  | { readonly kind: 'inline'; readonly owner: PrincipalRef; readonly name: string };

/** A document that bears on somebody, where it stands, and who has it: the principal itself or a group of its. */
export interface Bearing {
  readonly place: Place;
  readonly document: string;
  readonly owner: PrincipalRef;
}

/** The place as one text, for maps. */
export function placeKey(place: Place): string {
  return place.kind === 'managed' ? place.arn : JSON.stringify([place.owner.type, place.owner.name, place.name]);
}

/** The policy in words, such as `inline policy read of user joan`. */
export function placeLabel(place: Place): string {
  if (place.kind === 'managed') return `policy ${policyName(place.arn)}`;
  return `inline policy ${place.name} of ${place.owner.type} ${place.owner.name}`;
}

/** The place of the policy that a finding is about: a managed one, or the inline one that its discriminator names. */
export function placeOf({ resource, discriminator = '' }: Finding): Place {
  if (resource.type === 'iam-policy') return { kind: 'managed', arn: resource.arn ?? '' };
  return { kind: 'inline', owner: principalOf(resource), name: discriminator };
}

/** The user, group or role that a finding's resource is. */
export function principalOf({ type, id }: Finding['resource']): PrincipalRef {
  const kind = (['user', 'group', 'role'] as const).find((one) => type === `iam-${one}`);
  if (kind === undefined) throw new Error(`${type} ${id} holds no policies`);
  return { type: kind, name: id };
}

/** The document at a place, or undefined when the evidence does not hold it. */
export function documentAt(details: AuthorizationDetails, place: Place): string | undefined {
  if (place.kind === 'managed') return documentOf(details, place.arn);
  return findPrincipal(details, place.owner)?.inline.find(({ name }) => name === place.name)?.document;
}

/** The documents that bear on a principal, its groups' among them, and where they stand. */
export function bearingsOf(details: AuthorizationDetails, principal: PrincipalRef): Bearing[] {
  return policiesOf(details, principal).policies.map(({ document, origin }) => {
    const owner = ownerOf(origin, principal);
    return { place: placeOfOrigin(origin, owner), document, owner };
  });
}

function ownerOf({ group }: PolicyOrigin, principal: PrincipalRef): PrincipalRef {
  return group === undefined ? principal : { type: 'group', name: group };
}

function placeOfOrigin(origin: PolicyOrigin, owner: PrincipalRef): Place {
  return origin.how === 'attached'
    ? { kind: 'managed', arn: origin.arn }
    : { kind: 'inline', owner, name: origin.name };
}

/**
 * The users and roles whom a document bears on: those who have it, themselves or through a group, or as a boundary; of a
 * managed policy, those who still do once some from whom it is `taken` have it no more.
 */
export function bearersOf(
  details: AuthorizationDetails,
  place: Place,
  taken: readonly PrincipalRef[] = [],
): readonly (User | Role)[] {
  const { users, groups, roles } = details;
  if (place.kind === 'inline') {
    const { type, name } = place.owner;
    if (type === 'group') return users.filter((user) => user.groups.includes(name));
    return (type === 'user' ? users : roles).filter((one) => one.name === name);
  }
  const { arn } = place;
  const keeps = (type: PrincipalRef['type'], { name, attached }: Pick<User, 'name' | 'attached'>) =>
    attached.includes(arn) && !taken.some((one) => one.type === type && one.name === name);
  const holding = new Set(groups.filter((group) => keeps('group', group)).map(({ name }) => name));
  return [
    ...users.filter(
      (user) => keeps('user', user) || user.boundary === arn || user.groups.some((group) => holding.has(group)),
    ),
    ...roles.filter((role) => keeps('role', role) || role.boundary === arn),
  ];
}

/** A user or role in words. */
export function bearerLabel(bearer: User | Role): string {
  return `${'trust' in bearer ? 'role' : 'user'} ${bearer.name}`;
}
