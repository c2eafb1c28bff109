import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { anyName, findingNamed, hostileNames, obeyed } from './hostile.ts';
import { fullScan } from './sample-full.ts';
import { finding, sampleScan, scanOf } from './sample-scan.ts';

const page = htmlReport(fullScan);

describe('the policy of the page', () => {
  const [, policy = ''] = page.match(/Content-Security-Policy" content="([^"]*)"/) ?? [];

  test.each(['style', 'script'])('allows the one inline %s by its hash', (element) => {
    const sources = [...page.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, source]) => source);
    expect(sources).toHaveLength(1);
    const hash = createHash('sha256')
      .update(sources[0] ?? '')
      .digest('base64');
    expect(policy).toContain(`${element}-src 'sha256-${hash}'`);
  });

  test('allows nothing else, and the page asks for nothing', () => {
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).not.toContain('unsafe');
    expect(page).not.toMatch(/\s(?:src|href)="(?!#)|\sstyle="|\son\w+="|url\(|@import/);
  });
});

test('a hostile name adds no element and no attribute', () => {
  const tags = (html: string) => html.match(/<[^>]*>/g);
  const harmless = tags(htmlReport(scanOf([findingNamed('ada')])));
  fc.assert(
    fc.property(anyName, (name) => {
      const html = htmlReport(scanOf([findingNamed(name)]));
      expect(html).not.toMatch(obeyed);
      expect(tags(html)).toEqual(harmless);
    }),
    { examples: hostileNames.map((name): [string] => [name]) },
  );
});

test('an area and a title from a result file are escaped like names', () => {
  const [note] = sampleScan.controls ?? [];
  const controls = note === undefined ? [] : [{ ...note, area: `"><img src=x>`, title: '<b>bold</b>' }];
  const html = htmlReport({ ...sampleScan, controls });
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>bold');
  expect(html).toContain('data-area="&quot;&gt;&lt;img src=x&gt;"');
});

test('every table has a name and headed columns, every control of the form a label', () => {
  for (const [table] of page.matchAll(/<table.*?<\/table>/gs)) expect(table).toContain('scope="col"');
  for (const [row] of page.matchAll(/<tbody>\n<tr.*?<\/tr>/gs)) expect(row).toContain('scope="row"');
  for (const [, id] of page.matchAll(/<(?:input|select) id="([^"]*)"/g))
    expect(page).toMatch(new RegExp(`<label[^>]*><span>[^<]+</span><(?:input|select) id="${id}"`));
  expect(page.match(/<(?:header|main|footer)>/g)).toEqual(['<header>', '<main>', '<footer>']);
  for (const [, id] of page.matchAll(/aria-labelledby="([^"]*)"/g)) expect(page).toContain(`id="${id}"`);
});

test('what could not be read stands before the findings, with the permission', () => {
  const unread = page.indexOf('logs:DescribeMetricFilters');
  expect(unread).toBeGreaterThan(0);
  expect(unread).toBeLessThan(page.indexOf('id="findings"'));
  expect(htmlReport({ ...sampleScan, collections: {} })).not.toContain('id="unread"');
});

test('a large account is laid out table by table, each row small', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => {
    const user = { type: 'iam-user', id: `user-${index}` };
    return finding('key-age', 'fail', user, `Access key ${index} is old`, { index });
  });
  const html = htmlReport(scanOf(many));
  expect(html.match(/class="chunk whole"/g)).toHaveLength(200);
  expect(html.match(/<tr data-s="fail"/g)).toHaveLength(10_000);
  expect(html.length / many.length).toBeLessThan(500);
});
