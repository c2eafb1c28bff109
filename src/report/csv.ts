import { stringify } from 'csv-stringify/sync';
import { neutralise, neutralJson } from './neutral-text.ts';
import type { ScanResult } from './scan-result.ts';

/** A scan's result as CSV, one row a finding; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvReport(result: ScanResult): string {
  const notes = new Map(result.controls?.map((note) => [note.id, note]));
  const rows = result.findings.map((finding) => {
    const note = notes.get(finding.control);
    return {
      status: finding.status,
      severity: finding.severity,
      control: finding.control,
      title: note?.title ?? '',
      area: note?.area ?? '',
      resource_type: finding.resource.type,
      resource_id: finding.resource.id,
      resource_arn: finding.resource.arn ?? '',
      discriminator: finding.discriminator ?? '',
      message: finding.message,
      evidence: neutralJson(finding.evidence),
      exception_owner: finding.exception?.owner ?? '',
      exception_reason: finding.exception?.reason ?? '',
      exception_expires: finding.exception?.expires ?? '',
      account: result.account.id,
      account_alias: result.account.alias ?? '',
      collected_at: result.collectedAt,
      fingerprint: finding.fingerprint,
    };
  });
  return stringify(rows, { header: true, columns, escape_formulas: true, cast: { string: neutralise } });
}

const columns = [
  'status',
  'severity',
  'control',
  'title',
  'area',
  'resource_type',
  'resource_id',
  'resource_arn',
  'discriminator',
  'message',
  'evidence',
  'exception_owner',
  'exception_reason',
  'exception_expires',
  'account',
  'account_alias',
  'collected_at',
  'fingerprint',
];
