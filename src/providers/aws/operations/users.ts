import { Refusal } from '../../../engine/change.ts';
import type { Json } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { User } from '../model/authorization-details.ts';
import { emptySlot, noCertificate } from '../model/build-user.ts';
import type { AwsDraft } from '../model/collections.ts';
import { type ReportRow, rootUser } from '../model/credential-report.ts';
import { count, editable, iamArn, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { holdName, holdQuota, sameName } from './limits.ts';
import { absent } from './live-answers.ts';

type UserAddress = { readonly user: string };

/** A user; what belongs to it (memberships, policies, credentials) are resources of their own. */
type UserValue = {
  readonly path: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly createdAt?: string;
  /** The user's row of the credential report. */
  readonly reported?: Json;
};

const byName = (item: { name: string }) => item.name;
const byUser = (row: ReportRow) => (row.user === rootUser ? '' : row.user);

/**
 * A user by name. Whoever is made again under the same name has another id: a plan that gives something to a user, or
 * takes something away, rests on that very one.
 */
export const userResource = defineResource<UserAddress, UserValue>({
  type: 'iam-user',
  collection: 'authorization-details',
  volatile: ['id', 'createdAt', 'reported'],
  held: ['path', 'id'],
  label: ({ user }) => `user ${user}`,
  read(snapshot, { user }) {
    const found = readable(snapshot, 'authorization-details')?.users.find((item) => item.name === user);
    if (found === undefined) return null;
    const { path, tags, id, createdAt } = found;
    const reported = readable(snapshot, 'credential-report')?.rows.find((row) => row.user === user);
    return {
      path,
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
      id,
      createdAt,
      ...(reported === undefined ? {} : { reported: reported as unknown as Json }),
    };
  },
  write(draft, { user }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    const rows = editable(draft, 'credential-report')?.rows;
    const existing = details.users.find((item) => sameName(item.name, user));
    if (value === null) {
      if (existing?.name !== user) throw new Refusal(`there is no user ${user} to delete`);
      const left = belongings(draft, existing);
      if (left.length > 0) throw new Refusal(`IAM does not delete user ${user} while it has ${left.join(', ')}`);
      removeKeyed(details.users, user, byName);
      if (rows !== undefined) removeKeyed(rows, user, byUser);
      count(draft, 'Users', -1);
      return;
    }
    if (existing) throw new Refusal(`user ${existing.name} exists already: IAM does not tell names apart by case`);
    holdName('user', user, 64);
    holdQuota(draft, 'UsersQuota', details.users.length + 1, `user ${user} be made`);
    const made = toUser(draft, user, value);
    putSorted(details.users, made, byName);
    // A row that the report did not have before is not made up when the user comes back.
    if (rows !== undefined && (value.id === undefined || value.reported !== undefined))
      putSorted(rows, (value.reported as unknown as ReportRow | undefined) ?? newRow(made), byUser);
    count(draft, 'Users', 1);
  },
  requires: () => [],
  permissions: ['iam:GetUser'],
  async observe(live, { user }) {
    const iam = await live.iam();
    const found = (await absent(() => iam.getUser({ UserName: user })))?.User;
    if (found === undefined) return null;
    const tags = Object.fromEntries((found.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    return {
      path: found.Path ?? '/',
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
      id: found.UserId ?? '',
      createdAt: found.CreateDate?.toISOString() ?? '',
    };
  },
});

function toUser(draft: AwsDraft, name: string, { path, tags, id, createdAt }: UserValue): User {
  return {
    name,
    id: id ?? '(known after apply)',
    arn: iamArn(draft.account, 'user', path, name),
    path,
    createdAt: createdAt ?? draft.collectedAt,
    groups: [],
    inline: [],
    attached: [],
    tags: { ...tags },
  };
}

/** The row that the credential report has of somebody who has no credentials yet. */
function newRow({ name, arn, createdAt }: User): ReportRow {
  return {
    user: name,
    arn,
    createdAt,
    passwordEnabled: false,
    passwordLastUsed: 'never',
    passwordLastChanged: 'never',
    passwordNextRotation: 'never',
    mfaActive: false,
    keys: [emptySlot, emptySlot],
    certificates: [noCertificate, noCertificate],
  };
}

/** What keeps IAM from deleting a user, in words. IAM would drop the boundary in silence; undoing must find it. */
function belongings(draft: AwsDraft, { name, groups, inline, attached, boundary }: User): string[] {
  const row = readable(draft, 'credential-report')?.rows.find(({ user }) => user === name);
  const has = (collection: 'access-keys' | 'mfa-devices' | 'ssh-keys' | 'signing-certificates') =>
    readable(draft, collection)?.some(({ user }) => user === name) === true;
  const kept: Readonly<Record<string, boolean>> = {
    groups: groups.length > 0,
    policies: inline.length + attached.length > 0,
    'a permissions boundary': boundary !== undefined,
    'a console password': row?.passwordEnabled === true,
    'access keys': has('access-keys'),
    'MFA devices': has('mfa-devices'),
    'SSH keys': has('ssh-keys'),
    'signing certificates': has('signing-certificates'),
  };
  return Object.keys(kept).filter((what) => kept[what]);
}

export const createUser = defineOperation({
  name: 'iam:CreateUser',
  resource: userResource,
  inverse: 'iam:DeleteUser',
  reversibility: 'reversible',
  permissions: ['iam:CreateUser', 'iam:TagUser', 'iam:GetUser'],
  title: ({ user }) => `Create user ${user}`,
  command: ({ user }, _, to) => [
    ...['iam', 'create-user', '--user-name', user, '--path', to?.path ?? '/'],
    ...(to?.tags === undefined ? [] : ['--tags', JSON.stringify(tagList(to.tags))]),
  ],
  async perform(live, { address: { user }, to }) {
    const iam = await live.iam();
    await iam.createUser({ UserName: user, Path: to?.path, Tags: tagList(to?.tags) });
    return undefined;
  },
});

export const deleteUser = defineOperation({
  name: 'iam:DeleteUser',
  resource: userResource,
  inverse: 'iam:CreateUser',
  // The user comes back with its name, path and tags, but AWS gives it a new id, and trust by name does not come back.
  reversibility: 'recoverable',
  permissions: ['iam:DeleteUser', 'iam:GetUser'],
  title: ({ user }) => `Delete user ${user}`,
  command: ({ user }) => ['iam', 'delete-user', '--user-name', user],
  async perform(live, { address: { user } }) {
    const iam = await live.iam();
    await iam.deleteUser({ UserName: user });
    return undefined;
  },
});

export const userOperations = [createUser, deleteUser];

function tagList(tags: UserValue['tags'] = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
