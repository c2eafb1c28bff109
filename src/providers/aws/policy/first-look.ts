import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import { leadSomewhere, limitPowers, NO_POWERS, otherPowers, type Powers, patternPowers } from './powers.ts';
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
  const sum = new Sum();
  sum.holed = !complete;
  for (const { effect, action } of statements) {
    if (effect !== 'Allow') continue;
    const named = glanceAt(action.patterns);
    sum.add(action.not ? { broad: true, holed: false, powers: otherPowers(named.powers) } : named);
  }
  return sum.result();
});

/** What an Action element may give; lists of actions are shared among statements. */
const glanceAt: (patterns: readonly string[]) => FirstLook = memoized((patterns) => {
  const sum = new Sum();
  for (const pattern of patterns)
    sum.add({ broad: namesServices(pattern), holed: false, powers: patternPowers(pattern) });
  return sum.result();
});

const NOTHING_SEEN: FirstLook = { broad: false, powers: NO_POWERS, holed: false };
const NOT_HELD: FirstLook = { broad: false, powers: NO_POWERS, holed: true };

/** Adds looks up, in place: an account has tens of thousands of attachments, and an object for each would be litter. */
class Sum implements FirstLook {
  broad = false;
  holed = false;
  readonly powers: [number, number, number] = [0, 0, 0];

  add(look: FirstLook): void {
    if (look === NOTHING_SEEN) return;
    if (look.broad) this.broad = true;
    if (look.holed) this.holed = true;
    this.powers[0] |= look.powers[0];
    this.powers[1] |= look.powers[1];
    this.powers[2] |= look.powers[2];
  }

  result(): FirstLook {
    const [a, b, c] = this.powers;
    return !this.broad && !this.holed && (a | b | c) === 0 ? NOTHING_SEEN : this;
  }

  /** The same for a whole principal, to whom nothing more is added: powers that lead nowhere on their own are dropped. */
  verdict(): FirstLook {
    return this.broad || this.holed || leadSomewhere(this.powers) ? this : NOTHING_SEEN;
  }
}

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
  const addOwn = ({ inline, attached }: PrincipalEntity, sum: Sum): void => {
    for (const { document } of inline) sum.add(lookAt(document));
    for (const arn of attached) sum.add(lookAtPolicy(arn));
  };
  const lookAtGroup = (name: string): FirstLook => {
    const known = byGroup.get(name);
    if (known !== undefined) return known;
    const sum = new Sum();
    const group = findGroup(details, name);
    if (group === undefined) sum.add(NOT_HELD);
    else addOwn(group, sum);
    const look = sum.result();
    byGroup.set(name, look);
    return look;
  };
  return (entity) => {
    const sum = new Sum();
    addOwn(entity, sum);
    if ('groups' in entity) for (const name of entity.groups) sum.add(lookAtGroup(name));
    const look = sum.verdict();
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
