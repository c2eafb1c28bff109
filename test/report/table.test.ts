import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain } from '../../src/report/painter.ts';
import { tableReport } from '../../src/report/table.ts';
import { measure } from '../../src/report/text-layout.ts';
import { anyName, findingNamed, obeyed } from './hostile.ts';
import { brackets, unpainted } from './painters.ts';
import { fullScan } from './sample-full.ts';
import { finding, sampleScan, scanOf } from './sample-scan.ts';

const table = (scan = sampleScan, width = 80) => tableReport(scan, { width, paint: plain, hints: ['remediate plan'] });

test.each([80, 120])('earlier scans keep to %d columns too', (width) => {
  for (const line of table(fullScan, width).split('\n')) expect(measure(line)).toBeLessThanOrEqual(width);
});

test.each([80, 120])('no line is wider than %d columns, whatever the names', (width) => {
  fc.assert(
    fc.property(fc.array(anyName, { maxLength: 4 }), (names) => {
      const text = table(scanOf(names.map(findingNamed)), width);
      expect(text).not.toMatch(obeyed);
      for (const line of text.split('\n')) expect(measure(line)).toBeLessThanOrEqual(width);
    }),
  );
});

test('colour changes nothing but colour', () => {
  const painted = tableReport(sampleScan, { width: 80, paint: brackets, hints: ['remediate plan'] });
  expect(painted).not.toBe(table());
  expect(unpainted(painted)).toBe(table());
});

describe('what could not be judged', () => {
  test('is told once for each collection, with the permission and the practices', () => {
    expect(table()).toContain(
      [
        'NOT JUDGED 3 findings',
        'metric-filters could not be read: AccessDenied in us-east-1',
        '  allow logs:DescribeMetricFilters',
        '  leaves open root-alarm, iam-alarm',
      ].join('\n'),
    );
  });

  test('is told finding by finding where the result does not name the collection', () => {
    const orphan = finding(
      'root-alarm',
      'unknown',
      { type: 'account', id: '1' },
      'Not judged: gone',
      { collection: 'x' },
      {
        reason: 'unreadable',
      },
    );
    expect(table(scanOf([orphan]))).toContain('Not judged: gone');
  });

  test('is told though nothing fails', () => {
    const text = table({ ...sampleScan, findings: sampleScan.findings.filter(({ status }) => status === 'unknown') });
    expect(text).toMatch(/^3 could not be judged\.\n/);
  });
});

test('an accepted finding names who accepted it, why and until when', () => {
  expect(table(sampleScan, 140)).toContain(
    'Emergency access, sealed and reviewed each quarter — security@example.com, until 2026-06-30',
  );
});

test('without findings it says that nothing was judged', () => {
  expect(table(scanOf([]))).toMatch(/^Nothing was judged\.\n/);
});
