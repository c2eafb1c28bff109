import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { lookout } from './bearing.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import {
  addPowers,
  holdPowers,
  leadSomewhere,
  limitPowers,
  NO_POWERS,
  otherPowers,
  type Powers,
  patternPowers,
} from './powers.ts';
import type { PrincipalEntity } from './principals.ts';
import type { Statement } from './statement.ts';

/** What a glance at a principal's documents tells: an over-estimate, so that few principals need a closer look. */
export interface FirstLook {
  /** True when some Allow may be a part of "everything". */
  readonly broad: boolean;
  readonly powers: Powers;
  /** True when a document that bears on the principal is not held or not understood. */
  readonly holed: boolean;
}

const NOTHING_SEEN: FirstLook = { broad: false, powers: NO_POWERS, holed: false };
const NOT_HELD: FirstLook = { broad: false, powers: NO_POWERS, holed: true };
const NOT_UNDERSTOOD: FirstLook = { ...NOT_HELD };

const lookAt: (text: string) => FirstLook = memoized((text) => {
  const { statements, complete } = parseDocument(text).document;
  let look = complete ? NOTHING_SEEN : NOT_UNDERSTOOD;
  for (const { effect, action } of statements) {
    if (effect !== 'Allow') continue;
    const named = glanceAt(action.patterns);
    look = join(look, action.not ? { broad: true, holed: false, powers: otherPowers(named.powers) } : named);
  }
  return look;
});

/** What an Action element may give; lists of actions are shared among statements. */
const glanceAt: (patterns: readonly string[]) => FirstLook = memoized((patterns) =>
  patterns
    .map((pattern) => ({ broad: namesServices(pattern), holed: false, powers: patternPowers(pattern) }))
    .reduce(join, NOTHING_SEEN),
);

/** Both looks as one; mostly the one tells nothing that the other does not, and no third is made. */
function join(a: FirstLook, b: FirstLook): FirstLook {
  if (tells(a, b)) return a;
  if (tells(b, a)) return b;
  return { broad: a.broad || b.broad, holed: a.holed || b.holed, powers: addPowers(a.powers, b.powers) };
}

/** True when the first look tells all that the second does. */
function tells(a: FirstLook, b: FirstLook): boolean {
  if (a === b || b === NOTHING_SEEN) return true;
  return (a.broad || !b.broad) && (a.holed || !b.holed) && holdPowers(a.powers, b.powers);
}

/** Makes a look at the principals of an account, for one question about it while it does not change. */
export function lookAround(details: AuthorizationDetails): (entity: PrincipalEntity) => FirstLook {
  const { atPolicy, atPrincipal } = lookout(details, { lookAt, nothing: NOTHING_SEEN, notHeld: NOT_HELD, join });
  return (entity) => {
    const seen = atPrincipal(entity);
    // Powers that lead nowhere, whole as they are, are dropped.
    const look = seen.broad || seen.holed || leadSomewhere(seen.powers) ? seen : NOTHING_SEEN;
    if (!('boundary' in entity) || entity.boundary === undefined) return look;
    const limit = atPolicy(entity.boundary);
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
