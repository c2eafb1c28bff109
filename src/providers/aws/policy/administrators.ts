import type { AuthorizationDetails, Role, User } from '../model/authorization-details.ts';
import { servicePrefixes } from './action-catalogue.ts';
import { evaluateConditions } from './condition.ts';
import type { Context } from './context.ts';
import { type FirstLook, firstLook, lookAround, namesManyServices } from './first-look.ts';
import { memoizedByObject } from './memo.ts';
import { entityPermissions, type PermissionSet, permissionSet } from './permissions.ts';
import {
  findPrincipal,
  type OwnedPolicy,
  originText,
  type PrincipalEntity,
  type PrincipalRef,
  policiesOfEntity,
} from './principals.ts';
import { type Holder, holderContext, holderOf, names, reachesAll } from './reach.ts';
import { elementCovers } from './region.ts';
import type { Patterns, Statement } from './statement.ts';
import { coversPattern } from './wildcard.ts';

/** A user or role with full administrator permissions, and how it came by them. */
export interface Administrator {
  readonly principal: PrincipalRef;
  readonly how: string;
  /** False where a condition or a document that is not held decides. */
  readonly certain: boolean;
}

/** A user or role after a first look, and a close one where the first asked for it. */
export interface Standing {
  readonly type: 'user' | 'role';
  readonly entity: User | Role;
  readonly look: FirstLook;
  readonly administrator: 'yes' | 'no' | 'unknown';
}

/** How every user and role stands; looked at once, since an account that is judged does not change any more. */
export const standings: (details: AuthorizationDetails) => readonly Standing[] = memoizedByObject((details) => {
  const lookAt = lookAround(details);
  const standing = (entity: User | Role, type: 'user' | 'role'): Standing => {
    const look = lookAt(entity);
    const administrator = administratorVerdict(details, entity, look);
    return { type, entity, look, administrator };
  };
  return [
    ...details.users.map((user) => standing(user, 'user')),
    ...details.roles.map((role) => standing(role, 'role')),
  ];
});

/** How a user or role stands by its ARN, of those that are there. */
export const standingByArn: (details: AuthorizationDetails) => ReadonlyMap<string, Standing> = memoizedByObject(
  (details) => new Map(standings(details).map((standing) => [standing.entity.arn, standing])),
);

/** The users and roles that are, or may be, administrators; groups make no requests and are asked about one by one. */
export function administrators(details: AuthorizationDetails): Administrator[] {
  const found: Administrator[] = [];
  for (const { type, entity, administrator } of standings(details)) {
    if (administrator === 'no') continue;
    const principal = { type, name: entity.name };
    found.push({ principal, how: howEntity(details, entity), certain: administrator === 'yes' });
  }
  return found;
}

/**
 * Whether a user, role or group is an administrator: everything is allowed to it on everything, without a condition, save
 * exceptions that it could lift itself because the power to write IAM permissions is left to it.
 */
export function isAdministrator(details: AuthorizationDetails, principal: PrincipalRef): 'yes' | 'no' | 'unknown' {
  const entity = findPrincipal(details, principal);
  if (entity === undefined) return 'unknown';
  return administratorVerdict(details, entity, firstLook(details, entity));
}

/** The same, for one who has looked already. */
function administratorVerdict(
  details: AuthorizationDetails,
  entity: PrincipalEntity,
  look: FirstLook,
): 'yes' | 'no' | 'unknown' {
  if (!look.broad) return look.holed ? 'unknown' : 'no';
  const set = entityPermissions(details, entity);
  const reach = fullReach(set, holderOf(entity.arn));
  if (reach === 'maybe' || set.complete) return reach === 'maybe' ? 'unknown' : reach;
  const { missing, boundary } = policiesOfEntity(details, entity);
  const boundaryHeld = boundary === undefined || boundary.document !== undefined;
  return reach === 'yes' && boundaryHeld && missing.length > 0 && missing.every(addsOnly) ? 'yes' : 'unknown';
}

/** AWS's own policies allow and do not deny, save those whose names say so. */
function addsOnly(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(arn) && !/Deny|Quarantine/i.test(arn);
}

/** Any of these on every resource of its kind lets a principal write itself all permissions. */
const GRANTING = [
  ['iam:attachuserpolicy', 'user'],
  ['iam:putuserpolicy', 'user'],
  ['iam:attachrolepolicy', 'role'],
  ['iam:putrolepolicy', 'role'],
  ['iam:attachgrouppolicy', 'group'],
  ['iam:putgrouppolicy', 'group'],
  ['iam:createpolicyversion', 'policy'],
] as const;

/** Who keeps less than half of these is no administrator, even with the power to take the rest back. */
const MAIN_SERVICES = [
  's3',
  'ec2',
  'lambda',
  'kms',
  'sts',
  'cloudformation',
  'rds',
  'dynamodb',
  'secretsmanager',
  'logs',
];

/** Whether a permission set is an administrator's: `maybe` when it is one only while a condition holds. */
export function fullReach(set: PermissionSet, holder: Holder): 'yes' | 'maybe' | 'no' {
  if (!set.layers.every((layer) => layer.some(namesManyServices))) return 'no';
  const context = holderContext(holder);
  const unconditional = set.layers.every((layer) =>
    isBroad(
      layer.filter((one) => holds(one, context, 'true')),
      holder,
    ),
  );
  if (!unconditional && !set.layers.every((layer) => isBroad(layer, holder))) return 'no';
  const kept = MAIN_SERVICES.filter((service) => !isTakenAway(set, service, context));
  if (kept.length * 2 < MAIN_SERVICES.length) return 'no';
  let best: 'maybe' | 'no' = 'no';
  for (const [action, kind] of GRANTING) {
    const grant = reachesAll(set, action, `arn:${holder.partition}:iam::${holder.account}:${kind}/*`, context);
    if (grant === 'yes' && unconditional) return 'yes';
    if (grant !== 'no') best = 'maybe';
  }
  return best;
}

function holds(statement: Statement, context: Context, wanted: 'true'): boolean {
  return statement.conditions.length === 0 || evaluateConditions(statement.conditions, context) === wanted;
}

/** True when a layer allows all actions on all resources, or all but what a Not-element excepts. */
function isBroad(layer: readonly Statement[], holder: Holder): boolean {
  const wide = layer.filter((statement) => isWide(statement.resource, holder)).map((statement) => statement.action);
  if (wide.some((action) => action.not || action.patterns.includes('*'))) return true;
  const patterns = wide.flatMap((action) => action.patterns);
  return namesEvery(patterns, MAIN_SERVICES) && namesEvery(patterns, [...servicePrefixes('all')]);
}

function namesEvery(patterns: readonly string[], services: readonly string[]): boolean {
  return services.every((service) => patterns.some((pattern) => coversPattern(pattern, `${service}:*`)));
}

/** True for `*`, for all ARNs of the partition, and for a NotResource, whose exceptions are asked about one by one. */
function isWide(resource: Patterns | undefined, { partition }: Holder): boolean {
  return (
    resource === undefined ||
    resource.not ||
    resource.patterns.some((pattern) => coversPattern(pattern, `arn:${partition}:*:*:*:*`))
  );
}

/** True when a service is excepted from a layer altogether, or denied without a condition. */
function isTakenAway(set: PermissionSet, service: string, context: Context): boolean {
  const all: Patterns = { not: false, patterns: [`${service}:*`], written: [`${service}:*`] };
  const denied = set.denies.some(
    (deny) => isAll(deny.resource) && elementCovers(deny.action, all) && holds(deny, context, 'true'),
  );
  return denied || set.layers.some((layer) => !layer.some((statement) => names(statement.action, `${service}:any`)));
}

function isAll(resource: Patterns | undefined): boolean {
  return resource === undefined || (!resource.not && resource.patterns.includes('*'));
}

const NOT_IN_EVIDENCE = 'a policy that is not in the evidence';

/** The policies that make a principal an administrator, in words. */
export function howAdministrator(details: AuthorizationDetails, principal: PrincipalRef): string {
  const entity = findPrincipal(details, principal);
  return entity === undefined ? NOT_IN_EVIDENCE : howEntity(details, entity);
}

function howEntity(details: AuthorizationDetails, entity: PrincipalEntity): string {
  const holder = holderOf(entity.arn);
  const { policies } = policiesOfEntity(details, entity);
  if (policies.length === 0) return NOT_IN_EVIDENCE;
  const alone = policies.filter((policy) => reachOf([policy], holder) === 'yes');
  if (alone.length > 0) return words(alone, 'and');
  const conditional = policies.filter((policy) => reachOf([policy], holder) === 'maybe');
  if (conditional.length > 0) return `${words(conditional, 'and')}, when its condition holds`;
  const needed = policies.filter(
    (policy) =>
      reachOf(
        policies.filter((other) => other !== policy),
        holder,
      ) === 'no',
  );
  return `${words(needed.length > 0 ? needed : policies, 'and')} together`;
}

function reachOf(policies: readonly OwnedPolicy[], holder: Holder): 'yes' | 'maybe' | 'no' {
  return fullReach(permissionSet({ policies: policies.map((policy) => policy.document) }), holder);
}

function words(policies: readonly OwnedPolicy[], joint: string): string {
  return [...new Set(policies.map((policy) => originText(policy.origin)))].join(` ${joint} `);
}
