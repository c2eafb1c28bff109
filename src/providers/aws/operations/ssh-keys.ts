import type { IAM, SSHPublicKey } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { RemediateError } from '../../../engine/errors.ts';
import { readable } from '../../../engine/snapshot.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { uploadKeys } from '../model/uploads.ts';
import { defineOperation, defineResource } from './define.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

type KeyAddress = { readonly user: string; readonly id: string };

/** A public SSH key; the body is kept so that a deleted one can be uploaded again. */
type KeyValue = { readonly active: boolean; readonly body?: string; readonly uploadedAt?: string };

/** IAM's limit, which no account can have raised. */
const mostKeys = 5;

/** A user's public SSH key for CodeCommit. A listing tells everything but the body: what is not held is not compared. */
export const sshKeyResource = defineResource<KeyAddress, KeyValue>({
  type: 'iam-ssh-public-key',
  collection: 'ssh-keys',
  volatile: ['body', 'uploadedAt'],
  label: ({ user, id }) => `SSH key ${id} of ${user}`,
  read(snapshot, { user, id }) {
    const found = readable(snapshot, 'ssh-keys')?.find((key) => key.user === user && key.id === id);
    if (found === undefined) return null;
    const { active, uploadedAt, body } = found;
    return { active, uploadedAt, ...(body === undefined ? {} : { body }) };
  },
  write(draft, { user, id }, value) {
    const keys = editable(draft, 'ssh-keys');
    if (keys === undefined) return;
    if (value === null) {
      removeKeyed(keys, `${user} ${id}`, uploadKeys.ofUser);
      return;
    }
    const mine = keys.filter((key) => key.user === user);
    const existing = mine.find((key) => key.id === id);
    if (existing === undefined && mine.length >= mostKeys)
      throw new Refusal(`IAM does not give ${user} another SSH key: ${mostKeys} are the most a user can have`);
    const { active, body = existing?.body, uploadedAt = existing?.uploadedAt ?? draft.collectedAt } = value;
    putSorted(keys, { user, id, active, uploadedAt, ...(body === undefined ? {} : { body }) }, uploadKeys.ofUser);
  },
  requires: ({ user }) => [{ type: 'iam-user', address: { user } }],
  permissions: ['iam:GetSSHPublicKey'],
  async observe(live, { user, id }) {
    const found = await getKey(await live.iam(), user, id);
    if (found === undefined) return null;
    const { Status, SSHPublicKeyBody: body, UploadDate: uploaded } = found;
    return {
      active: Status === 'Active',
      ...(body === undefined ? {} : { body }),
      ...(uploaded === undefined ? {} : { uploadedAt: uploaded.toISOString() }),
    };
  },
});

async function getKey(iam: IAM, user: string, id: string | undefined): Promise<SSHPublicKey | undefined> {
  const ask = () => iam.getSSHPublicKey({ UserName: user, SSHPublicKeyId: id, Encoding: 'SSH' });
  return (await absent(ask))?.SSHPublicKey;
}

/** The id of the user's key with a body: one that was uploaded before its answer was lost, or undefined. */
async function findKey(iam: IAM, user: string, body: string): Promise<string | undefined> {
  const listed = await listAll(
    (Marker) => iam.listSSHPublicKeys({ UserName: user, Marker }),
    (page) => page.SSHPublicKeys,
  );
  const keys = await Promise.all(listed.map(({ SSHPublicKeyId }) => getKey(iam, user, SSHPublicKeyId)));
  return keys.find((key) => key?.SSHPublicKeyBody?.trim() === body.trim())?.SSHPublicKeyId;
}

/** Uploads a key whose body the record holds; IAM gives it a new id. */
export const uploadSshKey = defineOperation({
  name: 'iam:UploadSSHPublicKey',
  resource: sshKeyResource,
  inverse: 'iam:DeleteSSHPublicKey',
  reversibility: 'reversible',
  permissions: ['iam:UploadSSHPublicKey', 'iam:ListSSHPublicKeys', 'iam:GetSSHPublicKey', 'iam:UpdateSSHPublicKey'],
  title: ({ user, id }) => `Upload SSH key ${id} of ${user} again`,
  command: ({ user }, _, to) => [
    ...['iam', 'upload-ssh-public-key', '--user-name', user],
    ...['--ssh-public-key-body', to?.body ?? '<public key>'],
  ],
  async perform(live, { address: { user, id }, to }) {
    const body = to?.body;
    if (to === null || body === undefined)
      throw new RemediateError('Provider', `SSH key ${id} of ${user} cannot be uploaded: its body is not on record`, {
        hint: `ask ${user} for the public key and run: aws iam upload-ssh-public-key --user-name ${user}`,
      });
    const iam = await live.iam();
    const known = await findKey(iam, user, body);
    const made =
      known ??
      (await iam.uploadSSHPublicKey({ UserName: user, SSHPublicKeyBody: body })).SSHPublicKey?.SSHPublicKeyId ??
      '';
    const Status = to.active ? 'Active' : 'Inactive';
    if (known !== undefined || !to.active)
      await iam.updateSSHPublicKey({ UserName: user, SSHPublicKeyId: made, Status });
    return { resource: { type: sshKeyResource.type, address: { user, id: made } } };
  },
});

export const updateSshKey = defineOperation({
  name: 'iam:UpdateSSHPublicKey',
  resource: sshKeyResource,
  inverse: 'iam:UpdateSSHPublicKey',
  reversibility: 'reversible',
  permissions: ['iam:UpdateSSHPublicKey', 'iam:GetSSHPublicKey'],
  title: ({ user, id }, _, to) => `${to?.active ? 'Activate' : 'Deactivate'} SSH key ${id} of ${user}`,
  command: ({ user, id }, _, to) => [
    ...['iam', 'update-ssh-public-key', '--user-name', user, '--ssh-public-key-id', id],
    ...['--status', to?.active ? 'Active' : 'Inactive'],
  ],
  async perform(live, { address: { user, id }, to }) {
    const iam = await live.iam();
    const Status = to?.active ? 'Active' : 'Inactive';
    await iam.updateSSHPublicKey({ UserName: user, SSHPublicKeyId: id, Status });
    return undefined;
  },
});

export const deleteSshKey = defineOperation({
  name: 'iam:DeleteSSHPublicKey',
  resource: sshKeyResource,
  inverse: 'iam:UploadSSHPublicKey',
  // The body is in the record, and comes back under a new id.
  reversibility: 'recoverable',
  permissions: ['iam:DeleteSSHPublicKey', 'iam:GetSSHPublicKey'],
  title: ({ user, id }) => `Delete SSH key ${id} of ${user}`,
  command: ({ user, id }) => ['iam', 'delete-ssh-public-key', '--user-name', user, '--ssh-public-key-id', id],
  async perform(live, { address: { user, id } }) {
    const iam = await live.iam();
    await iam.deleteSSHPublicKey({ UserName: user, SSHPublicKeyId: id });
    return undefined;
  },
});

export const sshKeyOperations = [uploadSshKey, updateSshKey, deleteSshKey];
