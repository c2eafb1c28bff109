import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownReport } from '../../src/report/markdown.ts';
import { codeBlock, codeSpan, escapeMarkdown } from '../../src/report/markdown-text.ts';
import { anyName, findingNamed, hostileNames, obeyed } from './hostile.ts';
import { scanOf } from './sample-scan.ts';

describe('escapeMarkdown', () => {
  test.each([
    ['*b* _i_ `c`', '\\*b\\* \\_i\\_ \\`c\\`'],
    ['[a](https://evil.example)', '\\[a\\](https\\://evil.example)'],
    ['![x](y)', '\\!\\[x\\](y)'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['a | b', 'a \\| b'],
    ['# not a heading', '\\# not a heading'],
    ['- not a list', '\\- not a list'],
    ['1. not a list', '1\\. not a list'],
    ['two\nlines', 'two\\\\nlines'],
    ['@octocat and ada@example.com', '@<!-- -->octocat and ada@example.com'],
    ['www.evil.example', 'www\\.evil.example'],
    ['&lt;', '\\&lt;'],
  ])('%j becomes %j', (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));
});

describe('codeSpan', () => {
  test.each([
    ['ada', '`ada`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    [' x', '`  x `'],
    ['a|b', '<code>a&#124;b</code>'],
    ['', ''],
  ])('%j becomes %s', (text, span) => expect(codeSpan(text)).toBe(span));
});

test('nothing in a block ends it', () => {
  const block = codeBlock('diff', ['```', '+ ````', 'a\nb']);
  expect(block).toBe('`````diff\n```\n+ ````\na\\nb\n`````');
});

test('a hostile name adds no line, no cell, no markup', () => {
  // Every line of a report on a harmless name has its twin in a report on any other.
  const shape = (text: string) => text.split('\n').map((line) => (line.startsWith('|') ? cells(line) : 0));
  const harmless = shape(markdownReport(scanOf([findingNamed('ada')])));
  fc.assert(
    fc.property(anyName, (name) => {
      const text = markdownReport(scanOf([findingNamed(name)]));
      expect(text).not.toMatch(obeyed);
      expect(shape(text)).toEqual(harmless);
    }),
    { examples: hostileNames.map((name): [string] => [name]) },
  );
});

test('no HTML comes out of a name but the comment that keeps a mention from being one', () => {
  for (const name of hostileNames) {
    const text = markdownReport(scanOf([findingNamed(name)])).replaceAll('<!-- -->', '');
    const spans = text.replace(/<code>[^<]*<\/code>/g, '').replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(spans).not.toMatch(/(?<!\\)[<>]/);
  }
});

/** The cells of a row as GitHub counts them: pipes that no backslash escapes. */
function cells(line: string): number {
  return line.replace(/\\./g, '').split('|').length;
}
