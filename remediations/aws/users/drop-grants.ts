import type { Steps } from '../../../src/engine/remedy.ts';
import type { AuthorizationDetails, Role, User } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { detachRolePolicy, detachUserPolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteRolePolicy, deleteUserPolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { removeUserFromGroup } from '../../../src/providers/aws/operations/memberships.ts';
import { editingAbilities } from './policy-editing.ts';

/** Something by which a user or role comes to permissions, and which can be taken from it alone. */
export type Grant =
  | { readonly how: 'attached'; readonly arn: string }
  | { readonly how: 'inline'; readonly name: string }
  | { readonly how: 'group'; readonly group: string };

/** A user or role by its kind. */
export type Holder =
  | { readonly type: 'user'; readonly entity: User }
  | { readonly type: 'role'; readonly entity: Role };

/**
 * The fewest grants without which a principal has a power no more: those that give it alone come first, then those by
 * which it could give itself anything, and none is taken that turns out not to matter. Undefined where the power stays
 * whatever is taken. Groups that `keeps` names stay.
 */
export function grantsBehind(
  details: AuthorizationDetails,
  holder: Holder,
  hasPower: (details: AuthorizationDetails) => boolean,
  keeps: (group: string) => boolean = () => false,
): readonly Grant[] | undefined {
  const all = grantsOf(holder, keeps);
  const without = (taken: readonly Grant[]) => hasPower(withoutGrants(details, holder, taken));
  const isAlone = (grant: Grant) => without(all.filter((other) => other !== grant));
  const editsPolicies = (grant: Grant) => {
    const state = withoutGrants(
      details,
      holder,
      all.filter((other) => other !== grant),
    );
    return editingAbilities(state, { type: holder.type, name: holder.entity.name }).can.length > 0;
  };
  const rank = (grant: Grant) => (isAlone(grant) ? 0 : editsPolicies(grant) ? 1 : 2);
  const ranks = new Map(all.map((grant) => [grant, rank(grant)]));
  let taken: Grant[] = [];
  for (const grant of all.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0))) {
    if (!without(taken)) break;
    taken.push(grant);
  }
  if (without(taken)) return undefined;
  for (const grant of [...taken]) {
    const fewer = taken.filter((other) => other !== grant);
    if (!without(fewer)) taken = fewer;
  }
  return taken;
}

/** Adds the steps that take grants from a principal. */
export function dropGrants(steps: Steps<AwsCollections>, { type, entity }: Holder, grants: readonly Grant[]): void {
  const { name: owner } = entity;
  for (const grant of grants)
    if (grant.how === 'group') steps.add(removeUserFromGroup, { user: owner, group: grant.group }, null);
    else if (grant.how === 'attached') {
      if (type === 'user') steps.add(detachUserPolicy, { user: owner, policyArn: grant.arn }, null);
      else steps.add(detachRolePolicy, { role: owner, policyArn: grant.arn }, null);
    } else if (type === 'user') steps.add(deleteUserPolicy, { user: owner, name: grant.name }, null);
    else steps.add(deleteRolePolicy, { role: owner, name: grant.name }, null);
}

function grantsOf({ entity }: Holder, keeps: (group: string) => boolean): Grant[] {
  const groups = 'groups' in entity ? entity.groups.filter((group) => !keeps(group)) : [];
  return [
    ...entity.attached.map((arn) => ({ how: 'attached' as const, arn })),
    ...entity.inline.map(({ name }) => ({ how: 'inline' as const, name })),
    ...groups.map((group) => ({ how: 'group' as const, group })),
  ];
}

function withoutGrants(
  details: AuthorizationDetails,
  { type, entity }: Holder,
  taken: readonly Grant[],
): AuthorizationDetails {
  const lacks = (wanted: Grant) => taken.some((grant) => JSON.stringify(grant) === JSON.stringify(wanted));
  const left = <E extends User | Role>(item: E): E => {
    if (item.name !== entity.name) return item;
    return {
      ...item,
      attached: item.attached.filter((arn) => !lacks({ how: 'attached', arn })),
      inline: item.inline.filter(({ name }) => !lacks({ how: 'inline', name })),
      ...('groups' in item ? { groups: item.groups.filter((group) => !lacks({ how: 'group', group })) } : {}),
    };
  };
  return type === 'user'
    ? { ...details, users: details.users.map(left) }
    : { ...details, roles: details.roles.map(left) };
}
