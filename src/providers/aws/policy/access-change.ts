import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { parseDocument } from './document.ts';
import { effectivePermissions, minus, type PermissionSet, permissionSet, sameStatements } from './permissions.ts';
import { findPrincipal, type PrincipalPolicies, type PrincipalRef, policiesOf, policyName } from './principals.ts';
import { trustMinus } from './trust-change.ts';
import { hasWitness } from './witness.ts';
import { regionTexts } from './wording.ts';

/** What one user or role gains and loses between two states of an account, in words. */
export interface AccessChange {
  readonly principal: PrincipalRef;
  /** Everything that may be new; an empty list says that nothing is gained. */
  readonly gains: readonly string[];
  readonly loses: readonly string[];
  /** True when some gain (or, where nothing is gained, some loss) surely is real; false when it only cannot be ruled out. */
  readonly certain: boolean;
}

interface Side {
  readonly policies: PrincipalPolicies | undefined;
  readonly set: PermissionSet;
  readonly trust: string | undefined;
}

const NOBODY: PermissionSet = permissionSet({ policies: [] });

/**
 * Names each user and role that gains or may gain anything, and each that loses anything.
 * It forgets no gain; where it cannot prove that access is not new it says that it may be.
 */
export function accessChanges(before: AuthorizationDetails, after: AuthorizationDetails): AccessChange[] {
  if (before === after) return [];
  return bearers(before, after).flatMap((principal) => {
    const change = accessChange(before, after, principal);
    return change.gains.length + change.loses.length === 0 ? [] : [change];
  });
}

/** What one user or role gains and loses. */
export function accessChange(
  before: AuthorizationDetails,
  after: AuthorizationDetails,
  principal: PrincipalRef,
): AccessChange {
  if (sameSources(before, after, principal)) return { principal, gains: [], loses: [], certain: true };
  const was = sideOf(before, principal);
  const is = sideOf(after, principal);
  const gained = minus(is.set, was.set);
  const lost = minus(was.set, is.set);
  const gains = [...regionTexts(gained), ...unknownMinus(is, was), ...trustOf(is, was)];
  const loses = [...regionTexts(lost), ...unknownMinus(was, is), ...trustOf(was, is)];
  const complete = is.set.complete && was.set.complete;
  const certain =
    complete &&
    (gains.length > 0
      ? gains.length > regionTexts(gained).length || gained.some((region) => hasWitness(region, is.set, was.set))
      : loses.length > regionTexts(lost).length || lost.some((region) => hasWitness(region, was.set, is.set)));
  return { principal, gains, loses, certain };
}

/** The principals that can make requests, of both states. */
function bearers(before: AuthorizationDetails, after: AuthorizationDetails): PrincipalRef[] {
  const names = (lists: readonly (readonly { readonly name: string }[])[]) => [
    ...new Set(lists.flatMap((list) => list.map((entity) => entity.name))),
  ];
  return [
    ...names([before.users, after.users]).map((name) => ({ type: 'user' as const, name })),
    ...names([before.roles, after.roles]).map((name) => ({ type: 'role' as const, name })),
  ];
}

function sideOf(details: AuthorizationDetails, principal: PrincipalRef): Side {
  const entity = findPrincipal(details, principal);
  if (entity === undefined) return { policies: undefined, set: NOBODY, trust: undefined };
  return {
    policies: policiesOf(details, principal),
    set: effectivePermissions(details, principal),
    trust: 'trust' in entity ? entity.trust : undefined,
  };
}

/** True when the very same documents bear on the principal in both states, wherever they are kept. */
function sameSources(before: AuthorizationDetails, after: AuthorizationDetails, principal: PrincipalRef): boolean {
  const was = findPrincipal(before, principal);
  const is = findPrincipal(after, principal);
  if (was === undefined || is === undefined) return was === is;
  if ('trust' in was && 'trust' in is && was.trust !== is.trust) return false;
  const old = policiesOf(before, principal);
  const now = policiesOf(after, principal);
  return (
    old.boundary?.document === now.boundary?.document &&
    (old.boundary === undefined) === (now.boundary === undefined) &&
    (old.boundary?.document !== undefined || old.boundary?.arn === now.boundary?.arn) &&
    sameTexts(old.missing, now.missing) &&
    sameTexts(documents(old), documents(now))
  );
}

function documents({ policies }: PrincipalPolicies): string[] {
  return policies.map((policy) => policy.document);
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === b.length && a.every((text, at) => text === b[at])) return true;
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((text) => right.has(text));
}

/** What documents that are not held, or not understood, may give one side and not the other. */
function unknownMinus(one: Side, other: Side): string[] {
  if (one.policies === undefined) return [];
  const here = one.policies.missing;
  const there = other.policies?.missing ?? [];
  const limit = one.policies.boundary;
  const otherLimit = other.policies?.boundary;
  const lines = [
    ...here.filter((name) => !there.includes(name)).map((name) => `may have whatever ${policyName(name)} allows`),
    ...there.filter((name) => !here.includes(name)).map((name) => `may have what ${policyName(name)} denied`),
  ];
  if (otherLimit !== undefined && otherLimit.document === undefined && otherLimit.arn !== limit?.arn)
    lines.push(`may have what the boundary ${policyName(otherLimit.arn)} kept back`);
  if (here.length > 0 && !sameLimits(one.set, other.set))
    lines.push(`may have more of what ${here.map(policyName).join(', ')} allows`);
  const reasons = lines.map((line) => `${line}: its document is not in the evidence`);
  if (hasUnreadable(one) || hasUnreadable(other)) reasons.push('may have more: a policy document cannot be understood');
  return reasons;
}

/** True when nothing but allowing identity statements tells the two sets apart. */
function sameLimits(a: PermissionSet, b: PermissionSet): boolean {
  const limitsOf = (set: PermissionSet): PermissionSet => ({ ...set, layers: set.layers.slice(1) });
  return sameStatements(limitsOf(a), limitsOf(b));
}

function hasUnreadable({ policies }: Side): boolean {
  if (policies === undefined) return false;
  const limit = policies.boundary?.document;
  return [...documents(policies), ...(limit === undefined ? [] : [limit])].some(
    (document) => !parseDocument(document).document.complete,
  );
}

function trustOf(one: Side, other: Side): string[] {
  if (one.trust === undefined || one.trust === other.trust) return [];
  return trustMinus(one.trust, other.trust ?? '{"Version":"2012-10-17","Statement":[]}');
}
