import { evaluateConditions, type Truth } from './condition.ts';
import { type Context, contextOf, NOTHING_KNOWN, resolveVariables } from './context.ts';
import type { PermissionSet } from './permissions.ts';
import { elementCovers } from './region.ts';
import type { Patterns, Statement } from './statement.ts';
import { coversPattern, matchesPattern, patternsMeet } from './wildcard.ts';

/** Whether a principal can do something: `maybe` where conditions decide. */
export type Reach = 'yes' | 'maybe' | 'no';

/** Where a principal lives, for telling which resources it can reach. */
export interface Holder {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
}

/** Reads the partition and the account off a principal's ARN. */
export function holderOf(arn: string): Holder {
  const [, partition = '*', , , account = '*'] = arn.split(':');
  return { arn, partition, account };
}

/** What is known of every request of a user or role, whatever it asks for. */
export function holderContext({ arn, account }: Holder): Context {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return contextOf({
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': account,
    'aws:PrincipalIsAWSService': 'false',
    'aws:username': arn.includes(':user/') ? name : null,
    ...(arn.includes(':user/') ? { 'aws:PrincipalType': 'User' } : {}),
  });
}

/** Whether the set lets an action be done on some resource that fits `universe` and none of the `useless` patterns. */
export function reachesSome(
  set: PermissionSet,
  action: string,
  universe: string,
  context: Context = NOTHING_KNOWN,
  useless: readonly string[] = [],
): Reach {
  const [identity = [], ...limits] = set.layers;
  let best: Reach = 'no';
  for (const { piece, truth } of openings(identity, action, universe, context)) {
    const through = limits.reduce(
      (parts, layer) =>
        parts.flatMap((part) => openings(layer, action, part.piece, context).map((next) => both(part, next))),
      [{ piece, truth }],
    );
    for (const part of through) {
      if (useless.some((pattern) => coversPattern(pattern, part.piece))) continue;
      const denied = isDeniedAll(set, action, part.piece, context);
      if (denied === 'true') continue;
      if (denied === 'false' && part.truth === 'true') return 'yes';
      best = 'maybe';
    }
  }
  return best;
}

/** Whether the set lets an action be done on every resource that fits `universe`, save on such as single denies name. */
export function reachesAll(
  set: PermissionSet,
  action: string,
  universe: string,
  context: Context = NOTHING_KNOWN,
): Reach {
  const wanted: Patterns = { not: false, patterns: [universe], written: [universe] };
  let reach: Reach = 'yes';
  for (const layer of set.layers) {
    const truths = layer
      .filter(
        ({ action: named, resource }) =>
          names(named, action) && (resource === undefined || elementCovers(resource, wanted)),
      )
      .map(({ conditions }) => evaluateConditions(conditions, context));
    if (truths.includes('true')) continue;
    if (!truths.includes('unknown')) return 'no';
    reach = 'maybe';
  }
  return isDeniedAll(set, action, universe, context) === 'true' ? 'no' : reach;
}

/** True when an action element names a concrete action. */
export function names({ not, patterns }: Patterns, action: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, action)) !== not;
}

interface Opening {
  /** The resources let through, or more than those. */
  readonly piece: string;
  readonly truth: Truth;
}

function openings(layer: readonly Statement[], action: string, universe: string, context: Context): Opening[] {
  const found: Opening[] = [];
  for (const { action: named, resource, conditions } of layer) {
    if (!names(named, action)) continue;
    const truth = conditions.length === 0 ? 'true' : evaluateConditions(conditions, context);
    if (truth === 'false') continue;
    for (const piece of piecesWithin(resource, universe, context)) found.push({ piece, truth });
  }
  return found;
}

function piecesWithin(resource: Patterns | undefined, universe: string, context: Context): string[] {
  if (resource === undefined) return [universe];
  if (resource.not) return resource.patterns.some((excluded) => coversPattern(excluded, universe)) ? [] : [universe];
  return resource.patterns.flatMap((written) => {
    const resolved = resolveVariables(written, context);
    const pattern = withinAccount(resolved.state === 'known' ? resolved.pattern : written, universe);
    if (resolved.state === 'void' || !arnsMeet(pattern, universe)) return [];
    return [coversPattern(pattern, universe) ? universe : pattern];
  });
}

/** A pattern's ARN with the partition, region and account that are wanted, where it leaves them open. */
function withinAccount(pattern: string, universe: string): string {
  const given = pattern.split(':');
  const wanted = universe.split(':');
  if (!isWholeArn(given) || !isWholeArn(wanted)) return pattern;
  return given.map((part, at) => (at < 5 && part === '*' ? (wanted[at] ?? part) : part)).join(':');
}

/** Whether two ARN patterns meet, part by part: no resource's ARN lets the star of one part reach over into the next. */
function arnsMeet(pattern: string, universe: string): boolean {
  const given = pattern.split(':');
  const wanted = universe.split(':');
  if (!isWholeArn(given) || !isWholeArn(wanted)) return patternsMeet(pattern, universe);
  return (
    given.slice(0, 5).every((part, at) => patternsMeet(part, wanted[at] ?? '')) &&
    patternsMeet(given.slice(5).join(':'), wanted.slice(5).join(':'))
  );
}

/** True when an account stands where it should; in `arn:aws:lambda:*:function:x` the star is meant to reach further. */
function isWholeArn(parts: readonly string[]): boolean {
  return parts.length >= 6 && parts[0] === 'arn' && /^(\d{12}|aws|\*|)$/.test(parts[4] ?? '');
}

function both(a: Opening, b: Opening): Opening {
  return { piece: b.piece, truth: a.truth === 'true' ? b.truth : a.truth };
}

/** Whether some Deny takes an action away on all of a piece: `unknown` when its condition decides. */
export function isDeniedAll(set: PermissionSet, action: string, piece: string, context: Context): Truth {
  const wanted: Patterns = { not: false, patterns: [piece], written: [piece] };
  let truth: Truth = 'false';
  for (const { action: named, resource, conditions } of set.denies) {
    if (!names(named, action) || (resource !== undefined && !elementCovers(resource, wanted))) continue;
    const one = evaluateConditions(conditions, context);
    if (one === 'true') return 'true';
    if (one === 'unknown') truth = 'unknown';
  }
  return truth;
}
