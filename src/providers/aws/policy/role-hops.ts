import type { AuthorizationDetails, Role } from '../model/authorization-details.ts';
import type { Standing } from './administrators.ts';
import { evaluateConditions } from './condition.ts';
import { parseDocument } from './document.ts';
import type { Escalation } from './escalation-paths.ts';
import { entityPermissions, type PermissionSet } from './permissions.ts';
import { mayAssume } from './powers.ts';
import { type Holder, holderContext, holderOf, isDeniedAll, names, type Reach, reachesSome } from './reach.ts';
import { namingOf, type Requester, requesterOf } from './requester.ts';
import type { Statement } from './statement.ts';

const ASSUME = 'sts:assumerole';

interface Candidate {
  /** False when its own policies surely hold no sts:AssumeRole. */
  readonly mayAssume: boolean;
  readonly holder: Holder;
  readonly requester: Requester;
  readonly set: PermissionSet;
}

interface Hop {
  readonly via: readonly string[];
  readonly reach: Reach;
}

/**
 * For each principal, the first role by which it reaches one of the `strong` roles: by assuming it, or by assuming a role
 * that can assume it. `strong` says what each of those roles is.
 */
export function roleHops(
  details: AuthorizationDetails,
  climbers: readonly Standing[],
  strong: ReadonlyMap<string, string>,
): Map<Standing, Escalation> {
  const found = new Map<Standing, Escalation>();
  const strongRoles = details.roles.filter((role) => strong.has(role.name) && isOpenToPrincipals(role));
  if (strongRoles.length === 0) return found;
  const first = hopsTo(details, climbers, strongRoles);
  const onward = new Map<string, Hop>();
  for (const [{ type, entity }, hop] of first)
    if (type === 'role' && !strong.has(entity.name)) onward.set(entity.name, hop);
  const between = details.roles.filter((role) => onward.has(role.name) && isOpenToPrincipals(role));
  const second = hopsTo(details, climbers, between);
  for (const climber of climbers) {
    const hop = first.get(climber) ?? extended(second.get(climber), onward);
    if (hop === undefined) continue;
    const complete = entityPermissions(details, climber.entity).complete;
    found.set(climber, escalation(hop, strong.get(hop.via.at(-1) ?? '') ?? '', complete));
  }
  return found;
}

/** Who can assume one of the roles; principals that no trust policy can mean are not looked at. */
function hopsTo(
  details: AuthorizationDetails,
  climbers: readonly Standing[],
  roles: readonly Role[],
): Map<Standing, Hop> {
  const hops = new Map<Standing, Hop>();
  if (roles.length === 0) return hops;
  const named = new Set(roles.flatMap(trustedByName));
  for (const climber of climbers) {
    const allowed = mayAssume(climber.look.powers);
    if (!allowed && !named.has(climber.entity.arn) && !named.has('*')) continue;
    const candidate: Candidate = {
      mayAssume: allowed,
      holder: holderOf(climber.entity.arn),
      requester: requesterOf(climber.entity.arn),
      set: entityPermissions(details, climber.entity),
    };
    const hop = hopTo(candidate, roles);
    if (hop !== undefined) hops.set(climber, hop);
  }
  return hops;
}

function extended(hop: Hop | undefined, onward: ReadonlyMap<string, Hop>): Hop | undefined {
  const next = hop === undefined ? undefined : onward.get(hop.via[0] ?? '');
  if (hop === undefined || next === undefined) return undefined;
  return { via: [...hop.via, ...next.via], reach: hop.reach === 'yes' ? next.reach : hop.reach };
}

function escalation({ via, reach }: Hop, power: string, complete: boolean): Escalation {
  return {
    id: `assume-role ${via.join(' > ')}`,
    kind: 'assume-role',
    actions: ['sts:AssumeRole'],
    how: `assume role ${via.join(', and from it role ')}, ${power}`,
    via,
    certain: reach === 'yes' && complete,
    closedBy: ['sts:AssumeRole'],
  };
}

/** The first role that surely can be assumed, else the first that may be. */
function hopTo(candidate: Candidate, roles: readonly Role[]): Hop | undefined {
  let possible: Hop | undefined;
  for (const role of roles) {
    if (role.arn === candidate.holder.arn) continue;
    const reach = canAssume(candidate, role);
    if (reach === 'yes') return { via: [role.name], reach };
    if (reach === 'maybe') possible ??= { via: [role.name], reach };
  }
  return possible;
}

function canAssume(candidate: Candidate, role: Role): Reach {
  const { requester, holder, set } = candidate;
  const context = holderContext(holder);
  let best: Reach = 'no';
  for (const statement of assumptions(role)) {
    const naming = namingOf(statement.principal, requester);
    const truth = naming === 'no' || naming === 'unknown' ? 'false' : evaluateConditions(statement.conditions, context);
    if (truth === 'false') continue;
    if (statement.effect === 'Deny') {
      if (truth === 'true') return 'no';
      continue;
    }
    const byName =
      naming === 'person' || naming === 'role' || (naming === 'anyone' && statement.conditions.length === 0);
    const reach = byName
      ? byNameReach(candidate, role)
      : candidate.mayAssume
        ? reachesSome(set, ASSUME, role.arn, context)
        : 'no';
    if (reach === 'yes' && truth === 'true') best = 'yes';
    else if (reach !== 'no' && best === 'no') best = 'maybe';
  }
  return best;
}

/** A trust policy that names the principal itself is enough, unless the principal is denied or, being a role, bounded. */
function byNameReach({ set, holder, requester }: Candidate, role: Role): Reach {
  const context = holderContext(holder);
  if (isDeniedAll(set, ASSUME, role.arn, context) === 'true') return 'no';
  const boundary = set.layers[1];
  if (boundary === undefined || requester.kind === 'user') return 'yes';
  return reachesSome({ ...set, layers: [boundary] }, ASSUME, role.arn, context);
}

/** The statements of a trust policy about sts:AssumeRole, denials first. */
function assumptions(role: Role): readonly Statement[] {
  return parseDocument(role.trust)
    .document.statements.filter((statement) => names(statement.action, ASSUME))
    .toSorted((a, b) => (a.effect === b.effect ? 0 : a.effect === 'Deny' ? -1 : 1));
}

/** The ARNs that a trust policy names, and `*` where it may mean anybody. */
function trustedByName(role: Role): string[] {
  return assumptions(role).flatMap(({ effect, principal }) => {
    if (effect === 'Deny') return [];
    if (principal === undefined || principal.not) return ['*'];
    return principal.entries.filter((entry) => entry.kind === 'AWS').map((entry) => entry.value);
  });
}

/** True when a trust policy names an AWS principal at all; most roles trust only services. */
function isOpenToPrincipals(role: Role): boolean {
  return trustedByName(role).length > 0;
}
