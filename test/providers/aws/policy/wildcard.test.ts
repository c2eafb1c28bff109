import { describe, expect, it, test } from 'vitest';
import { coversPattern, matchesPattern, patternsMeet } from '../../../../src/providers/aws/policy/wildcard.ts';

describe('a pattern and a text', () => {
  test.each([
    ['*', 'anything', true],
    ['s3:get*', 's3:getobject', true],
    ['s3:get*', 's3:putobject', false],
    ['s3:?etobject', 's3:getobject', true],
    ['s3:?etobject', 's3:etobject', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['a*a', 'a', false],
    ['', '', true],
    ['', 'a', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['home/${*}', 'home/*', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['home/${*}', 'home/x', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['home/${aws:username}', 'home/alice', false],
  ])('%s fits %s: %s', (pattern, text, expected) => expect(matchesPattern(pattern, text)).toBe(expected));
});

describe('one pattern within another', () => {
  test.each([
    ['s3:*', 's3:get*', true],
    ['s3:get*', 's3:*', false],
    ['?*', '*?', true],
    ['a?*b', 'a*cb', true],
    ['?', '*', false],
    ['*?', '*', false],
    ['a*b*c', 'a*c', false],
    ['a*', 'a?', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['home/${aws:username}/*', 'home/${aws:username}/x', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['home/?', 'home/${aws:username}', false],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['home/*', 'home/${aws:username}', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
    ['home/${aws:username}', 'home/${aws:userid}', false],
  ])('%s covers %s: %s', (outer, inner, expected) => expect(coversPattern(outer, inner)).toBe(expected));
});

/** Enough texts to tell two patterns of up to four symbols apart: over two letters and a stranger, up to seven long. */
const TEXTS = ['', ...words(7, ['a', 'b', 'z'])];
const PATTERNS = ['', ...words(4, ['a', 'b', '*', '?'])];

function words(length: number, letters: readonly string[]): string[] {
  if (length === 0) return [];
  const shorter = words(length - 1, letters);
  const longest = shorter.length === 0 ? [''] : shorter.filter((word) => word.length === length - 1);
  return [...shorter, ...longest.flatMap((word) => letters.map((letter) => word + letter))];
}

/** Which of the texts fit each pattern, by the places of the texts. */
const fitting = new Map(
  PATTERNS.map((pattern) => [pattern, TEXTS.flatMap((text, at) => (slowMatch(pattern, text) ? [at] : []))] as const),
);
const sets = new Map([...fitting].map(([pattern, places]) => [pattern, new Set(places)] as const));
const pairs = PATTERNS.flatMap((a) => PATTERNS.map((b) => [a, b] as const));

function slowMatch(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return slowMatch(rest, text) || (text !== '' && slowMatch(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && slowMatch(rest, text.slice(1));
}

it('matches as the textbook recursion does', () => {
  const wrong = PATTERNS.filter((pattern) => {
    const found = TEXTS.flatMap((text, at) => (matchesPattern(pattern, text) ? [at] : []));
    return found.join() !== fitting.get(pattern)?.join();
  });
  expect(wrong).toEqual([]);
});

it('covers exactly when every text of the inner fits the outer, for every pair of short patterns', () => {
  const wrong = pairs.filter(([outer, inner]) => {
    const all = sets.get(outer);
    return coversPattern(outer, inner) !== fitting.get(inner)?.every((at) => all?.has(at));
  });
  expect(wrong).toEqual([]);
});

it('meets exactly when some text fits both, for every pair of short patterns', () => {
  const wrong = pairs.filter(([a, b]) => {
    const all = sets.get(a);
    return patternsMeet(a, b) !== fitting.get(b)?.some((at) => all?.has(at));
  });
  expect(wrong).toEqual([]);
});
