import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import { addPowers, limitPowers, NO_POWERS, otherPowers, type Powers, patternPowers } from './powers.ts';
import { documentOf, findGroup, type PrincipalEntity } from './principals.ts';
import type { Statement } from './statement.ts';

/** What a glance at a principal's documents tells: an over-estimate, so that few principals need a closer look. */
export interface FirstLook {
  /** True when some Allow may be a part of "everything". */
  readonly broad: boolean;
  readonly powers: Powers;
  /** True when a document that bears on the principal is not held or not understood. */
  readonly holed: boolean;
}

const lookAt: (text: string) => FirstLook = memoized((text) => {
  const { statements, complete } = parseDocument(text).document;
  let broad = false;
  let powers = NO_POWERS;
  for (const { effect, action } of statements) {
    if (effect !== 'Allow') continue;
    let named = NO_POWERS;
    for (const pattern of action.patterns) {
      const glance = glanceAt(pattern);
      if (glance.broad) broad = true;
      if (glance.powers !== NO_POWERS) named = addPowers(named, glance.powers);
    }
    if (action.not) broad = true;
    if (action.not) named = otherPowers(named);
    if (named !== NO_POWERS) powers = addPowers(powers, named);
  }
  return !broad && complete && powers === NO_POWERS ? NOTHING_SEEN : { broad, powers, holed: !complete };
});

const glanceAt = memoized((pattern: string) => ({ broad: namesServices(pattern), powers: patternPowers(pattern) }));

const NOTHING_SEEN: FirstLook = { broad: false, powers: NO_POWERS, holed: false };
const NOT_HELD: FirstLook = { broad: false, powers: NO_POWERS, holed: true };

/**
 * Makes a look at the principals of an account. What a group or a policy gives is added up once for all who have it, so
 * the maker is for one question about an account that does not change meanwhile.
 */
export function lookAround(details: AuthorizationDetails): (entity: PrincipalEntity) => FirstLook {
  const byArn = new Map<string, FirstLook>();
  const byGroup = new Map<string, FirstLook>();
  const lookAtPolicy = (arn: string): FirstLook => {
    const known = byArn.get(arn);
    if (known !== undefined) return known;
    const document = documentOf(details, arn);
    const look = document === undefined ? NOT_HELD : lookAt(document);
    byArn.set(arn, look);
    return look;
  };
  const ownLook = ({ inline, attached }: PrincipalEntity): FirstLook => {
    let look: FirstLook = NOTHING_SEEN;
    for (const { document } of inline) look = joined(look, lookAt(document));
    for (const arn of attached) look = joined(look, lookAtPolicy(arn));
    return look;
  };
  const lookAtGroup = (name: string): FirstLook => {
    const known = byGroup.get(name);
    if (known !== undefined) return known;
    const group = findGroup(details, name);
    const look = group === undefined ? NOT_HELD : ownLook(group);
    byGroup.set(name, look);
    return look;
  };
  return (entity) => {
    let look = ownLook(entity);
    if ('groups' in entity) for (const name of entity.groups) look = joined(look, lookAtGroup(name));
    if (!('boundary' in entity) || entity.boundary === undefined) return look;
    const limit = lookAtPolicy(entity.boundary);
    if (limit === NOT_HELD) return { ...look, holed: true };
    return {
      broad: look.broad && limit.broad,
      powers: limitPowers(look.powers, limit.powers),
      holed: look.holed || limit.holed,
    };
  };
}

/** Looks at one principal. */
export function firstLook(details: AuthorizationDetails, entity: PrincipalEntity): FirstLook {
  return lookAround(details)(entity);
}

/** What both tell; most looks tell nothing, and then the other is the answer. */
function joined(a: FirstLook, b: FirstLook): FirstLook {
  if (a === NOTHING_SEEN) return b;
  if (b === NOTHING_SEEN) return a;
  return { broad: a.broad || b.broad, powers: addPowers(a.powers, b.powers), holed: a.holed || b.holed };
}

/** A test that every part of "everything" passes: a wildcard before the colon, a NotAction, or the whole of IAM. */
export function namesManyServices({ action }: Statement): boolean {
  return action.not || action.patterns.some(namesServices);
}

function namesServices(pattern: string): boolean {
  if (pattern === '*' || pattern === 'iam:*') return true;
  const colon = pattern.indexOf(':');
  const service = colon < 0 ? pattern : pattern.slice(0, colon);
  return service.includes('*') || service.includes('?');
}
