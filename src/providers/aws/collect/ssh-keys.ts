import type { IAM, SSHPublicKeyMetadata } from '@aws-sdk/client-iam';
import { type SshKey, uploadKeys } from '../model/uploads.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, defineCollector, sortedBy } from './define.ts';
import { listUsers, usersIn } from './users.ts';

/**
 * The users' public SSH keys. No listing, report or counter of IAM tells who has any: ListSSHPublicKeys lists those of
 * one user, and neither the credential report's columns nor GetAccountSummary's keys know of them. So each user is
 * asked about; the keys themselves are left where they are until one is to be deleted.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
export const sshKeysCollector = defineCollector({
  name: 'ssh-keys',
  permissions: ['iam:ListSSHPublicKeys'],
  needs: ['credential-report', 'authorization-details'],
  async collect(context) {
    const iam = await context.live.iam();
    const keys = await context.each(await listUsers(context), (user) => listKeys(iam, user));
    return sortedBy(keys.flat(), uploadKeys.ofUser);
  },
  floor: (_, { snapshot }) => ({ 'iam:ListSSHPublicKeys': usersIn(snapshot).length }),
});

async function listKeys(iam: IAM, user: string): Promise<SshKey[]> {
  const pages = await allPages(
    // A user who was deleted since the listing has no keys.
    (Marker) => absent(() => iam.listSSHPublicKeys({ UserName: user, Marker })),
    (page) => (page?.IsTruncated === true ? page.Marker : undefined),
  );
  return pages.flatMap((page) => page?.SSHPublicKeys ?? []).map((key) => toSshKey(user, key));
}

/** A key as ListSSHPublicKeys tells it. */
export function toSshKey(user: string, key: Partial<SSHPublicKeyMetadata>): SshKey {
  return {
    user,
    id: key.SSHPublicKeyId ?? '',
    active: key.Status === 'Active',
    uploadedAt: key.UploadDate?.toISOString() ?? '',
  };
}
