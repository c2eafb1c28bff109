import { rootUser } from '../model/credential-report.ts';
import { type CollectContext, requireRead } from './define.ts';

/** The names of the account's users: from the authorization details, else from the credential report. */
export async function listUsers({ evidence }: CollectContext): Promise<string[]> {
  const details = await evidence('authorization-details');
  if (details.status === 'read') return details.data.users.map((user) => user.name);
  const report = requireRead('credential-report', await evidence('credential-report'));
  return report.rows.map((row) => row.user).filter((user) => user !== rootUser);
}
