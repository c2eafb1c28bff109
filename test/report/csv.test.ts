import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvReport } from '../../src/report/csv.ts';
import { anyName, findingNamed, obeyed } from './hostile.ts';
import { sampleScan, scanOf } from './sample-scan.ts';

const read = (text: string) => parse(text, { columns: true }) as Record<string, string>[];

test('one row a finding, with its evidence as JSON', () => {
  const rows = read(csvReport(sampleScan));
  expect(rows.map((row) => row['fingerprint'])).toEqual(sampleScan.findings.map((finding) => finding.fingerprint));
  expect(rows.map((row) => JSON.parse(row['evidence'] ?? ''))).toEqual(
    sampleScan.findings.map((finding) => finding.evidence),
  );
  expect(rows[0]).toMatchObject({ account: '111122223333', collected_at: '2026-03-01T12:00:00.000Z', area: 'root' });
});

test('no name is a formula, and none breaks a row', () => {
  fc.assert(
    fc.property(fc.array(anyName, { maxLength: 4 }), (names) => {
      const text = csvReport(scanOf(names.map(findingNamed)));
      expect(text).not.toMatch(obeyed);
      const rows = read(text);
      expect(rows).toHaveLength(names.length);
      for (const cell of rows.flatMap(Object.values)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});

test('a formula gets an apostrophe and stays readable', () => {
  const [row] = read(csvReport(scanOf([findingNamed('=1+1')])));
  expect(row?.['resource_id']).toBe("'=1+1");
});
