import { parse } from 'csv-parse/sync';
import { RemediateError } from '../../../engine/errors.ts';
import {
  type CredentialReport,
  type Moment,
  type ReportKey,
  type ReportRow,
  rootUser,
} from '../model/credential-report.ts';
import { sortedBy } from './define.ts';

/** A row of the report: its cells by column, and where it stands, for messages. */
interface Row {
  readonly cells: Readonly<Record<string, string | undefined>>;
  readonly where: string;
}

/** IAM keeps the last use of passwords since the first of these days, that of access keys since the second. */
const passwordsTracked = Date.parse('2014-10-20T00:00:00Z');
const keysTracked = Date.parse('2015-04-22T00:00:00Z');

/**
 * Reads the credential report's CSV, older reports with fewer columns included.
 *
 * What its words mean, cell by cell:
 * - `N/A`: there is no such credential or no such duty (passwords that do not expire): `never`.
 * - `no_information` as the last use of a password, `N/A` as that of a key: not used since IAM began to keep track.
 *   When the credential is younger than that day it was `never` used; when it is older or its age is not told, `unknown`.
 * - `not_supported`: IAM does not tell it, as of the root user's password: `unknown`.
 * - a column that the report does not have: `unknown`; an inactive key or certificate of no known age: none.
 */
export function parseCredentialReport(text: string, generatedAt: string, source: string): CredentialReport {
  const rows = readRows(text, source).map(toReportRow);
  return { generatedAt, rows: sortedBy(rows, (row) => (row.user === rootUser ? '' : row.user)) };
}

function readRows(text: string, source: string): Row[] {
  let table: Row['cells'][];
  try {
    table = parse(text, {
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      bom: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (cause) {
    throw broken(`${source} is not a CSV table: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const [first] = table;
  if (first === undefined) throw broken(`${source} holds no rows`);
  if (first['user'] === undefined || first['arn'] === undefined)
    throw broken(`${source} has no columns user and arn, so it is no credential report`);
  return table.map((cells) => ({ cells, where: `${source}, user ${cells['user']}` }));
}

function toReportRow(row: Row): ReportRow {
  const createdAt = toMoment(row, 'user_creation_time');
  const passwordEnabled = toFlag(row, 'password_enabled');
  return {
    user: row.cells['user'] ?? '',
    arn: row.cells['arn'] ?? '',
    createdAt,
    passwordEnabled,
    passwordLastUsed:
      passwordEnabled === false ? 'never' : toLastUse(row, 'password_last_used', createdAt, passwordsTracked),
    passwordLastChanged: toMoment(row, 'password_last_changed'),
    passwordNextRotation: toMoment(row, 'password_next_rotation'),
    mfaActive: toFlag(row, 'mfa_active') === true,
    keys: [toKey(row, 'access_key_1'), toKey(row, 'access_key_2')],
    certificates: [toCertificate(row, 'cert_1'), toCertificate(row, 'cert_2')],
  };
}

function toKey(row: Row, slot: string): ReportKey {
  const active = toFlag(row, `${slot}_active`) === true;
  const lastRotated = madeAt(row, slot, active);
  const region = toName(row, `${slot}_last_used_region`);
  const service = toName(row, `${slot}_last_used_service`);
  return {
    active,
    lastRotated,
    lastUsed:
      !active && lastRotated === 'never' ? 'never' : toLastUse(row, `${slot}_last_used_date`, lastRotated, keysTracked),
    ...(region === undefined ? {} : { lastUsedRegion: region }),
    ...(service === undefined ? {} : { lastUsedService: service }),
  };
}

function toCertificate(row: Row, slot: string): ReportRow['certificates'][0] {
  const active = toFlag(row, `${slot}_active`) === true;
  return { active, lastRotated: madeAt(row, slot, active) };
}

function madeAt(row: Row, slot: string, active: boolean): Moment {
  const column = `${slot}_last_rotated`;
  return active || column in row.cells ? toMoment(row, column) : 'never';
}

/** The last use of a credential that exists, made at some moment. */
function toLastUse(row: Row, column: string, madeAt: Moment, trackedSince: number): Moment {
  const word = row.cells[column]?.toLowerCase();
  if (word !== 'n/a' && word !== 'no_information') return toMoment(row, column);
  return Date.parse(madeAt) >= trackedSince ? 'never' : 'unknown';
}

function toMoment({ cells, where }: Row, column: string): Moment {
  const text = cells[column];
  switch (text?.toLowerCase()) {
    case undefined:
    case 'no_information':
    case 'not_supported':
      return 'unknown';
    case 'n/a':
    case '':
      return 'never';
  }
  const time = new Date(text ?? '');
  if (Number.isNaN(time.getTime())) throw broken(`${where}, column ${column}: ${text} is no time`);
  return time.toISOString();
}

function toFlag({ cells, where }: Row, column: string): boolean | 'unknown' {
  const text = cells[column];
  switch (text?.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
    case 'n/a':
    case '':
      return false;
    case 'not_supported':
    case undefined:
      return 'unknown';
  }
  throw broken(`${where}, column ${column}: ${text} is neither true nor false`);
}

function toName({ cells }: Row, column: string): string | undefined {
  const text = cells[column];
  return text === undefined || ['', 'n/a', 'not_supported'].includes(text.toLowerCase()) ? undefined : text;
}

function broken(message: string): RemediateError {
  return new RemediateError('BadInput', message, {
    hint: 'give the report as `aws iam get-credential-report` prints it, or its CSV',
  });
}
