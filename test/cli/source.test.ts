import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readInput } from '../../src/cli/source.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const text = '{"name":"Zoë"}\n';
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

describe('a file that the user names is read as the tools of any system write it', () => {
  const folder = temporaryFolder();

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 little-endian, as PowerShell writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 big-endian', swapped(Buffer.from(`\uFEFF${text}`, 'utf16le'))],
  ])('%s', (name, bytes) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    expect(readInput(path)).toBe(text);
  });

  test.each([
    ['nowhere.json', 'does not exist'],
    ['.', 'is a folder'],
  ])('%s %s', (name, why) => expect(() => readInput(join(folder, name))).toThrow(why));
});
