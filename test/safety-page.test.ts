import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/safety.md'), 'utf8');
const named = [...new Set(page.match(/\b(?:test|src)\/[\w./-]+/g))];

describe('docs/safety.md', () => {
  test('names tests, and each of them exists', () => {
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('proves every promise', () => {
    const rows = page.split('\n').filter((line) => /^\| (?!promise|---)/.test(line));
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) expect(row).toMatch(/(`test\/[^|]+`|the same tests) \|$/);
  });
});
