import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { lookout } from './bearing.ts';
import { type ContextValues, contextOf } from './context.ts';
import { parseDocument } from './document.ts';
import { memoized, memoizedByObject } from './memo.ts';
import { entityPermissions } from './permissions.ts';
import { findPrincipal, type PrincipalEntity, type PrincipalRef } from './principals.ts';
import { holderContext, holderOf, names, reachesSome } from './reach.ts';
import type { Patterns } from './statement.ts';

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

/** Marks a principal of whom a document is not held or not understood; the other bits are for the wanted abilities. */
const HOLED = 1 << 30;

/** Makes a reader of certain abilities of a principal, told by its name or as it stands in the evidence; documents are looked at once, and only who may have one is looked at closely. */
export function abilityReader(
  wanted: readonly Ability[],
  known: ContextValues = {},
): (details: AuthorizationDetails, principal: PrincipalRef | PrincipalEntity) => Abilities {
  const marksOf = actionMarks(wanted.map(({ action }) => action));
  const givens = contextOf(known);
  return (details, principal) => {
    const entity = 'arn' in principal ? principal : findPrincipal(details, principal);
    const marks = entity === undefined ? HOLED : marksOf(details)(entity);
    const holed = (marks & HOLED) !== 0;
    if (entity === undefined || (marks & ~HOLED) === 0) return holed ? UNREAD : NONE;
    const set = entityPermissions(details, entity);
    const holder = holderOf(entity.arn);
    const context = new Map([...holderContext(holder), ...givens]);
    const reached = wanted
      .filter((_, at) => (marks & (1 << at)) !== 0)
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

const NONE: Abilities = { can: [], may: [], holed: false };
const UNREAD: Abilities = { can: [], may: [], holed: true };

/** Makes a test that fails for principals who surely are not allowed an action: no document of theirs names it in an Allow. */
export function allowanceReader(
  action: string,
): (details: AuthorizationDetails) => (entity: PrincipalEntity) => boolean {
  const marksOf = actionMarks([action]);
  return (details) => {
    const marks = marksOf(details);
    return (entity) => marks(entity) !== 0 || ('boundary' in entity && entity.boundary !== undefined);
  };
}

/** For each principal the actions that an Allow of it names, as bits. */
function actionMarks(
  actions: readonly string[],
): (details: AuthorizationDetails) => (entity: PrincipalEntity) => number {
  const wanted = actions.map((action) => action.toLowerCase());
  const inElement = memoized((element: Patterns) =>
    wanted.reduce((marks, action, at) => (names(element, action) ? marks | (1 << at) : marks), 0),
  );
  const lookAt = memoized((document: string) => {
    const { statements, complete } = parseDocument(document).document;
    let marks = complete ? 0 : HOLED;
    for (const { effect, action } of statements) if (effect === 'Allow') marks |= inElement(action);
    return marks;
  });
  const join = (a: number, b: number) => a | b;
  return memoizedByObject((details) => lookout(details, { lookAt, nothing: 0, notHeld: HOLED, join }).atPrincipal);
}
