import { expect, test } from 'vitest';
import { RemediateError } from '../../src/engine/errors.ts';
import { htmlReport } from '../../src/report/html.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { plain } from '../../src/report/painter.ts';
import { parseScanResult, type ScanResult } from '../../src/report/scan-result.ts';
import { tableReport } from '../../src/report/table.ts';
import { sampleExceptions, sampleFindings, sampleScan, scanOf } from './sample-scan.ts';

test('a result counts its findings, the failing ones by severity', () => {
  expect(sampleScan.summary).toEqual({
    practices: { pass: 1, fail: 6, unknown: 2, 'not-applicable': 1, muted: 0 },
    findings: 15,
    byStatus: { pass: 3, fail: 6, unknown: 3, 'not-applicable': 2, muted: 1 },
    failingBySeverity: { critical: 1, high: 3, medium: 1, low: 1, info: 0 },
  });
});

test('the practices in numbers add up to the controls that judged', () => {
  const { practices } = sampleScan.summary;
  expect(Object.values(practices).reduce((sum, number) => sum + number, 0)).toBe(sampleScan.controls?.length);
  for (const text of [markdownReport(sampleScan), htmlReport(sampleScan)])
    expect(text).toContain('10 practices · 6 failing · 2 not judged · 1 met · 1 not applicable');
});

test('every report names the exceptions that accept nothing any more, the expired ones first, and no other', () => {
  const reportsOf = (scan: ScanResult) => [
    tableReport(scan, { width: 120, paint: plain, hints: [] }),
    markdownReport(scan).replaceAll(/\\|<!-- -->/g, ''),
    htmlReport(scan),
  ];
  for (const text of reportsOf(sampleScan)) {
    for (const words of [
      'Expired on 2026-02-15: 1 finding counts again',
      'The spring hires come next month',
      'people@example.com',
      'arn:aws:iam::*:user/legacy-*',
      'Unused: nothing fails that it would accept',
    ])
      expect(text).toContain(words);
    expect(text.indexOf('The spring hires')).toBeLessThan(text.indexOf('The appliance takes'));
  }
  const holding = sampleExceptions.filter(({ state }) => state === 'accepting');
  for (const text of reportsOf({ ...sampleScan, exceptions: holding }))
    expect(text).not.toMatch(/to renew or to remove|Unused/);
});

test('the order in which findings come does not matter', () => {
  expect(scanOf([...sampleFindings].reverse())).toEqual({ ...sampleScan, exceptions: [] });
});

test('a collection that was not read says why, and which permission was lacking', () => {
  expect(sampleScan.collections['metric-filters']).toEqual({
    status: 'unreadable',
    cause: 'denied',
    reason: 'AccessDenied in us-east-1',
    permission: 'logs:DescribeMetricFilters',
  });
  expect(sampleScan.collections['trails']).toEqual({ status: 'read' });
});

test('what was not asked for is told as not read only where something rests on it', () => {
  const notAsked = { status: 'unreadable', cause: 'not-collected', reason: 'it was not asked for' } as const;
  const scan = { ...sampleScan, collections: { ...sampleScan.collections, budgets: notAsked } };
  for (const text of [
    tableReport(scan, { width: 120, paint: plain, hints: [] }),
    markdownReport(scan),
    htmlReport(scan),
  ])
    expect(text).not.toContain('budgets');
  const resting = { ...scan, collections: { ...scan.collections, 'metric-filters': notAsked } };
  expect(markdownReport(resting)).toContain('metric-filters');
});

test('JSON is the same whatever the order of keys, begins as promised, and reads back', () => {
  const text = jsonReport(sampleScan);
  const shuffled = Object.fromEntries(Object.entries(sampleScan).reverse()) as ScanResult;
  expect(jsonReport(shuffled)).toBe(text);
  expect(Object.keys(JSON.parse(text))).toEqual([
    'schema',
    'account',
    'collectedAt',
    'tool',
    'summary',
    'collections',
    'controls',
    'exceptions',
    'findings',
  ]);
  expect(parseScanResult(text, 'scan.json')).toEqual(sampleScan);
});

test.each([
  ['{', /scan\.json is not JSON/],
  ['{}', /scan\.json is not a scan result: schema/],
  [JSON.stringify({ ...sampleScan, collectedAt: 'yesterday' }), /not a scan result: collectedAt/],
  ['[]', /not a scan result: its top level/],
])('%.20s is refused with the cause', (text, cause) => {
  expect(() => parseScanResult(text, 'scan.json')).toThrow(cause);
  expect(() => parseScanResult(text, 'scan.json')).toThrow(RemediateError);
});
