import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { type ContextValues, contextOf } from './context.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import { effectivePermissions } from './permissions.ts';
import { findPrincipal, type PrincipalRef, policiesOf } from './principals.ts';
import { holderContext, holderOf, names, reachesSome } from './reach.ts';

/** An IAM action, and the kind of resource that it is done to. */
export interface Ability {
  readonly action: string;
  readonly on: 'user' | 'group' | 'role' | 'policy';
}

/** Which of the wanted actions a principal is effectively allowed on at least one resource. */
export interface Abilities {
  /** Surely allowed. */
  readonly can: readonly string[];
  /** Allowed for all that can be told: a condition decides, or a document is not held or not understood. */
  readonly may: readonly string[];
  /** True when a document that could allow more is not held or not understood. */
  readonly holed: boolean;
}

/** Makes a reader of certain abilities; documents are looked at once, and only who may have one is looked at closely. */
export function abilityReader(
  wanted: readonly Ability[],
  known: ContextValues = {},
): (details: AuthorizationDetails, principal: PrincipalRef) => Abilities {
  const named = memoized((document: string) => {
    const allows = parseDocument(document).document.statements.filter((statement) => statement.effect === 'Allow');
    return wanted.filter(({ action }) => allows.some((statement) => names(statement.action, action.toLowerCase())));
  });
  return (details, principal) => {
    const { policies, missing } = policiesOf(details, principal);
    const documents = policies.map((policy) => policy.document);
    const holed = missing.length > 0 || documents.some((document) => !parseDocument(document).document.complete);
    const found = new Set(documents.flatMap(named));
    if (found.size === 0) return { can: [], may: [], holed };
    const set = effectivePermissions(details, principal);
    const holder = holderOf(findPrincipal(details, principal)?.arn ?? '');
    const context = new Map([...holderContext(holder), ...contextOf(known)]);
    const reached = wanted
      .filter((ability) => found.has(ability))
      .map(({ action, on }) => {
        const universe = `arn:${holder.partition}:iam::${holder.account}:${on}/*`;
        return { action, reach: reachesSome(set, action.toLowerCase(), universe, context) };
      });
    const isSure = (reach: string) => reach === 'yes' && set.complete;
    return {
      can: reached.filter(({ reach }) => isSure(reach)).map(({ action }) => action),
      may: reached.filter(({ reach }) => reach !== 'no' && !isSure(reach)).map(({ action }) => action),
      holed,
    };
  };
}
