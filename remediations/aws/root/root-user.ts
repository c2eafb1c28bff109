import type { Resource } from '../../../src/engine/finding.ts';
import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import { accountName, rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';

/** The root user of the account as the resource of a finding. */
export function rootUserResource(account: AccountIdentity): Resource {
  return { type: 'root-user', id: 'root', arn: `arn:${account.partition}:iam::${account.id}:root` };
}

/** The first steps of a guide: sign in as the root user and open its credentials, or the CLI where there is no console. */
export function openRootCredentials(account: AccountIdentity): string[] {
  if (rootSignInUrl(account) === undefined)
    return [
      `Set up an AWS CLI profile "root" with the root user's own keys of account ${account.id}: GovCloud has no console for its root user.`,
    ];
  return [
    `Open ${rootSignInUrl(account)}, choose "Sign in using root user email" and sign in as the root user of account ${accountName(account)} with its e-mail address, its password and, where it has one, its MFA device.`,
    `Choose the account's name at the top right, then "Security credentials".`,
  ];
}

/** Whether the root user has credentials of a kind, as the two sources tell it together. */
export type Presence = 'none' | 'present' | 'stale' | 'unlisted' | 'unseen';

/**
 * Weighs the account summary's counter against the active credentials of the report's root row. The summary is live
 * and counts what is deactivated too; the report may be hours old. What either shows is not explained away.
 */
export function presenceOf(counted: number | undefined, active: number | undefined): Presence {
  if (counted === undefined && active === undefined) return 'unseen';
  if (active !== undefined && active > 0) return counted === 0 ? 'stale' : 'present';
  return counted !== undefined && counted > 0 ? 'unlisted' : 'none';
}
