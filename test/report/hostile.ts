import fc from 'fast-check';
import type { Finding } from '../../src/engine/finding.ts';
import { finding } from './sample-scan.ts';

/** Names as somebody would choose them who wants the reader of a report to see or run something else. */
export const hostileNames = [
  '\u001b[2J\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  'user\u202egpj.exe',
  'a\u200bda\ufeff',
  '\u009b31mred',
  '<script>alert(1)</script>',
  '</pre></script><img src=x onerror=alert(1)>',
  `" onmouseover="alert(1)' x='`,
  '&lt;b&gt; &amp;',
  '| broken | table |',
  '`code` ``` fence',
  '[link](https://evil.example) ![image](https://evil.example/x.png)',
  'two\nlines\r\n# heading\n```\nfence',
  '@everyone https://evil.example www.evil.example',
  '=HYPERLINK("https://evil.example")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  "'; rm -rf / #",
  '--- \\| \\',
  '\ud800lonely',
] as const;

/** Any text, hostile names above all. */
export const anyName = fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'binary', minLength: 1 }));

/** A failing finding in which every text that an account can choose is the given one. */
export function findingNamed(name: string): Finding {
  return finding('user-mfa', 'fail', { type: 'iam-user', id: name, arn: name }, name, { name, list: [name] });
}

/** What a reader's screen would obey or hide; line breaks are left to the report itself. */
export const obeyed = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;
