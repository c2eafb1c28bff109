import { ESCALATION_PATHS, type EscalationPath } from './escalation-paths.ts';
import { memoized } from './memo.ts';
import { matchesPattern } from './wildcard.ts';

/**
 * A quick over-estimate of what documents may allow, as bits: one for each action of the escalation paths. Thousands
 * of principals share documents, so a document is looked at once and a principal costs three "or"s a document.
 */
export type Powers = readonly [number, number, number];

const ACTIONS: readonly string[] = [
  ...new Set(
    ['sts:AssumeRole', ...ESCALATION_PATHS.flatMap((path) => path.actions)].map((action) => action.toLowerCase()),
  ),
];
const BITS_A_WORD = 31;
/** No power at all. */
export const NO_POWERS: Powers = [0, 0, 0];
const ALL: Powers = [0x7fffffff, 0x7fffffff, 0x7fffffff];

const BY_SERVICE = new Map<string, { readonly action: string; readonly bit: Powers }[]>();
ACTIONS.forEach((action, at) => {
  const service = action.slice(0, action.indexOf(':'));
  const bit: [number, number, number] = [0, 0, 0];
  bit[Math.floor(at / BITS_A_WORD)] = 1 << (at % BITS_A_WORD);
  BY_SERVICE.set(service, [...(BY_SERVICE.get(service) ?? []), { action, bit }]);
});

/** The escalation paths that the powers may be enough for. */
export function pathsWithin([a, b, c]: Powers): EscalationPath[] {
  const found: EscalationPath[] = [];
  if ((a | b | c) === 0) return found;
  for (const { path, needs } of NEEDS) {
    const [x, y, z] = needs;
    if ((a & x) === x && (b & y) === y && (c & z) === z) found.push(path);
  }
  return found;
}

/** True when the powers may hold sts:AssumeRole. */
export function mayAssume([a]: Powers): boolean {
  return (a & 1) === 1;
}

/** All powers but some: what a NotAction leaves. */
export function otherPowers([a, b, c]: Powers): Powers {
  return [ALL[0] & ~a, ALL[1] & ~b, ALL[2] & ~c];
}

/** The powers that an action pattern may give. */
export const patternPowers: (pattern: string) => Powers = memoized((pattern) => {
  const colon = pattern.indexOf(':');
  const service = colon < 0 ? pattern : pattern.slice(0, colon);
  const candidates = /[*?]/.test(service) ? [...BY_SERVICE.values()].flat() : (BY_SERVICE.get(service) ?? []);
  return candidates
    .filter(({ action }) => matchesPattern(pattern, action))
    .reduce((powers, { bit }) => addPowers(powers, bit), NO_POWERS);
});

const NEEDS = ESCALATION_PATHS.map((path) => ({
  path,
  needs: path.actions.reduce((powers, action) => addPowers(powers, patternPowers(action.toLowerCase())), NO_POWERS),
}));

/** sts:AssumeRole and the first action of every path: readers have the harmless actions of many paths, but none of these. */
const KEYS = ['sts:assumerole', ...ESCALATION_PATHS.map((path) => path.actions[0]?.toLowerCase() ?? '*')]
  .map(patternPowers)
  .reduce(addPowers);

/** False when the powers, whole as they are, are surely not enough for any path or role. */
export function leadSomewhere([a, b, c]: Powers): boolean {
  return ((a & KEYS[0]) | (b & KEYS[1]) | (c & KEYS[2])) !== 0;
}

/** The powers of both. */
export function addPowers(a: Powers, b: Powers): Powers {
  return [a[0] | b[0], a[1] | b[1], a[2] | b[2]];
}

/** The powers that a boundary lets through. */
export function limitPowers(a: Powers, b: Powers): Powers {
  return [a[0] & b[0], a[1] & b[1], a[2] & b[2]];
}

/** True when the first powers hold all of the second. */
export function holdPowers(a: Powers, b: Powers): boolean {
  return (b[0] & ~a[0]) === 0 && (b[1] & ~a[1]) === 0 && (b[2] & ~a[2]) === 0;
}
