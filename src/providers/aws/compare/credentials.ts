import { rootUser } from '../model/credential-report.ts';
import type { AccessKey, MfaDevice } from '../model/credentials.ts';
import { type ServerCertificate, type SigningCertificate, type SshKey, uploadKeys } from '../model/uploads.ts';
import { compareLists, type Kind, type Told } from './kind.ts';
import { withNewNames } from './names.ts';

/** Whose credential it is, in a sentence. */
export function ownerText(user: string): string {
  return user === rootUser ? 'the root user' : `user ${user}`;
}

const activeWords = { active: (active: boolean) => (active ? 'was activated' : 'was deactivated') };

export const accessKeys: Kind<AccessKey> = {
  area: 'access keys',
  type: 'iam-access-key',
  noun: 'access key',
  key: ({ user, id }) => `${user} ${id}`,
  label: ({ user, id }) => `${id} of ${ownerText(user)}`,
  fields: {
    user: 'key',
    id: 'key',
    active: 'fact',
    createdAt: 'passing',
    lastUsed: 'passing',
    lastUsedService: 'passing',
    lastUsedRegion: 'passing',
  },
  words: activeWords,
};

export const mfaDevices: Kind<MfaDevice> = {
  area: 'passwords and MFA',
  type: 'iam-mfa-device',
  noun: 'MFA device',
  key: ({ user, serial }) => `${user} ${serial}`,
  label: ({ user, serial }) => `${serial} of ${ownerText(user)}`,
  fields: { user: 'key', serial: 'key', kind: 'fact', enabledAt: 'since' },
  verbs: ['was enabled', 'was deactivated', 'was deactivated and enabled again'],
};

export const sshKeys: Kind<SshKey> = {
  area: 'SSH keys',
  type: 'iam-ssh-key',
  noun: 'SSH key',
  key: uploadKeys.ofUser,
  label: ({ user, id }) => `${id} of ${ownerText(user)}`,
  // An id stands for one body for good.
  fields: { user: 'key', id: 'key', active: 'fact', uploadedAt: 'passing', body: 'passing' },
  verbs: ['was uploaded', 'was deleted'],
  words: activeWords,
};

export const signingCertificates: Kind<SigningCertificate> = {
  area: 'certificates',
  type: 'iam-signing-certificate',
  noun: 'signing certificate',
  key: uploadKeys.ofUser,
  label: ({ user, id }) => `${id} of ${ownerText(user)}`,
  fields: {
    user: 'key',
    id: 'key',
    active: 'fact',
    uploadedAt: 'passing',
    body: 'passing',
    certificate: 'passing',
  },
  verbs: ['was uploaded', 'was deleted'],
  words: activeWords,
};

const serverCertificates: Kind<ServerCertificate> = {
  area: 'certificates',
  type: 'iam-server-certificate',
  noun: 'server certificate',
  key: uploadKeys.serverCertificate,
  label: ({ name }) => name,
  arn: ({ arn }) => arn,
  fields: {
    name: 'key',
    id: 'id',
    arn: 'passing',
    path: 'fact',
    uploadedAt: 'passing',
    expiresAt: 'fact',
    body: 'passing',
    chain: 'passing',
    certificate: (certificate) => certificate?.fingerprint,
  },
  verbs: ['was uploaded', 'was deleted', 'was deleted and uploaded again'],
};

/** Tells which TLS certificates of IAM came, went, were renamed or are others. */
export function* compareServerCertificates(
  before: readonly ServerCertificate[],
  after: readonly ServerCertificate[],
): Generator<Told> {
  const kind = { area: serverCertificates.area, type: serverCertificates.type, noun: 'Server certificate' };
  const aligned = withNewNames(kind, before, after);
  yield* aligned.told;
  yield* compareLists(serverCertificates, aligned.before, after);
}
