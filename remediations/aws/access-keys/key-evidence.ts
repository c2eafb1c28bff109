import type { Finding, Resource } from '../../../src/engine/finding.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsCollections, AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { daysBetween, iamResource } from '../../../src/providers/aws/model/control.ts';
import {
  type CredentialReport,
  isTime,
  type Moment,
  type ReportRow,
  rootUser,
} from '../../../src/providers/aws/model/credential-report.ts';
import type { AccessKey } from '../../../src/providers/aws/model/credentials.ts';
import { pairSlots } from '../../../src/providers/aws/model/key-slots.ts';
import { memoizedByObject } from '../../../src/providers/aws/policy/memo.ts';

/** Days without use after which a key counts as not in use any more. */
const idleDays = 45;
/** Days in which a new key that was not used yet may still be on its way to its program, as while one is rotated. */
const settlingDays = 30;

/** What is known of one user's keys; the root user's are judged by controls of their own. */
export interface UserKeys {
  readonly user: string;
  readonly resource: Resource;
  /** The keys, each with the latest use that either source tells of. */
  readonly keys: readonly AccessKey[];
  /** Why the keys that are known may not be all, or cannot be judged. */
  readonly gap: keyof typeof gapMessages | undefined;
}

/** What the controls of keys say where the two sources do not fit together. */
export const gapMessages = {
  unreported: 'User {user} has access keys but is not in the credential report; a newer report will tell',
  unlisted: 'The credential report shows an active access key of {user}, but the list of keys has none',
} as const;

/**
 * The keys of each user from both sources: the list is exact about ids, status and creation; the report completes
 * the last use where the list does not tell it, and shows users whose keys were not listed.
 */
export function keysByUser(sources: Pick<AwsCollections, 'credential-report' | 'access-keys'>): Iterable<UserKeys> {
  return keysOfReport(sources['credential-report'])(sources['access-keys']);
}

/** Worked out once for all controls, since an account that is judged does not change any more. */
const keysOfReport = memoizedByObject((report: CredentialReport) =>
  memoizedByObject((keys: readonly AccessKey[]) => [...joinedKeys(report, keys)]),
);

function* joinedKeys(report: CredentialReport, all: readonly AccessKey[]): Iterable<UserKeys> {
  const listed = new Map<string, AccessKey[]>();
  for (const key of all) {
    const known = listed.get(key.user);
    if (known === undefined) listed.set(key.user, [key]);
    else known.push(key);
  }
  const rows = new Map(report.rows.map((row) => [row.user, row]));
  for (const user of new Set([...rows.keys(), ...listed.keys()])) {
    const [row, keys] = [rows.get(user), listed.get(user) ?? []];
    if (user === rootUser) continue;
    if (row === undefined) yield { user, resource: { type: 'iam-user', id: user }, keys: [], gap: 'unreported' };
    else
      yield {
        user,
        resource: iamResource('user', { name: user, arn: row.arn }),
        keys: withReport(row, keys),
        gap: keys.length === 0 && row.keys.some((slot) => slot.active) ? 'unlisted' : undefined,
      };
  }
}

/** The keys of one user of a snapshot, with their latest use. */
export function keysOf(snapshot: AwsSnapshot, user: string): readonly AccessKey[] {
  const keys = readable(snapshot, 'access-keys')?.filter((key) => key.user === user) ?? [];
  const row = readable(snapshot, 'credential-report')?.rows.find((item) => item.user === user);
  return row === undefined ? keys : withReport(row, keys);
}

/** The key that a finding is about: the user is its resource, the key's id its discriminator. */
export function keyOf(snapshot: AwsSnapshot, finding: Finding): AccessKey | undefined {
  return keysOf(snapshot, finding.resource.id).find((key) => key.id === finding.discriminator);
}

/**
 * True when taking the key away could stop something: it was used within 45 days, was made within 30 and not used
 * yet, or nobody can tell when it was used. The one rule by which remedies choose between rotating and deactivating.
 */
export function isInUse(key: AccessKey, snapshot: AwsSnapshot): boolean {
  const at = new Date(snapshot.collectedAt);
  if (key.lastUsed === 'unknown') return true;
  if (key.lastUsed === 'never') return daysBetween(key.createdAt, at) < settlingDays;
  return daysBetween(key.lastUsed, at) < idleDays;
}

function withReport(row: ReportRow, keys: readonly AccessKey[]): readonly AccessKey[] {
  if (keys.length === 0) return keys;
  const slots = pairSlots(row, keys);
  return keys.map((key) => {
    const slot = slots.get(key.id);
    return slot === undefined ? key : { ...key, lastUsed: latest(key.lastUsed, row.keys[slot].lastUsed) };
  });
}

function latest(a: Moment, b: Moment): Moment {
  if (a === b) return a;
  if (isTime(a) && isTime(b)) return Date.parse(a) < Date.parse(b) ? b : a;
  if (isTime(a) || isTime(b)) return isTime(a) ? a : b;
  return 'never';
}
