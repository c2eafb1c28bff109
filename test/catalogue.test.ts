import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { controls } from '../remediations/index.ts';
import { compareText } from '../src/engine/finding.ts';
import { catalogueTable } from '../src/report/control-page.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ids = controls.map((control) => control.id);

/** Files of the catalogue that declare a control. */
const files = readdirSync(join(root, 'remediations/aws'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && /export default/.test(readFileSync(join(root, 'remediations/aws', name), 'utf8')),
);

describe('the catalogue', () => {
  test('lists every control once, in the order of its id', () => {
    expect(ids).toEqual([...new Set(ids)].sort(compareText));
  });

  test('has a file of its id for every control, and no other', () => {
    expect(files.map((name) => name.replace(/^.*\/|\.ts$/g, '')).sort(compareText)).toEqual(ids);
  });

  test('has a test beside every file', () => {
    const missing = files.filter(
      (name) => !existsSync(join(root, 'test/remediations/aws', name.replace(/\.ts$/, '.test.ts'))),
    );
    expect(missing).toEqual([]);
  });

  test('has its ids in the list of practices, where that list is at hand', () => {
    const list = join(root, '..', 'shared', 'controls.tsv');
    if (!existsSync(list)) return;
    const practices = readFileSync(list, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => line.split('\t')[0] || []);
    expect(ids).toEqual(practices.sort(compareText));
  });

  test('has a table that is current, and a page for every control', async () => {
    await expect(catalogueTable(controls)).toMatchFileSnapshot('../docs/controls.md');
    const pages = readdirSync(join(root, 'docs/controls')).map((name) => name.replace(/\.md$/, ''));
    expect(pages.sort(compareText)).toEqual(ids);
  });

  test.each(controls.map((control) => [control.id, control] as const))('%s tells all that it must', (_, control) => {
    for (const text of [control.rationale, control.risk, control.whenNotToFix]) expect(text).toMatch(/\.$/);
    expect(control.title).not.toMatch(/\.$|^Ensure/);
    expect(control.references.length).toBeGreaterThan(0);
    for (const link of control.references) expect(link).toMatch(/^https:\/\//);
    expect(control.reads.length).toBeGreaterThan(0);
    expect(control.parameters.safeParse({}).success).toBe(true);
    for (const framework of Object.keys(control.frameworks))
      expect(framework).toMatch(/^(cis-aws-\d\.\d|aws-fsbp|nist-800-53-r5|pci-dss-4\.0|iso-27001-2022|soc-2)$/);
  });
});
