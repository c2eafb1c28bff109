import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { statementText } from './canonical.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import {
  type PrincipalEntity,
  type PrincipalPolicies,
  type PrincipalRef,
  policiesOf,
  policiesOfEntity,
} from './principals.ts';
import {
  conditionsImply,
  elementCovers,
  piecesOf,
  type Region,
  regionCovers,
  regionOf,
  regionsMeet,
  unionCovers,
} from './region.ts';
import type { Statement } from './statement.ts';

/** What a principal may do: what every layer allows, less what any statement denies. */
export interface PermissionSet {
  /** Allow statements: of the identity policies and, where there is one, of the permissions boundary. */
  readonly layers: readonly (readonly Statement[])[];
  /** Deny statements of all layers. */
  readonly denies: readonly Statement[];
  /** False when a document is missing or not understood: then the set is a guess in both directions. */
  readonly complete: boolean;
}

/** The documents that make a permission set. */
export interface PermissionSource {
  readonly policies: readonly string[];
  /** The permissions boundary's document, where one is set. */
  readonly boundary?: string | undefined;
  /** True when some document is known to exist but is not held. */
  readonly missing?: boolean;
}

interface Sides {
  readonly allows: readonly Statement[];
  readonly denies: readonly Statement[];
  readonly complete: boolean;
}

const sidesOf: (text: string) => Sides = memoized((text) => {
  const { document } = parseDocument(text);
  return {
    allows: document.statements.filter((statement) => statement.effect === 'Allow'),
    denies: document.statements.filter((statement) => statement.effect === 'Deny'),
    complete: document.complete,
  };
});

/** The permission set of identity policies under a boundary. */
export function permissionSet({ policies, boundary, missing = false }: PermissionSource): PermissionSet {
  const allows: Statement[] = [];
  const denies: Statement[] = [];
  let complete = !missing;
  const add = (side: Sides) => {
    denies.push(...side.denies);
    complete &&= side.complete;
  };
  for (const text of policies) {
    const side = sidesOf(text);
    allows.push(...side.allows);
    add(side);
  }
  if (boundary === undefined) return { layers: [allows], denies, complete };
  const limit = sidesOf(boundary);
  add(limit);
  return { layers: [allows, limit.allows], denies, complete };
}

/** What a user, role or group of the account may do by its identity policies, its groups and its boundary. */
export function effectivePermissions(details: AuthorizationDetails, principal: PrincipalRef): PermissionSet {
  return permissionsUnder(policiesOf(details, principal));
}

/** The same, for one who has the user, role or group itself. */
export function entityPermissions(details: AuthorizationDetails, entity: PrincipalEntity): PermissionSet {
  return permissionsUnder(policiesOfEntity(details, entity));
}

function permissionsUnder({ policies, boundary, missing }: PrincipalPolicies): PermissionSet {
  return permissionSet({
    policies: policies.map((policy) => policy.document),
    boundary: boundary?.document,
    missing: missing.length > 0 || (boundary !== undefined && boundary.document === undefined),
  });
}

/** True when both sets are made of the same statements, wherever they stand. */
export function sameStatements(a: PermissionSet, b: PermissionSet): boolean {
  return (
    a.layers.length === b.layers.length &&
    a.layers.every((layer, at) => sameTexts(layer, b.layers[at] ?? [])) &&
    sameTexts(a.denies, b.denies)
  );
}

function sameTexts(a: readonly Statement[], b: readonly Statement[]): boolean {
  const left = new Set(a.map(statementText));
  const right = new Set(b.map(statementText));
  return left.size === right.size && [...left].every((text) => right.has(text));
}

/** True when `a` surely allows everything that `b` allows. */
export function covers(a: PermissionSet, b: PermissionSet): boolean {
  return a.complete && b.complete && minus(b, a).length === 0;
}

/** True when two sets surely allow the same; false when they differ or when it cannot be told. */
export function equalPermissions(a: PermissionSet, b: PermissionSet): boolean {
  if (!a.complete || !b.complete) return false;
  return sameStatements(a, b) || (minus(a, b).length === 0 && minus(b, a).length === 0);
}

/** What `a` allows and `b` does not surely allow: nothing is forgotten, but something may be listed that `b` allows too. */
export function minus(a: PermissionSet, b: PermissionSet): Region[] {
  if (sameStatements(a, b)) return [];
  const [identity = [], boundary] = a.layers;
  const limits = boundary?.map(regionOf);
  const targets = b.layers.map((layer) => layer.map(regionOf));
  const pieces = [...new Set(identity)].flatMap((statement) => piecesOf(regionOf(statement)));
  return pieces.filter((piece) => {
    if (a.denies.some((deny) => regionCovers(regionOf(deny), piece))) return false;
    const effective = limits === undefined ? [piece] : limited(piece, limits);
    if (effective.length === 0) return false;
    const allowed = targets.every((target) => effective.every((part) => unionCovers(target, part)));
    return !allowed || effective.some((part) => isNewlyFree(part, a, b));
  });
}

/** The parts of a piece that a boundary lets through, or more than those. */
function limited(piece: Region, limits: readonly Region[]): Region[] {
  return limits
    .filter((limit) => regionsMeet(limit, piece))
    .flatMap((limit) =>
      piecesOf(limit)
        .filter((part) => regionsMeet(part, piece))
        .map((part) => ({
          action: elementCovers(piece.action, part.action) ? part.action : piece.action,
          resource: elementCovers(piece.resource, part.resource) ? part.resource : piece.resource,
          conditions: [...piece.conditions, ...part.conditions],
        })),
    );
}

/** True when `b` may deny something of the part that `a` does not deny. */
function isNewlyFree(part: Region, a: PermissionSet, b: PermissionSet): boolean {
  return b.denies.some((deny) => {
    const denied = regionOf(deny);
    return (
      regionsMeet(denied, part) &&
      !piecesOf(denied).every((piece) => !regionsMeet(piece, part) || isDenied(piece, part, a))
    );
  });
}

/** True when `a` denies all that a piece of another deny takes from the part. */
function isDenied(piece: Region, part: Region, a: PermissionSet): boolean {
  return a.denies.some(
    ({ action, resource, conditions }) =>
      (elementCovers(action, piece.action) || elementCovers(action, part.action)) &&
      (resource === undefined || elementCovers(resource, piece.resource) || elementCovers(resource, part.resource)) &&
      conditionsImply([...piece.conditions, ...part.conditions], conditions),
  );
}
