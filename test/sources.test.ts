import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { controls } from '../remediations/index.ts';

const page = readFileSync(new URL('../docs/sources.md', import.meta.url), 'utf8');
const named = new Set([...page.matchAll(/\(controls\/([\w-]+)\.md\)/g)].flatMap((match) => match[1] ?? []));

test('every control has the line that it comes from', () => {
  expect(controls.map((control) => control.id).filter((id) => !named.has(id))).toEqual([]);
});

test('every line leads to a page', () => {
  const missing = [...named].filter((id) => !existsSync(new URL(`../docs/controls/${id}.md`, import.meta.url)));
  expect(missing).toEqual([]);
});

test('no line is left without a control', () => {
  expect(page.split('\n').filter((line) => /^\| [^|]+ \|\s*\|$/.test(line))).toEqual([]);
});
