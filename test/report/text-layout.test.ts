import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flow, hang, measure, pad, shorten, wrap } from '../../src/report/text-layout.ts';

const words = fc.string({ unit: fc.constantFrom('a', 'é', '東', '🚀', ' ', 'e\u0301'), maxLength: 60 });
const width = fc.integer({ min: 2, max: 30 });

test.each([
  ['ada', 3],
  ['東京', 4],
  ['ｱｲｳ', 3],
  ['한국', 4],
  ['e\u0301', 1],
  ['🚀', 2],
  ['🇫🇷', 2],
  ['ＡＢ', 4],
  ['…—“”', 4],
])('%s takes %d columns', (text, columns) => expect(measure(text)).toBe(columns));

test('pad fills by columns, not by characters', () => {
  expect(pad('東京', 6)).toBe('東京  ');
  expect(pad('longer', 3)).toBe('longer');
});

describe('shorten', () => {
  test('keeps both ends', () => expect(shorten('arn:aws:iam::111122223333:user/ada', 13)).toBe('arn:aw…er/ada'));
  test('never exceeds the width', () => {
    fc.assert(fc.property(words, width, (text, columns) => measure(shorten(text, columns)) <= columns));
  });
});

describe('wrap', () => {
  test('breaks between words', () => expect(wrap('one two three', 7)).toEqual(['one two', 'three']));
  test('breaks a word only where it is wider than a line', () =>
    expect(wrap('a 東京東京', 4)).toEqual(['a', '東京', '東京']));
  test('loses nothing but spaces and never exceeds the width', () => {
    fc.assert(
      fc.property(words, width, (text, columns) => {
        const lines = wrap(text, columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

test('flow breaks between phrases', () => {
  expect(flow(['1 failed', '2 passed', '3 muted'], 20)).toEqual(['1 failed · 2 passed', '3 muted']);
});

test('hang goes on below the line itself', () => {
  expect(hang('+ ', '  one two three', 11)).toEqual(['+   one two', '    three']);
});
