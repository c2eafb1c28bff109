import type { AccessKeyMetadata, IAM } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { RemediateError } from '../../../engine/errors.ts';
import { Uncertain } from '../../../engine/provider.ts';
import { Secret } from '../../../engine/secrets.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { Live } from '../live.ts';
import { lookUntil } from '../live-pace.ts';
import { emptySlot } from '../model/build-user.ts';
import type { AwsDraft } from '../model/collections.ts';
import type { Moment, ReportRow } from '../model/credential-report.ts';
import type { AccessKey } from '../model/credentials.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { isFilled, pairSlots, type Slot } from '../model/key-slots.ts';
import { defineOperation, defineResource } from './define.ts';
import { provedSink, takeBack } from './hand-over.ts';
import { absent } from './live-answers.ts';

type KeyAddress = { readonly user: string; readonly id: string };

type Use = { readonly lastUsed: Moment; readonly lastUsedService?: string; readonly lastUsedRegion?: string };

/** An access key; all but `active` are facts that AWS sets. */
export type KeyValue = Partial<Use> & {
  readonly active: boolean;
  readonly createdAt?: string;
  /** What the credential report says of it, and in which of the row's two slots. */
  readonly reported?: Use & { readonly slot: Slot; readonly lastRotated: Moment };
  /** For a key to be made: the ids of the keys that the user has just before, by which a lost answer is settled. */
  readonly beside?: readonly string[];
};

/** The id by which a key that is yet to be made is spoken of. */
export function newKeyId(user: string): string {
  return `(new key of ${user})`;
}

const byUserAndId = (key: { user: string; id: string }) => `${key.user} ${key.id}`;

/**
 * An access key by user and id. Its slot in the credential report is kept in step. Changing the status leaves the
 * slot's `last_rotated` as it is: AWS documents it as "created or last changed", yet it is the time of creation that
 * the report is seen to hold, and what matches a slot to its key reads it either way.
 */
export const accessKeyResource = defineResource<KeyAddress, KeyValue>({
  type: 'iam-access-key',
  collection: 'access-keys',
  volatile: ['createdAt', 'lastUsed', 'lastUsedService', 'lastUsedRegion', 'reported', 'beside'],
  label: ({ user, id }) => `access key ${id} of ${user}`,
  read(snapshot, { user, id }) {
    const keys = readable(snapshot, 'access-keys')?.filter((key) => key.user === user) ?? [];
    const key = keys.find((item) => item.id === id);
    if (key === undefined) return null;
    const row = readable(snapshot, 'credential-report')?.rows.find((item) => item.user === user);
    const slot = row && pairSlots(row, keys).get(id);
    const { user: _, id: __, ...facts } = key;
    if (row === undefined || slot === undefined) return facts as KeyValue;
    const { active: ___, ...reported } = row.keys[slot];
    return { ...facts, reported: { slot, ...reported } } as KeyValue;
  },
  write(draft, { user, id }, value) {
    const keys = editable(draft, 'access-keys');
    if (keys === undefined) return;
    const mine = keys.filter((key) => key.user === user);
    const row = editable(draft, 'credential-report')?.rows.find((item) => item.user === user);
    const existing = mine.find((key) => key.id === id);
    const slot = row && pairSlots(row, mine).get(id);
    if (value === null) {
      removeKeyed(keys, `${user} ${id}`, byUserAndId);
      if (row !== undefined && slot !== undefined) row.keys[isTwin(row) ? 1 : slot] = { ...emptySlot };
      return;
    }
    if (existing === undefined) refuseNewKey(draft, user, mine.length);
    const key = toKey(draft, { user, id }, value, existing);
    putSorted(keys, key, byUserAndId);
    if (row !== undefined) report(row, key, value, slot);
  },
  markUsed(draft, { user, id }) {
    const mine = editable(draft, 'access-keys')?.filter((key) => key.user === user) ?? [];
    const key = mine.find((item) => item.id === id);
    if (key === undefined) return;
    const row = editable(draft, 'credential-report')?.rows.find((item) => item.user === user);
    const slot = row && pairSlots(row, mine).get(id);
    key.lastUsed = draft.collectedAt;
    if (row !== undefined && slot !== undefined) row.keys[slot] = { ...row.keys[slot], lastUsed: draft.collectedAt };
  },
  requires: ({ user }) => [{ type: 'iam-user', address: { user } }],
  permissions: ['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
  async observe(live, { user, id }) {
    const found = (await listKeys(await live.iam(), user)).find((key) => key.AccessKeyId === id);
    if (found === undefined) return null;
    const { CreateDate: made, Status: status } = found;
    return { active: status === 'Active', ...(made === undefined ? {} : { createdAt: made.toISOString() }) };
  },
  async lastUsed(live, { id }) {
    const answer = await (await live.iam()).getAccessKeyLastUsed({ AccessKeyId: id });
    return answer.AccessKeyLastUsed?.LastUsedDate?.toISOString() ?? 'never';
  },
});

function refuseNewKey(draft: AwsDraft, user: string, has: number): void {
  const users = editable(draft, 'authorization-details')?.users;
  if (users?.some(({ name }) => name === user) === false) throw new Refusal(`there is no user ${user}`);
  const quota = editable(draft, 'account-summary')?.['AccessKeysPerUserQuota'] ?? 2;
  if (has >= quota)
    throw new Refusal(`IAM does not give ${user} another access key: ${has} is the most a user can have`);
}

function toKey(draft: AwsDraft, address: KeyAddress, value: KeyValue, existing?: AccessKey): AccessKey {
  const { active, createdAt = existing?.createdAt ?? draft.collectedAt, reported: _, beside: __, ...use } = value;
  return { lastUsed: 'never', ...existing, ...use, ...address, active, createdAt };
}

/** Writes what the report says of a key; a known key whose slot could not be told is left out, as it was before. */
function report(row: ReportRow, key: AccessKey, value: KeyValue, slot: Slot | undefined): void {
  const { active } = key;
  if (value.reported !== undefined) {
    const { slot: at, ...reported } = value.reported;
    // A key that comes back beside its twin takes the place that is left.
    const place = slot === undefined && isFilled(row.keys[at]) ? otherSlot[at] : at;
    row.keys[place] = { active, ...reported };
  } else if (slot !== undefined) row.keys[slot] = { ...row.keys[slot], active };
  else if (value.createdAt === undefined) {
    const free = row.keys.findIndex((place) => !isFilled(place));
    if (free >= 0) row.keys[free] = { active, lastRotated: key.createdAt, lastUsed: 'never' };
  }
}

const otherSlot = [1, 0] as const;

/** True for a row whose two keys agree in all that it tells: either slot may be either key's, and the second is freed. */
function isTwin({ keys: [first, second] }: ReportRow): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}

async function listKeys(iam: IAM, user: string): Promise<readonly AccessKeyMetadata[]> {
  const answer = await absent(() => iam.listAccessKeys({ UserName: user }));
  return answer?.AccessKeyMetadata ?? [];
}

/** Takes a key out of use first, so that it is dead even where deleting it fails. */
async function withdraw(iam: IAM, user: string, id: string): Promise<void> {
  await absent(() => iam.updateAccessKey({ UserName: user, AccessKeyId: id, Status: 'Inactive' }));
  await absent(() => iam.deleteAccessKey({ UserName: user, AccessKeyId: id }));
}

/** The ids of a user's keys that neither the plan nor this run knows. */
async function listUnknown(iam: IAM, user: string, known: readonly string[]): Promise<readonly string[]> {
  return (await listKeys(iam, user)).map(({ AccessKeyId: id = '' }) => id).filter((id) => !known.includes(id));
}

/**
 * Withdraws the keys of a user that neither the plan nor this run knows: calls whose answers were lost left them
 * behind, their secrets with nobody. A key that was used after all is somebody's, and is left for a person to judge.
 */
async function withdrawUnknown(live: Live, user: string, known: readonly string[], patienceMs: number): Promise<void> {
  const iam = await live.iam();
  const unknown = () => listUnknown(iam, user, known);
  const inUse: string[] = [];
  for (const id of await lookUntil(unknown, (ids) => ids.length > 0, patienceMs)) {
    const answer = await absent(() => iam.getAccessKeyLastUsed({ AccessKeyId: id }));
    if (answer?.AccessKeyLastUsed?.LastUsedDate !== undefined) inUse.push(id);
    else await withdraw(iam, user, id);
  }
  if (inUse.length > 0)
    throw new RemediateError(
      'Conflict',
      `${user} has the access key ${inUse.join(', ')}, which the plan does not know and somebody uses`,
      { hint: 'find out whose it is, then make the plan again' },
    );
}

/**
 * Makes a key and hands its secret over at once, for AWS never tells it again. CreateAccessKey cannot safely be
 * repeated: what a lost answer may leave behind is told from the user's other keys, which must be those of the plan.
 */
export const createAccessKey = defineOperation({
  name: 'iam:CreateAccessKey',
  resource: accessKeyResource,
  inverse: 'iam:DeleteAccessKey',
  undoGate: { neverUsed: true },
  reversibility: 'reversible',
  makesSecret: true,
  permissions: [
    'iam:CreateAccessKey',
    'iam:ListAccessKeys',
    'iam:GetAccessKeyLastUsed',
    'iam:UpdateAccessKey',
    'iam:DeleteAccessKey',
  ],
  title: ({ user }) => `Create a new access key for ${user}`,
  command: ({ user }) => ['iam', 'create-access-key', '--user-name', user],
  async perform(live, { address: { user }, to, sink }) {
    const proved = await provedSink(sink, `the new access key of ${user}`);
    const iam = await live.iam();
    const beside = to?.beside ?? [];
    // A key that was withdrawn a moment ago may show once more.
    const strangers = () => listUnknown(iam, user, beside);
    const [stranger] = await lookUntil(strangers, (ids) => ids.length === 0, live.pace.doubtMs);
    if (stranger !== undefined)
      throw new RemediateError('StalePlan', `${user} has the access key ${stranger}, which the plan does not know`, {
        hint: 'no key was made; deactivate that key if it is nobody’s, and make the plan again',
      });
    const made = await iam.createAccessKey({ UserName: user });
    const { AccessKeyId: id = '', SecretAccessKey: secret = '' } = made.AccessKey ?? {};
    const content = { aws_access_key_id: id, aws_secret_access_key: new Secret(secret) };
    const handedTo = await proved.put(`${user}/${id}`, content).catch(async (cause: unknown) => {
      throw await takeBack(`the secret of the new access key ${id} of ${user}`, cause, {
        run: () => withdraw(iam, user, id),
        byHand: `aws iam delete-access-key --user-name ${user} --access-key-id ${id}`,
      });
    });
    // A key of an earlier call whose answer was lost may show only now; its secret went nowhere.
    await withdrawUnknown(live, user, [...beside, id], 0).catch((cause: unknown) => {
      throw cause instanceof RemediateError ? new Uncertain(cause) : cause;
    });
    return { resource: { type: accessKeyResource.type, address: { user, id } }, handedTo };
  },
  async settle(live, { address: { user }, to }) {
    if (to?.beside !== undefined) await withdrawUnknown(live, user, to.beside, live.pace.doubtMs);
  },
});

export const updateAccessKey = defineOperation({
  name: 'iam:UpdateAccessKey',
  resource: accessKeyResource,
  inverse: 'iam:UpdateAccessKey',
  reversibility: 'reversible',
  permissions: ['iam:UpdateAccessKey', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
  title: ({ user, id }, _, to) => `${to?.active ? 'Activate' : 'Deactivate'} access key ${id} of ${user}`,
  command: ({ user, id }, _, to) => [
    ...['iam', 'update-access-key', '--user-name', user, '--access-key-id', id],
    ...['--status', to?.active ? 'Active' : 'Inactive'],
  ],
  async perform(live, { address: { user, id }, to }) {
    const iam = await live.iam();
    await iam.updateAccessKey({ UserName: user, AccessKeyId: id, Status: to?.active ? 'Active' : 'Inactive' });
    return undefined;
  },
});

export const deleteAccessKey = defineOperation({
  name: 'iam:DeleteAccessKey',
  resource: accessKeyResource,
  inverse: null,
  reversibility: 'irreversible',
  permissions: ['iam:DeleteAccessKey', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
  title: ({ user, id }) => `Delete access key ${id} of ${user}`,
  command: ({ user, id }) => ['iam', 'delete-access-key', '--user-name', user, '--access-key-id', id],
  async perform(live, { address: { user, id } }) {
    const iam = await live.iam();
    await iam.deleteAccessKey({ UserName: user, AccessKeyId: id });
    return undefined;
  },
});

export const accessKeyOperations = [createAccessKey, updateAccessKey, deleteAccessKey];
