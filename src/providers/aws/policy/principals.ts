import {
  type AuthorizationDetails,
  defaultDocument,
  type Group,
  type ManagedPolicy,
  type Role,
  type User,
} from '../model/authorization-details.ts';

/** A user, role or group of the account by its name. */
export interface PrincipalRef {
  readonly type: 'user' | 'role' | 'group';
  readonly name: string;
}

/** How a policy reaches a principal. */
export type PolicyOrigin =
  | { readonly how: 'inline'; readonly name: string; readonly group?: string }
  | { readonly how: 'attached'; readonly arn: string; readonly group?: string };

/** A user, role or group as the evidence holds it. */
export type PrincipalEntity = User | Role | Group;

/** One identity policy of a principal: its text and how it comes to it. */
export interface OwnedPolicy {
  readonly document: string;
  readonly origin: PolicyOrigin;
}

/** Every policy that bears on a principal, and what the evidence does not hold of them. */
export interface PrincipalPolicies {
  readonly policies: readonly OwnedPolicy[];
  /** The permissions boundary; its document is undefined where the evidence lacks it. */
  readonly boundary: { readonly arn: string; readonly document: string | undefined } | undefined;
  /** Attached policies and groups that are named but not held: while there are any, no answer is a certain "no". */
  readonly missing: readonly string[];
}

/** All users, roles and groups, in the order of the evidence. */
export function principalsOf(details: AuthorizationDetails): PrincipalRef[] {
  return [
    ...details.users.map(({ name }) => ({ type: 'user' as const, name })),
    ...details.roles.map(({ name }) => ({ type: 'role' as const, name })),
    ...details.groups.map(({ name }) => ({ type: 'group' as const, name })),
  ];
}

/** The identity policies and the boundary of a principal; a user has its groups' policies too. */
export function policiesOf(details: AuthorizationDetails, principal: PrincipalRef): PrincipalPolicies {
  const entity = findPrincipal(details, principal);
  return entity === undefined
    ? { policies: [], boundary: undefined, missing: [`${principal.type}/${principal.name}`] }
    : policiesOfEntity(details, entity);
}

/** The same, for one who has the user, role or group itself. */
export function policiesOfEntity(details: AuthorizationDetails, entity: PrincipalEntity): PrincipalPolicies {
  const policies: OwnedPolicy[] = [];
  const missing: string[] = [];
  collect(details, entity, undefined, policies, missing);
  if ('groups' in entity)
    for (const name of entity.groups) {
      const group = findNamed(details.groups, name);
      if (group === undefined) missing.push(`group/${name}`);
      else collect(details, group, name, policies, missing);
    }
  const arn = 'boundary' in entity ? entity.boundary : undefined;
  if (arn === undefined) return { policies, boundary: undefined, missing };
  return { policies, boundary: { arn, document: documentOf(details, arn) }, missing };
}

function collect(
  details: AuthorizationDetails,
  entity: PrincipalEntity,
  group: string | undefined,
  policies: OwnedPolicy[],
  missing: string[],
): void {
  const by = group === undefined ? {} : { group };
  for (const { name, document } of entity.inline) policies.push({ document, origin: { how: 'inline', name, ...by } });
  for (const arn of entity.attached) {
    const document = documentOf(details, arn);
    if (document === undefined) missing.push(arn);
    else policies.push({ document, origin: { how: 'attached', arn, ...by } });
  }
}

/** The user, role or group itself, or undefined when the evidence holds none of the name. */
export function findPrincipal(
  details: AuthorizationDetails,
  { type, name }: PrincipalRef,
): PrincipalEntity | undefined {
  if (type === 'user') return findNamed(details.users, name);
  return type === 'role' ? findNamed(details.roles, name) : findNamed(details.groups, name);
}

/** A group by its name. */
export function findGroup(details: AuthorizationDetails, name: string): Group | undefined {
  return findNamed(details.groups, name);
}

/** The document in force of a managed policy, or undefined when the evidence does not hold it. */
export function documentOf(details: AuthorizationDetails, arn: string): string | undefined {
  const policy = findKeyed(details.policies, arn, policyArn);
  const document = policy === undefined ? undefined : defaultDocument(policy);
  return document ?? (/^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/.test(arn) ? ADMINISTRATOR_ACCESS : undefined);
}

/** Known whatever the evidence holds: exports that leave AWS's policies out must not hide the administrators. */
const ADMINISTRATOR_ACCESS = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';

/** How a policy reaches a principal, in words. */
export function originText(origin: PolicyOrigin): string {
  const what = origin.how === 'inline' ? `inline policy ${origin.name}` : `attached policy ${policyName(origin.arn)}`;
  return origin.group === undefined ? what : `${what} of group ${origin.group}`;
}

/** A managed policy's name, from its ARN. */
export function policyName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function policyArn(policy: ManagedPolicy): string {
  return policy.arn;
}

function entityName(entity: { readonly name: string }): string {
  return entity.name;
}

function findNamed<T extends { readonly name: string }>(list: readonly T[], name: string): T | undefined {
  return findKeyed(list, name, entityName);
}

const places = new WeakMap<readonly unknown[], Map<string, number>>();

/**
 * Finds an item by its key. The places are remembered for the list, and each is checked before it is believed:
 * a plan's model edits these lists in place, and an answer from before the edit would be wrong.
 */
function findKeyed<T>(list: readonly T[], key: string, keyOf: (item: T) => string): T | undefined {
  let known = places.get(list);
  if (known === undefined) {
    known = new Map();
    for (let at = 0; at < list.length; at++) known.set(keyOf(list[at] as T), at);
    places.set(list, known);
  }
  const at = known.get(key);
  if (at !== undefined) {
    const item = list[at];
    if (item !== undefined && keyOf(item) === key) return item;
  }
  const found = list.findIndex((item) => keyOf(item) === key);
  if (found < 0) return undefined;
  known.set(key, found);
  return list[found];
}
