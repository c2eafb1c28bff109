import fc from 'fast-check';
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

/** Every text of up to four letters: enough for patterns of up to three symbols over two letters and a stranger. */
const TEXTS = ['', ...words(5)];

function words(length: number): string[] {
  if (length === 0) return [];
  const shorter = words(length - 1);
  const longest = shorter.length === 0 ? [''] : shorter.filter((word) => word.length === length - 1);
  return [...shorter, ...longest.flatMap((word) => ['a', 'b', 'z'].map((letter) => word + letter))];
}

const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 }).map((symbols) => symbols.join(''));

function slowMatch(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const rest = pattern.slice(1);
  if (pattern[0] === '*') return slowMatch(rest, text) || (text !== '' && slowMatch(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && slowMatch(rest, text.slice(1));
}

it('matches as the textbook recursion does', () => {
  fc.assert(
    fc.property(pattern, fc.constantFrom(...TEXTS), (p, text) => matchesPattern(p, text) === slowMatch(p, text)),
    { numRuns: 2000 },
  );
});

it('covers exactly when every short text of the inner fits the outer', () => {
  fc.assert(
    fc.property(pattern, pattern, (outer, inner) => {
      const expected = TEXTS.every((text) => !slowMatch(inner, text) || slowMatch(outer, text));
      return coversPattern(outer, inner) === expected;
    }),
    { numRuns: 3000 },
  );
});

it('meets exactly when some short text fits both', () => {
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      const longest = TEXTS.some((text) => slowMatch(a, text) && slowMatch(b, text));
      return patternsMeet(a, b) === longest || a.length + b.length > 5;
    }),
    { numRuns: 3000 },
  );
});
