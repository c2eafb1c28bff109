import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neutralise, neutralJson } from '../../src/report/neutral-text.ts';
import { anyName, obeyed } from './hostile.ts';

describe('neutralise', () => {
  test.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['line\nline\r\tend', 'line\\nline\\r\\tend'],
    ['user\u202egpj', 'user\\u202egpj'],
    ['a\u200bda', 'a\\u200bda'],
    ['\u{e0041}', '\\udb40\\udc41'],
    ['東京 ada+ops@example.com', '東京 ada+ops@example.com'],
    ['Zoë Łukasz Ørsted Ñandú', 'Zoë Łukasz Ørsted Ñandú'],
    ['команда платформы, ομάδα', 'команда платформы, ομάδα'],
    ['\u0430dmin', '\\u0430dmin'],
    ['adm\u03b9n-ops', 'adm\\u03b9n-ops'],
    ['\u0441\u043e\u0441\u043e', '\\u0441\\u043e\\u0441\\u043e'],
    ['\uff41dmin \u{1d41a}', '\\uff41dmin \\ud835\\udc1a'],
    ['no\u00a0break\u3000wide\u2800dots\u3164', 'no\\u00a0break\\u3000wide\\u2800dots\\u3164'],
    [`e${'\u0301'.repeat(5)}`, `e${'\u0301'.repeat(3)}\\u0301\\u0301`],
    ['\ue000 \u{e0100}', '\\ue000 \\udb40\\udd00'],
  ])('%j becomes %j', (text, shown) => expect(neutralise(text)).toBe(shown));

  test('leaves nothing that a screen obeys, and nothing to do a second time', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = neutralise(name);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(neutralise(safe)).toBe(safe);
      }),
    );
  });
});

test('neutralJson reads back as the value that it was made from', () => {
  fc.assert(
    fc.property(fc.oneof(anyName, fc.jsonValue()), fc.constantFrom(undefined, 2), (value, indent) => {
      const text = neutralJson({ value }, indent);
      expect(text).not.toMatch(obeyed);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ value })));
    }),
  );
});
