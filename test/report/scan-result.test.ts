import { expect, test } from 'vitest';
import { RemediateError } from '../../src/engine/errors.ts';
import { jsonReport } from '../../src/report/json.ts';
import { parseScanResult, type ScanResult } from '../../src/report/scan-result.ts';
import { sampleFindings, sampleScan, scanOf } from './sample-scan.ts';

test('a result counts its findings, the failing ones by severity', () => {
  expect(sampleScan.summary).toEqual({
    findings: 14,
    byStatus: { pass: 3, fail: 6, unknown: 3, 'not-applicable': 1, muted: 1 },
    failingBySeverity: { critical: 1, high: 3, medium: 1, low: 1, info: 0 },
  });
});

test('the order in which findings come does not matter', () => {
  expect(scanOf([...sampleFindings].reverse())).toEqual(sampleScan);
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
