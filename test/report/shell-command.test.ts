import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellCommand, shellLines } from '../../src/report/shell-command.ts';

/** The words as a shell reads them. */
function asShellReads(line: string): string[] {
  const output = execFileSync('sh', ['-c', `for word in ${line}; do printf '%s\\0' "$word"; done`], {
    encoding: 'utf8',
  });
  return output.split('\0').slice(0, -1);
}

test('a shell reads the words that were given', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("it's", '$HOME', '`id`', '*', '', '--flag', '=x', '~', '{"a":"b c"}'),
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      expect(asShellReads(shellCommand(words))).toEqual(words);
      expect(asShellReads(shellLines(words, 20).join('\n'))).toEqual(words);
    }),
    { numRuns: 50 },
  );
});

test('a long command is broken before options', () => {
  expect(shellLines(['aws', 'iam', 'create-group', '--group-name', 'a b', '--path', '/'], 40)).toEqual([
    'aws iam create-group \\',
    "  --group-name 'a b' --path /",
  ]);
});
