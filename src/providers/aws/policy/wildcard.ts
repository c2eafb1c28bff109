/**
 * Patterns of `*` (any run of characters) and `?` (any one character), as Action, Resource and the Like operators use them.
 * A policy variable `${aws:username}` is a value not known here: it equals itself and nothing else is known of it.
 * `${*}`, `${?}` and `${$}` stand for those characters themselves.
 */
const LITERAL_STAR = '\uE000';
const LITERAL_ANY = '\uE001';
const FIRST_VARIABLE = 0xe100;

/** True when a concrete text fits the pattern; a variable in the pattern fits nothing. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (pattern === '*' || pattern === text) return true;
  if (!pattern.includes('${')) return matchesPlain(pattern, text);
  const literal = text.replaceAll('*', LITERAL_STAR).replaceAll('?', LITERAL_ANY);
  return matchesPlain(
    withoutVariables(pattern, () => '\uE002'),
    literal,
  );
}

/** With `isOpen`, true when the pattern fits something that begins with the text. */
function matchesPlain(pattern: string, text: string, isOpen = false): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const symbol = pattern.charCodeAt(p);
    if (symbol === STAR) {
      star = p++;
      resume = t;
    } else if (symbol === ANY || symbol === text.charCodeAt(t)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  if (isOpen) return true;
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** True when every text that fits `inner` fits `outer`; exact, save that a variable's value is never assumed. */
export function coversPattern(outer: string, inner: string): boolean {
  if (outer === '*' || outer === inner) return true;
  if (beginsApart(outer, inner)) return false;
  if (outer.includes('${') || inner.includes('${')) {
    const names = new Map<string, string>();
    const opaque = (name: string) => symbolFor(name, names);
    return coversPlain(withoutVariables(outer, opaque), withoutVariables(inner, opaque));
  }
  return coversPlain(outer, inner);
}

/** True when `outer` asks for a character in its beginning that `inner` does not have there: the quick answer for most pairs. */
function beginsApart(outer: string, inner: string): boolean {
  for (let at = 0; at < outer.length; at++) {
    const wanted = outer.charCodeAt(at);
    if (isWild(wanted) || wanted === DOLLAR) return false;
    const given = inner.charCodeAt(at);
    if (given === DOLLAR) return false;
    if (given !== wanted) return true;
  }
  return false;
}

/** Reads `inner` as a text in which a wildcard is a symbol that only a wildcard of `outer` can swallow. */
function coversPlain(outer: string, inner: string): boolean {
  if (!hasWildcard(outer)) return outer === inner;
  if (!hasWildcard(inner)) return matchesOpaque(outer, inner);
  if (!outer.includes('?')) return matchesOpaque(outer, inner);
  return coversByStates(outer, inner);
}

function matchesOpaque(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const symbol = pattern.charCodeAt(p);
    const wanted = text.charCodeAt(t);
    if (symbol === STAR) {
      star = p++;
      resume = t;
    } else if (symbol === wanted || (symbol === ANY && isOneCharacter(wanted))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** A `?` swallows one character: not a run, and not a variable, whose length is unknown. */
function isOneCharacter(code: number): boolean {
  return code !== STAR && code < FIRST_VARIABLE;
}

/**
 * Follows every text of `inner` through `outer` at once. A character that stands in neither pattern is the worst that a
 * wildcard can be, so it alone is tried; a run is repeated until the states of `outer` come round again.
 */
function coversByStates(outer: string, inner: string): boolean {
  const seen = new Set<string>();
  const pending: { at: number; states: readonly number[] }[] = [{ at: 0, states: closure([0], outer) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { at, states } = next;
    const key = `${at}:${states.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const symbol = inner[at];
    if (symbol === undefined) {
      if (!states.includes(outer.length)) return false;
    } else if (symbol === '*') {
      pending.push({ at: at + 1, states }, { at, states: step(states, undefined, outer) });
    } else pending.push({ at: at + 1, states: step(states, symbol === '?' ? undefined : symbol, outer) });
  }
  return true;
}

/** The states after one character; undefined is a character that `outer` does not name. */
function step(states: readonly number[], character: string | undefined, outer: string): readonly number[] {
  const after: number[] = [];
  for (const state of states) {
    const symbol = outer[state];
    if (symbol === '*') after.push(state);
    else if (symbol === undefined) continue;
    else if (symbol === character) after.push(state + 1);
    else if (symbol === '?' && (character === undefined || isOneCharacter(character.charCodeAt(0))))
      after.push(state + 1);
  }
  return closure(after, outer);
}

/** Adds the states reached by letting a run be empty, in order and once each. */
function closure(states: readonly number[], outer: string): readonly number[] {
  const all = new Set<number>();
  for (const state of states) {
    let at = state;
    all.add(at);
    while (outer[at] === '*') all.add(++at);
  }
  return [...all].sort((a, b) => a - b);
}

/** True unless no text fits both patterns; a variable may be any text. */
export function patternsMeet(a: string, b: string): boolean {
  if (a === '*' || b === '*' || a === b) return true;
  const left = a.includes('${') ? withoutVariables(a, () => '*') : a;
  const right = b.includes('${') ? withoutVariables(b, () => '*') : b;
  if (!hasWildcard(left)) return hasWildcard(right) ? matchesPlain(right, left) : left === right;
  if (!hasWildcard(right)) return matchesPlain(left, right);
  if (isBeginning(right)) return matchesPlain(left, right.slice(0, -1), true);
  if (isBeginning(left)) return matchesPlain(right, left.slice(0, -1), true);
  return !startApart(left, right) && !endApart(left, right) && runsMeet(left, right);
}

/** True when what stands before the first wildcard of either differs: the quick answer for most pairs. */
function startApart(a: string, b: string): boolean {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (isWild(left) || isWild(right)) return false;
    if (left !== right) return true;
  }
  return false;
}

/** The same for what stands behind the last wildcard of either. */
function endApart(a: string, b: string): boolean {
  for (let back = 1; back <= a.length && back <= b.length; back++) {
    const [left, right] = [a.charCodeAt(a.length - back), b.charCodeAt(b.length - back)];
    if (isWild(left) || isWild(right)) return false;
    if (left !== right) return true;
  }
  return false;
}

function isWild(code: number): boolean {
  return code === STAR || code === ANY;
}

const STAR = 42;
const ANY = 63;
const DOLLAR = 36;
const END = -1;

/** True for a pattern whose one wildcard is the star at its end, as most have. */
function isBeginning(pattern: string): boolean {
  return pattern.indexOf('*') === pattern.length - 1 && !pattern.includes('?');
}

/** Which pairs of positions were visited, and which wait: used by one walk after the other, for new ones each time would be litter. */
let seen = new Uint8Array(1 << 14);
const pending: number[] = [];
let waiting = 0;

function visit(pair: number): void {
  if (seen[pair] !== 0) return;
  seen[pair] = 1;
  pending[waiting++] = pair;
}

/** Walks both patterns together over the pairs of positions that some common text reaches. */
function runsMeet(a: string, b: string): boolean {
  const width = b.length + 1;
  const size = (a.length + 1) * width;
  if (size > seen.length) seen = new Uint8Array(size * 2);
  else seen.fill(0, 0, size);
  waiting = 0;
  visit(0);
  while (waiting > 0) {
    const at = pending[--waiting] as number;
    const j = at % width;
    const i = (at - j) / width;
    const ended = i === a.length;
    if (ended && j === b.length) return true;
    const left = ended ? END : a.charCodeAt(i);
    const right = j === b.length ? END : b.charCodeAt(j);
    if (left !== END && right !== END) {
      if (left === STAR) visit(at + 1);
      else if (right === STAR) visit(at + width);
      else if (left === right || left === ANY || right === ANY) visit(at + width + 1);
    }
    // What is put last is tried first: a run that ends as soon as it can mostly leads straight to the end.
    if (left === STAR) visit(at + width);
    if (right === STAR) visit(at + 1);
  }
  return false;
}

/** Puts literal symbols for `${*}`, `${?}` and `${$}`, and `replace(name)` for every other variable. */
function withoutVariables(pattern: string, replace: (name: string) => string): string {
  return pattern.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name === '*') return LITERAL_STAR;
    if (name === '?') return LITERAL_ANY;
    return name === '$' ? '$' : replace(name);
  });
}

function symbolFor(name: string, names: Map<string, string>): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const symbol = String.fromCharCode(FIRST_VARIABLE + names.size);
  names.set(name, symbol);
  return symbol;
}

/** True when the text holds a `*` or a `?`; asked so often that a regular expression for it would be litter. */
export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/** True when the text holds a wildcard or a variable, so that it stands for more than itself. */
export function isPattern(text: string): boolean {
  return hasWildcard(text) || text.includes('${');
}

/** A text of a document of the old version, where `${` means itself, in the language of the new version. */
export function literalText(text: string): string {
  return text.includes('${') ? text.replaceAll('${', `$${'{$}'}{`) : text;
}
