import { compareText } from '../engine/finding.ts';
import { readable } from '../engine/snapshot.ts';
import type { AwsSnapshot } from '../providers/aws/model/collections.ts';
import { type CredentialReport, type ReportRow, rootUser } from '../providers/aws/model/credential-report.ts';
import type { AccessKey } from '../providers/aws/model/credentials.ts';
import { administrators } from '../providers/aws/policy/administrators.ts';
import type { AccountView, CredentialNote } from '../report/scan-result.ts';

/** Who administers an account, and how old its active credentials are, as far as the evidence tells. */
export function accountView(snapshot: AwsSnapshot): AccountView {
  const details = readable(snapshot, 'authorization-details');
  const credentials = credentialsOf(readable(snapshot, 'credential-report'), readable(snapshot, 'access-keys'));
  return {
    ...(details === undefined
      ? {}
      : {
          administrators: administrators(details)
            .map(({ principal: { type, name }, how, certain }) => ({ type, name, how, certain }))
            .sort((a, b) => compareText(b.type, a.type) || compareText(a.name, b.name)),
        }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** The active credentials, the oldest first; keys without their ids where only the credential report was read. */
function credentialsOf(
  report: CredentialReport | undefined,
  keys: readonly AccessKey[] | undefined,
): CredentialNote[] | undefined {
  if (report === undefined && keys === undefined) return undefined;
  const listed = (keys ?? []).filter(({ active }) => active);
  const rows = report?.rows ?? [];
  // The keys of the root user are in the report alone.
  const reported = keys === undefined ? rows : rows.filter(({ user }) => user === rootUser);
  return [
    ...rows.flatMap(passwordOf),
    ...reported.flatMap(reportedKeys),
    ...listed.map(
      ({ user, id, createdAt, lastUsed }): CredentialNote => ({
        user,
        kind: 'access-key',
        id,
        since: createdAt,
        lastUsed,
      }),
    ),
  ].sort(
    (a, b) =>
      compareText(a.since, b.since) || compareText(a.user, b.user) || compareText(a.id ?? a.kind, b.id ?? b.kind),
  );
}

function passwordOf({ user, passwordEnabled, passwordLastChanged, passwordLastUsed }: ReportRow): CredentialNote[] {
  if (passwordEnabled === false) return [];
  // AWS does not tell when the root user's password was changed, nor always whether there is one.
  const since = passwordLastChanged === 'never' ? 'unknown' : passwordLastChanged;
  return [{ user: nameOf(user), kind: 'password', since, lastUsed: passwordLastUsed }];
}

function reportedKeys({ user, keys }: ReportRow): CredentialNote[] {
  return keys
    .filter(({ active }) => active)
    .map(({ lastRotated, lastUsed }) => ({ user: nameOf(user), kind: 'access-key', since: lastRotated, lastUsed }));
}

/** No IAM user's name has a space in it. */
function nameOf(user: string): string {
  return user === rootUser ? 'root user' : user;
}
