import type { AccessKeyMetadata, IAM } from '@aws-sdk/client-iam';
import { readable } from '../../../engine/snapshot.ts';
import type { Moment, ReportKey, ReportRow } from '../model/credential-report.ts';
import type { AccessKey } from '../model/credentials.ts';
import { isFilled, pairSlots } from '../model/key-slots.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, dataOf, defineCollector, sortedBy } from './define.ts';
import { listUsers, usersIn, usersWhere } from './users.ts';

/** The users' access keys. Their last use is taken from the report where its row tells which key is meant, else asked for. */
export const accessKeysCollector = defineCollector({
  name: 'access-keys',
  permissions: ['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
  needs: ['credential-report', 'authorization-details'],
  async collect(context) {
    const iam = await context.live.iam();
    const report = dataOf(await context.evidence('credential-report'));
    const rows = new Map(report?.rows.map((row) => [row.user, row]));
    const holders = usersWhere(await listUsers(context), report, hasKeys);
    const listed = await context.each(holders, async (user) => ({ user, keys: await listKeys(iam, user) }));
    const keys = await context.each(listed, ({ user, keys }) => withLastUse(iam, rows.get(user), keys));
    return sortedBy(keys.flat(), (key) => `${key.user} ${key.id}`);
  },
  floor(keys, { snapshot }) {
    const report = readable(snapshot, 'credential-report');
    const holders = usersWhere(usersIn(snapshot), report, hasKeys);
    const rows = new Map(report?.rows.map((row) => [row.user, row]));
    const listed = new Map(holders.map((user) => [user, [] as AccessKey[]]));
    for (const key of keys) listed.get(key.user)?.push({ ...key, lastUsed: 'unknown' });
    const untold = Array.from(listed, ([user, own]) => {
      const row = rows.get(user);
      return own.length - (row === undefined ? 0 : pairSlots(row, own).size);
    });
    return {
      // The report has no ids of keys, and ListAccessKeys lists those of one user.
      'iam:ListAccessKeys': holders.length,
      'iam:GetAccessKeyLastUsed': untold.reduce((sum, count) => sum + count, 0),
    };
  },
});

function hasKeys(row: ReportRow): boolean {
  return row.keys.some(isFilled);
}

async function listKeys(iam: IAM, user: string): Promise<AccessKey[]> {
  const pages = await allPages(
    // A user who was deleted since the report has no keys.
    (Marker) => absent(() => iam.listAccessKeys({ UserName: user, Marker })),
    (page) => (page?.IsTruncated === true ? page.Marker : undefined),
  );
  return pages.flatMap((page) => page?.AccessKeyMetadata ?? []).map((key) => toAccessKey(user, key));
}

/** A key as ListAccessKeys tells it, its last use still unknown. */
export function toAccessKey(user: string, key: AccessKeyMetadata): AccessKey {
  return {
    user,
    id: key.AccessKeyId ?? '',
    active: key.Status === 'Active',
    createdAt: key.CreateDate?.toISOString() ?? '',
    lastUsed: 'unknown',
  };
}

/** The keys of one user with their last use; facts of the report never go to a key that its row may not mean. */
async function withLastUse(iam: IAM, row: ReportRow | undefined, keys: readonly AccessKey[]): Promise<AccessKey[]> {
  const slots = row && pairSlots(row, keys);
  return Promise.all(
    keys.map(async (key) => {
      const slot = slots?.get(key.id);
      if (row === undefined || slot === undefined) return { ...key, ...(await askLastUse(iam, key.id)) };
      return withSlot(key, row.keys[slot]);
    }),
  );
}

/** A key with the last use that its slot of the report tells. */
export function withSlot(key: AccessKey, { lastUsed, lastUsedService, lastUsedRegion }: ReportKey): AccessKey {
  return { ...key, ...useOf(lastUsed, lastUsedService, lastUsedRegion) };
}

async function askLastUse(iam: IAM, id: string): Promise<Partial<AccessKey>> {
  const answer = await absent(() => iam.getAccessKeyLastUsed({ AccessKeyId: id }));
  const { LastUsedDate: at, ServiceName: service, Region: region } = answer?.AccessKeyLastUsed ?? {};
  return useOf(at?.toISOString() ?? 'never', service, region);
}

/** IAM writes N/A for the service and the region of a key that was not used. */
function useOf(lastUsed: Moment, service: string | undefined, region: string | undefined): Partial<AccessKey> {
  return {
    lastUsed,
    ...(service === undefined || service === 'N/A' ? {} : { lastUsedService: service }),
    ...(region === undefined || region === 'N/A' ? {} : { lastUsedRegion: region }),
  };
}
