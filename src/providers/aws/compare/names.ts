import type { Difference } from '../../../engine/comparison.ts';
import { compareText } from '../../../engine/finding.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AwsSnapshot, CollectionName } from '../model/collections.ts';

interface Named {
  readonly name: string;
  readonly id: string;
}

/** The old names of what bears another name now, each with its new one: the unique ids tell. */
function renamed(before: readonly Named[], after: readonly Named[]): Map<string, string> {
  const taken = new Set(before.map(({ name }) => name));
  const byId = new Map(after.filter(({ id }) => id !== '').map(({ id, name }) => [id, name]));
  return new Map(
    before.flatMap(({ id, name }) => {
      const now = byId.get(id);
      // A name that somebody else had is told as having another bearer.
      return now === undefined || now === name || taken.has(now) ? [] : [[name, now]];
    }),
  );
}

/** A list under its new names, and the sentences that tell of them. */
export function withNewNames<T extends Named>(
  kind: Pick<Difference, 'area'> & { readonly type: string; readonly noun: string },
  before: readonly T[],
  after: readonly T[],
): { readonly before: T[]; readonly names: ReadonlyMap<string, string>; readonly told: Difference[] } {
  const names = renamed(before, after);
  const told = [...names]
    .sort(([a], [b]) => compareText(a, b))
    .map(
      ([from, to]): Difference => ({
        area: kind.area,
        kind: 'changed',
        resource: { type: kind.type, id: to },
        sentence: `${kind.noun} ${from} was renamed to ${to}`,
        facts: [{ fact: 'name', from, to, told: true }],
      }),
    );
  return { before: before.map((item) => ({ ...item, name: names.get(item.name) ?? item.name })), names, told };
}

/**
 * The old snapshot with users and groups under the names that they have in the new one, so that a renamed user is one
 * who was renamed, and not one who lost all and another who got it.
 */
export function underNewNames(before: AwsSnapshot, after: AwsSnapshot): { before: AwsSnapshot; told: Difference[] } {
  const [was, is] = [readable(before, 'authorization-details'), readable(after, 'authorization-details')];
  if (was === undefined || is === undefined) return { before, told: [] };
  const users = withNewNames({ area: 'users', type: 'iam-user', noun: 'User' }, was.users, is.users);
  const groups = withNewNames({ area: 'groups', type: 'iam-group', noun: 'Group' }, was.groups, is.groups);
  const told = [...users.told, ...groups.told];
  if (told.length === 0) return { before, told };
  const details = {
    ...was,
    users: users.before.map((user) => ({ ...user, groups: user.groups.map((name) => groups.names.get(name) ?? name) })),
    groups: groups.before,
  };
  const collections: Record<string, unknown> = { 'authorization-details': { status: 'read', data: details } };
  const rename = <T extends { readonly user: string }>(item: T): T => ({
    ...item,
    user: users.names.get(item.user) ?? item.user,
  });
  for (const name of ['access-keys', 'mfa-devices', 'ssh-keys', 'signing-certificates'] satisfies CollectionName[]) {
    const items: readonly { readonly user: string }[] | undefined = readable(before, name);
    if (items !== undefined) collections[name] = { status: 'read', data: items.map(rename) };
  }
  const report = readable(before, 'credential-report');
  if (report !== undefined)
    collections['credential-report'] = { status: 'read', data: { ...report, rows: report.rows.map(rename) } };
  return { before: { ...before, collections: { ...before.collections, ...collections } }, told };
}
