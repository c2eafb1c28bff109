import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { type Standing, standings } from './administrators.ts';
import { closingActions } from './closing-actions.ts';
import type { Context } from './context.ts';
import type { Escalation, EscalationPath } from './escalation-paths.ts';
import { needsAnother, SERVICE_LINKED_ROLES, targetsOf } from './escalation-targets.ts';
import { type FirstLook, firstLook } from './first-look.ts';
import { entityPermissions, type PermissionSet } from './permissions.ts';
import { pathsWithin } from './powers.ts';
import { findPrincipal, type PrincipalEntity, type PrincipalRef } from './principals.ts';
import { type Holder, holderContext, holderOf, type Reach, reachesSome } from './reach.ts';
import { roleHops } from './role-hops.ts';

/** A principal that is no administrator and can become more than it is. */
export interface Escalator {
  readonly principal: PrincipalRef;
  readonly paths: readonly Escalation[];
  /** The smallest set of actions whose loss closes all of its ways. */
  readonly closedBy: readonly string[];
}

/** The escalation paths that a user, role or group has by its own permissions. */
export function escalationPaths(details: AuthorizationDetails, principal: PrincipalRef): Escalation[] {
  const entity = findPrincipal(details, principal);
  return entity === undefined ? [] : [...ownPaths(details, entity, firstLook(details, entity))];
}

/** Shared by all who have none, which is nearly everybody. */
const NO_PATHS: readonly Escalation[] = [];

function ownPaths(details: AuthorizationDetails, entity: PrincipalEntity, look: FirstLook): readonly Escalation[] {
  const possible = pathsWithin(look.powers);
  if (possible.length === 0) return NO_PATHS;
  const set = entityPermissions(details, entity);
  const holder = holderOf(entity.arn);
  const context = holderContext(holder);
  const reach = reaches(set, holder, context);
  const open = possible.flatMap((path) => {
    const reached = pathReach(path, reach, context);
    return reached === 'no' ? [] : [{ path, certain: reached === 'yes' && set.complete }];
  });
  return open.map(({ path, certain }) => ({
    id: path.id,
    kind: path.kind,
    actions: path.actions,
    how: path.how,
    via: [],
    certain,
    closedBy: [
      bestToClose(
        path.actions,
        open.map((other) => other.path.actions),
      ),
    ],
  }));
}

/** Every user and role that is no administrator and has an escalation path, of its own or through one or two roles. */
export function escalations(details: AuthorizationDetails): Escalator[] {
  const own = new Map<Standing, readonly Escalation[]>();
  const strong = new Map<string, string>();
  const weak = standings(details).filter((standing) => {
    const { type, entity, look, administrator } = standing;
    const paths = administrator === 'yes' ? NO_PATHS : ownPaths(details, entity, look);
    if (paths.length > 0) own.set(standing, paths);
    const power = administrator === 'yes' ? 'an administrator' : paths[0] && `which can ${paths[0].how}`;
    if (type === 'role' && power !== undefined) strong.set(entity.name, power);
    return administrator !== 'yes';
  });
  const hops = roleHops(details, weak, strong);
  if (own.size === 0 && hops.size === 0) return [];
  return weak.flatMap((standing) => {
    const hop = hops.get(standing);
    const paths = own.get(standing) ?? NO_PATHS;
    const all = hop === undefined ? paths : [...paths, hop];
    if (all.length === 0) return [];
    const principal = { type: standing.type, name: standing.entity.name };
    return [{ principal, paths: all, closedBy: closingActions(all.map((path) => path.actions)) }];
  });
}

type Reaches = (action: string, context: Context) => Reach;

/** Whether an action can be done on one resource of each kind that it needs; asked once for each action. */
function reaches(set: PermissionSet, holder: Holder, context: Context): Reaches {
  const known = new Map<string, Reach>();
  const own = holder.arn.slice(holder.arn.lastIndexOf('/') + 1);
  const self = [`arn:*:iam::*:user/${own}`, `arn:*:iam::*:user/*/${own}`];
  const compute = (action: string, asked: Context): Reach => {
    const useless = needsAnother(action) && holder.arn.includes(':user/') ? self : [SERVICE_LINKED_ROLES];
    return worst(targetsOf(action, holder).map((target) => reachesSome(set, action, target, asked, useless)));
  };
  return (action, asked) => {
    if (asked !== context) return compute(action, asked);
    const answer = known.get(action) ?? compute(action, asked);
    known.set(action, answer);
    return answer;
  };
}

function pathReach(path: EscalationPath, reach: Reaches, context: Context): Reach {
  const [first, ...rest] = path.actions.map((action) => action.toLowerCase());
  if (first === undefined) return 'no';
  const others = worst(rest.map((action) => reach(action, context)));
  if (others === 'no' || path.kind !== 'pass-role') return worst([others, reach(first, context)]);
  const passed = path.services.map((service) => reach(first, new Map([...context, [PASSED_TO, [service]]])));
  return worst([others, best(passed)]);
}

const PASSED_TO = 'iam:passedtoservice';

function worst(reaches: readonly Reach[]): Reach {
  if (reaches.includes('no')) return 'no';
  return reaches.includes('maybe') ? 'maybe' : 'yes';
}

function best(reaches: readonly Reach[]): Reach {
  if (reaches.includes('yes')) return 'yes';
  return reaches.includes('maybe') ? 'maybe' : 'no';
}

/** Of a path's actions, the one whose loss closes the most of the principal's paths. */
function bestToClose(actions: readonly string[], paths: readonly (readonly string[])[]): string {
  const closes = (action: string) => paths.filter((path) => path.includes(action)).length;
  return actions.toSorted((a, b) => closes(b) - closes(a))[0] ?? '';
}
