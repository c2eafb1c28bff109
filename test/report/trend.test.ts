import { expect, test } from 'vitest';
import type { Finding, Status } from '../../src/engine/finding.ts';
import { htmlReport } from '../../src/report/html.ts';
import { jsonReport } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { plain } from '../../src/report/painter.ts';
import { parseScanResult, type ScanResult } from '../../src/report/scan-result.ts';
import { tableReport } from '../../src/report/table.ts';
import { type Trend, trendOf } from '../../src/report/trend.ts';
import { fullScan } from './sample-full.ts';
import { finding, scanOf } from './sample-scan.ts';

const user = (name: string) => ({ type: 'iam-user', id: name });
const judged = (name: string, status: Status, more: Partial<Finding> = {}) =>
  finding('user-mfa', status, user(name), `${name} ${status}`, {}, more);
const earlier = (findings: readonly Finding[]): ScanResult => ({
  ...scanOf(findings),
  collectedAt: '2026-02-01T12:00:00.000Z',
});
const between = (before: readonly Finding[], after: readonly Finding[]) => trendOf(scanOf(after), [earlier(before)]);
const told = ({ opened, closed, unsure, staying }: Trend) => ({
  opened: opened.map(({ finding: { resource }, was }) => `${resource.id} ${was}`),
  closed: closed.map(({ finding: { resource }, is }) => `${resource.id} ${is}`),
  unsure: unsure.map(({ resource }) => resource.id),
  staying,
});
const nothing = { opened: [], closed: [], unsure: [], staying: 0 };

test.each<[string, Finding[], Finding[], Partial<ReturnType<typeof told>>]>([
  ['passed, then fails', [judged('ada', 'pass')], [judged('ada', 'fail')], { opened: ['ada pass'] }],
  [
    'new and failing',
    [judged('bob', 'pass')],
    [judged('bob', 'pass'), judged('ada', 'fail')],
    { opened: ['ada absent'] },
  ],
  ['not judged, then fails', [judged('ada', 'unknown')], [judged('ada', 'fail')], { opened: ['ada unknown'] }],
  ['its control not run before', [], [judged('ada', 'fail')], { opened: ['ada unknown'] }],
  ['failed, then passes', [judged('ada', 'fail')], [judged('ada', 'pass')], { closed: ['ada pass'] }],
  ['failed, then accepted', [judged('ada', 'fail')], [judged('ada', 'muted')], { closed: ['ada muted'] }],
  ['failed, then gone', [judged('ada', 'fail')], [judged('bob', 'pass')], { closed: ['ada absent'] }],
  ['failed, then not judged', [judged('ada', 'fail')], [judged('ada', 'unknown')], { unsure: ['ada'] }],
  ['failed, then its control not run', [judged('ada', 'fail')], [], { unsure: ['ada'] }],
  [
    'failed, then gone from evidence that was read in part',
    [judged('ada', 'fail')],
    [judged('bob', 'pass'), judged('account', 'unknown', { reason: 'partial' })],
    { unsure: ['ada'] },
  ],
  ['failing both times', [judged('ada', 'fail')], [judged('ada', 'fail')], { staying: 1 }],
  ['passing both times', [judged('ada', 'pass')], [judged('ada', 'pass')], {}],
])('%s', (_, before, after, expected) => {
  expect(told(between(before, after))).toEqual({ ...nothing, ...expected });
});

test('scans stand in the order of time, and the latest earlier one is compared with', () => {
  expect(fullScan.trend?.scans.map(({ collectedAt }) => collectedAt.slice(0, 10))).toEqual([
    '2025-12-31',
    '2026-01-31',
    '2026-03-01',
  ]);
  expect(fullScan.trend?.since).toBe('2026-01-31T12:00:00.000Z');
});

test('a scan of another account, and one that is not earlier, are refused', () => {
  const other = { ...earlier([]), account: { id: '444455556666', partition: 'aws' } };
  expect(() => trendOf(scanOf([]), [other])).toThrow(/of account 444455556666, and this one of 111122223333/);
  expect(() => trendOf(scanOf([]), [scanOf([])])).toThrow(/is not earlier than this one/);
  // 13:30 in Zürich is 12:30 UTC, half an hour after the scan.
  const zone = { ...scanOf([]), collectedAt: '2026-03-01T13:30:00.000+01:00' };
  expect(() => trendOf(scanOf([]), [zone])).toThrow(/is not earlier/);
});

test('the terminal, Markdown and HTML tell the same changes; JSON keeps them', () => {
  const reports = [
    tableReport(fullScan, { width: 120, paint: plain, hints: [] }),
    markdownReport(fullScan).replaceAll('\\', ''),
    htmlReport(fullScan),
  ];
  for (const report of reports) {
    expect(report).toContain('1 opened · 2 closed · 1 not judged any more · 5 still failing');
    for (const words of ['User edsger can sign in', 'is gone', 'Nothing picks out changes of IAM', '400 days old'])
      expect(report).toContain(words);
  }
  expect(parseScanResult(jsonReport(fullScan), 'scan.json').trend).toEqual(fullScan.trend);
});
