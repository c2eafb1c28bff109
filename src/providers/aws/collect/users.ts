import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import type { AwsSnapshot } from '../model/collections.ts';
import { type CredentialReport, type ReportRow, rootUser } from '../model/credential-report.ts';
import { type CollectContext, dataOf, requireRead } from './define.ts';

/** The names of the account's users: from the authorization details, else from the credential report. */
export async function listUsers({ evidence }: CollectContext): Promise<string[]> {
  const details = dataOf(await evidence('authorization-details'));
  return namesIn(details ?? requireRead('credential-report', await evidence('credential-report')));
}

/** The names of the users of a snapshot. */
export function usersIn(snapshot: AwsSnapshot): string[] {
  const list = readable(snapshot, 'authorization-details') ?? readable(snapshot, 'credential-report');
  return list === undefined ? [] : namesIn(list);
}

function namesIn(list: AuthorizationDetails | CredentialReport): string[] {
  if ('users' in list) return list.users.map((user) => user.name);
  return list.rows.map((row) => row.user).filter((user) => user !== rootUser);
}

/** The users of whom the report says it, and those without a row: they are newer than the report, or it was not read. */
export function usersWhere(
  users: readonly string[],
  report: CredentialReport | undefined,
  says: (row: ReportRow) => boolean,
): string[] {
  const rows = new Map(report?.rows.map((row) => [row.user, row]));
  return users.filter((user) => {
    const row = rows.get(user);
    return row === undefined || says(row);
  });
}
