import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePattern, printPattern } from '../../../../src/providers/aws/monitoring/filter-pattern.ts';
import { arbitraryPattern, read } from './arbitrary-pattern.ts';
import { cisPatterns } from './cis-patterns.ts';

test.each(Object.entries(cisPatterns))(
  'the pattern of CIS %s is read, and written with the same meaning',
  (_, text) => {
    const pattern = read(text);
    expect(read(printPattern(pattern))).toEqual(pattern);
  },
);

test('what is written reads the same', () => {
  fc.assert(
    fc.property(arbitraryPattern, (pattern) => {
      const text = printPattern(pattern);
      if (text.length <= 1024) expect(read(text)).toEqual(pattern);
    }),
  );
});

test('whatever the text, the answer is a pattern or a problem within it', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    '&&',
    '||',
    '$.a',
    '=',
    '!=',
    '"x',
    '"',
    '%',
    'IS',
    'NULL',
    ' ',
    '*',
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 20 }).map((parts) => `{ ${parts.join('')}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parsePattern(text);
      if ('problem' in parsed) {
        expect(parsed.problem.at).toBeLessThanOrEqual(text.length);
        expect(parsed.problem.message).not.toBe('');
      }
    }),
  );
});

const condition = (field: string, text: string) => ({ op: '=', field, operand: { kind: 'text', text } });

test('&& binds tighter than ||, and parentheses tighter than both', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => condition(`$.${name}`, 'x'));
  expect(read('{ $.a = x || $.b = x && $.c = x }')).toEqual({ op: 'or', terms: [a, { op: 'and', terms: [b, c] }] });
  expect(read('{ ($.a = x || $.b = x) && $.c = x }')).toEqual({ op: 'and', terms: [{ op: 'or', terms: [a, b] }, c] });
});

test.each([
  ['{$.a=b}', condition('$.a', 'b')],
  ['  { ( ( $.a  =  "b" ) ) }  ', condition('$.a', 'b')],
  ['{ $.a = "say \\"b\\" \\\\ c" }', condition('$.a', 'say "b" \\ c')],
  ['{ $.a = config.amazonaws.com }', condition('$.a', 'config.amazonaws.com')],
  ['{ $.a = *Denied* }', condition('$.a', '*Denied*')],
  ['{ $.a-b_c[0][12].d = x }', condition('$.a-b_c[0][12].d', 'x')],
  ['{ $.a >= -1.5e3 }', { op: '>=', field: '$.a', operand: { kind: 'number', text: '-1.5e3' } }],
  ['{ $.a = 4* }', condition('$.a', '4*')],
  ['{ $.a = "4" }', condition('$.a', '4')],
  ['{ $.a != %^Put|Del\\w+$% }', { op: '!=', field: '$.a', operand: { kind: 'regex', text: '^Put|Del\\w+$' } }],
  ['{ $.a NOT  EXISTS }', { op: 'NOT EXISTS', field: '$.a' }],
  ['{ $.a exists }', { op: 'EXISTS', field: '$.a' }],
  ['{ $.a IS NULL }', { op: 'IS NULL', field: '$.a' }],
  ['{ $.a IS TRUE }', { op: 'IS TRUE', field: '$.a' }],
  ['{ $.a IS FALSE }', { op: 'IS FALSE', field: '$.a' }],
  ['', { op: 'and', terms: [] }],
])('%s', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['ERROR', 0, 'it is not a JSON pattern, which begins with {'],
  ['[ip, user]', 0, 'it is not a JSON pattern, which begins with {'],
  ['{ }', 2, 'a field such as $.eventName is missing'],
  ['{ eventName = x }', 2, 'a field such as $.eventName is missing'],
  ['{ $.a }', 6, '$.a is compared with nothing'],
  ['{ $.a = }', 8, 'a value is missing after ='],
  ['{ $.a = "x }', 8, 'a closing " is missing'],
  ['{ $.a = %x }', 8, 'a closing % is missing'],
  ['{ $.a = %(x)% }', 8, '%(x)% is not a regular expression that CloudWatch Logs knows'],
  ['{ $.a > x }', 8, '> compares with numbers only'],
  ['{ ($.a = x }', 11, 'a closing ) is missing'],
  ['{ $.a = x', 9, 'a && or || or the closing } is missing'],
  ['{ $.a = x $.b = y }', 10, 'a && or || or the closing } is missing'],
  ['{ $.a = x } }', 12, 'nothing may follow the closing }'],
  // A copy of CIS 4.15 that lost a quotation mark.
  ['{ ($.eventName = AcceptHandshake") }', 32, 'a closing ) is missing'],
  [`{ $.a = ${'x'.repeat(1024)} }`, 1024, 'it is longer than 1024 characters'],
])('%s is refused at %i', (text, at, message) => {
  expect(parsePattern(text)).toEqual({ problem: { at, message } });
});
