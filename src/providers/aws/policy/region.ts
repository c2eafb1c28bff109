import { isNegated } from './condition-operators.ts';
import type { Condition, Patterns, Statement } from './statement.ts';
import { coversPattern, patternsMeet } from './wildcard.ts';

/** Requests by their action, their resource and the conditions under which they are meant. */
export interface Region {
  readonly action: Patterns;
  readonly resource: Patterns;
  readonly conditions: readonly Condition[];
}

/** Everything, as an element. */
export const EVERYTHING: Patterns = { not: false, patterns: ['*'], written: ['*'] };

/** The region that a statement speaks of. */
export function regionOf(statement: Statement): Region {
  return { action: statement.action, resource: statement.resource ?? EVERYTHING, conditions: statement.conditions };
}

/** The region cut into single patterns, so that each can be covered by another statement. */
export function piecesOf(region: Region): Region[] {
  const pieces: Region[] = [];
  everyPiece(region, (piece) => pieces.push(piece) > 0);
  return pieces;
}

/** True when all pieces of a region pass a test; the first that fails is mostly the first of all. */
export function everyPiece({ action, resource, conditions }: Region, test: (piece: Region) => boolean): boolean {
  for (let a = 0; a < sizeOf(action); a++)
    for (let r = 0; r < sizeOf(resource); r++)
      if (!test({ action: single(action, a), resource: single(resource, r), conditions })) return false;
  return true;
}

function sizeOf({ not, patterns }: Patterns): number {
  return not ? 1 : patterns.length;
}

function single(element: Patterns, at: number): Patterns {
  const pattern = element.patterns[at];
  if (element.not || pattern === undefined || element.patterns.length === 1) return element;
  return { not: false, patterns: [pattern], written: [element.written[at] ?? pattern] };
}

/** True when everything that `inner` names is surely named by `outer`. */
export function elementCovers(outer: Patterns, inner: Patterns): boolean {
  if (inner.not)
    return outer.not
      ? outer.patterns.every((excluded) => inner.patterns.some((pattern) => coversPattern(pattern, excluded)))
      : outer.patterns.includes('*');
  return outer.not
    ? inner.patterns.every((pattern) => !outer.patterns.some((excluded) => patternsMeet(excluded, pattern)))
    : inner.patterns.every((pattern) => outer.patterns.some((wide) => coversPattern(wide, pattern)));
}

/** False when the two elements surely name nothing in common. */
export function elementsMeet(a: Patterns, b: Patterns): boolean {
  if (a.not && b.not) return !a.patterns.includes('*') && !b.patterns.includes('*');
  if (a.not) return elementsMeet(b, a);
  return b.not
    ? a.patterns.some((pattern) => !b.patterns.some((excluded) => coversPattern(excluded, pattern)))
    : a.patterns.some((pattern) => b.patterns.some((other) => patternsMeet(pattern, other)));
}

/** False when no request is in both regions; conditions are taken to be compatible. */
export function regionsMeet(a: Region, b: Region): boolean {
  return elementsMeet(a.action, b.action) && elementsMeet(a.resource, b.resource);
}

/** True when every request of `inner` surely is one of `outer`. */
export function regionCovers(outer: Region, inner: Region): boolean {
  return (
    elementCovers(outer.action, inner.action) &&
    elementCovers(outer.resource, inner.resource) &&
    conditionsImply(inner.conditions, outer.conditions)
  );
}

/** True when the regions together surely hold the piece, joined over actions or over resources. */
export function unionCovers(outers: readonly Region[], piece: Region): boolean {
  if (outers.some((outer) => regionCovers(outer, piece))) return true;
  const fitting = outers.filter(
    (outer) => conditionsImply(piece.conditions, outer.conditions) && regionsMeet(outer, piece),
  );
  if (fitting.length < 2) return false;
  const sameResource = fitting.filter((outer) => elementCovers(outer.resource, piece.resource));
  if (
    joinCovers(
      sameResource.map((outer) => outer.action),
      piece.action,
    )
  )
    return true;
  const sameAction = fitting.filter((outer) => elementCovers(outer.action, piece.action));
  return joinCovers(
    sameAction.map((outer) => outer.resource),
    piece.resource,
  );
}

/** Joins elements: what a Not-element leaves out must be named by the others. */
function joinCovers(outers: readonly Patterns[], inner: Patterns): boolean {
  if (outers.some((outer) => elementCovers(outer, inner))) return true;
  return outers.some((outer) => {
    if (!outer.not) return false;
    const others = outers.filter((other) => other !== outer);
    return others.length > 0 && remainder(outer, inner).every((rest) => joinCovers(others, rest));
  });
}

/** What of `inner` a Not-element leaves out, or more than that. */
function remainder(outer: Patterns, inner: Patterns): Patterns[] {
  const left = inner.not
    ? outer.patterns.filter((excluded) => !inner.patterns.some((pattern) => coversPattern(pattern, excluded)))
    : outer.patterns.filter((excluded) => inner.patterns.some((pattern) => patternsMeet(pattern, excluded)));
  return left.map((pattern) => ({ not: false, patterns: [pattern], written: [pattern] }));
}

/** True when whoever meets all of `strong` surely meets all of `weak`. */
export function conditionsImply(strong: readonly Condition[], weak: readonly Condition[]): boolean {
  return weak.every((wanted) => strong.some((given) => conditionImplies(given, wanted)));
}

function conditionImplies(strong: Condition, weak: Condition): boolean {
  if (strong === weak) return true;
  if (strong.key !== weak.key || strong.quantifier !== weak.quantifier) return false;
  if (strong.ifExists && !weak.ifExists) return false;
  if (family(strong) !== family(weak))
    return strong.name === 'StringEquals' && weak.name === 'StringLike' && valuesWithin(strong.values, weak);
  return isNegated(weak.name)
    ? weak.values.every((value) => hasValue(strong, value))
    : valuesWithin(strong.values, weak);
}

function valuesWithin(values: readonly string[], condition: Condition): boolean {
  return values.every((value) => hasValue(condition, value));
}

/** ArnEquals and ArnLike are one operator under two names. */
function family({ name }: Condition): string {
  if (name === 'ArnEquals') return 'ArnLike';
  return name === 'ArnNotEquals' ? 'ArnNotLike' : name;
}

function hasValue({ name, values }: Condition, value: string): boolean {
  if (values.includes(value)) return true;
  if (name.endsWith('Like') || name.startsWith('Arn')) return values.some((pattern) => coversPattern(pattern, value));
  const ignoresCase = name === 'Bool' || name === 'Null' || name.endsWith('IgnoreCase');
  return ignoresCase && values.some((other) => other.toLowerCase() === value.toLowerCase());
}
