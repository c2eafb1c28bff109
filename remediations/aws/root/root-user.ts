import type { Resource } from '../../../src/engine/finding.ts';
import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import { accountName, rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';

/** The root user of the account as the resource of a finding. */
export function rootUserResource(account: AccountIdentity): Resource {
  return { type: 'root-user', id: 'root', arn: `arn:${account.partition}:iam::${account.id}:root` };
}

/** The first steps of a guide: sign in as the root user and open its credentials; GovCloud has no such console. */
export function openRootCredentials(account: AccountIdentity): string[] {
  return [
    `Open ${rootSignInUrl(account)}, choose "Sign in using root user email" and sign in as the root user of account ${accountName(account)} with its e-mail address, its password and, where it has one, its MFA device.`,
    `Choose the account's name at the top right, then "Security credentials".`,
  ];
}
