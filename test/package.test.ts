import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importable } from '../src/cli/options.ts';
import { version } from '../src/cli/version.ts';
import { collectionNames } from '../src/providers/aws/model/collections.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json')) as { version: string; bin: { remediate: string }; license: string };

test('the tool tells the version of its package', () => {
  expect(version).toBe(manifest.version);
});

test('every collection can be imported from files', () => {
  expect(Object.keys(importable).sort()).toEqual([...collectionNames].sort());
});

test('the README names both commands, and the licence is the one that is enclosed', () => {
  const readme = read('README.md');
  for (const command of ['npm start', 'npm test']) expect(readme).toContain(command);
  expect(read('LICENSE')).toContain('Apache License');
  expect(manifest.license).toBe('Apache-2.0');
});
