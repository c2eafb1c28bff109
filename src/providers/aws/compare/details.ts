import type { ComparisonGap } from '../../../engine/comparison.ts';
import {
  type AuthorizationDetails,
  defaultDocument,
  type Group,
  type InstanceProfile,
  isAwsManaged,
  type ManagedPolicy,
  type Role,
  type User,
} from '../model/authorization-details.ts';
import { policyName } from '../policy/principals.ts';
import { changeOfDocument, lackingDocument } from './documents.ts';
import { compareHoldings, setDifference } from './holdings.ts';
import { compareLists, type Kind, resourceOf, type Told } from './kind.ts';

const users: Kind<User> = {
  area: 'users',
  type: 'iam-user',
  noun: 'user',
  key: ({ name }) => name,
  label: ({ name }) => name,
  arn: ({ arn }) => arn,
  fields: {
    name: 'key',
    id: 'id',
    arn: 'passing',
    path: 'fact',
    createdAt: 'since',
    groups: 'apart',
    inline: 'apart',
    attached: 'apart',
    boundary: 'apart',
    tags: 'fact',
  },
  *parts(was, is) {
    const user = is ?? was;
    if (user === undefined) return;
    const holder = { area: 'users', name: `user ${user.name}`, resource: resourceOf(users, user) };
    const { added, removed } = setDifference(was?.groups ?? [], is?.groups ?? []);
    const common = { area: holder.area, resource: holder.resource };
    for (const to of added)
      yield {
        ...common,
        kind: 'added',
        sentence: `User ${user.name} joined group ${to}`,
        facts: [{ fact: 'group', to, told: true }],
      };
    for (const from of removed)
      yield {
        ...common,
        kind: 'removed',
        sentence: `User ${user.name} left group ${from}`,
        facts: [{ fact: 'group', from, told: true }],
      };
    yield* compareHoldings(holder, was, is);
  },
};

const groups: Kind<Group> = {
  area: 'groups',
  type: 'iam-group',
  noun: 'group',
  key: ({ name }) => name,
  label: ({ name }) => name,
  arn: ({ arn }) => arn,
  fields: {
    name: 'key',
    id: 'id',
    arn: 'passing',
    path: 'fact',
    createdAt: 'since',
    inline: 'apart',
    attached: 'apart',
  },
  *parts(was, is) {
    const group = is ?? was;
    if (group === undefined) return;
    yield* compareHoldings(
      { area: 'groups', name: `group ${group.name}`, resource: resourceOf(groups, group) },
      was,
      is,
    );
  },
};

const roles: Kind<Role> = {
  area: 'roles',
  type: 'iam-role',
  noun: 'role',
  key: ({ name }) => name,
  label: ({ name }) => name,
  arn: ({ arn }) => arn,
  fields: {
    name: 'key',
    id: 'id',
    arn: 'passing',
    path: 'fact',
    createdAt: 'since',
    trust: 'apart',
    description: 'fact',
    maxSessionSeconds: 'known',
    inline: 'apart',
    attached: 'apart',
    boundary: 'apart',
    instanceProfiles: (profiles) => profiles.map(({ name }) => name),
    lastUsed: 'passing',
    tags: 'fact',
  },
  document: {
    words: 'has another trust policy',
    compare: (was, is) =>
      lackingDocument(was, is, trustOf) === undefined
        ? changeOfDocument(was && trustOf(was), is && trustOf(is))
        : undefined,
  },
  *parts(was, is) {
    const role = is ?? was;
    if (role === undefined) return;
    yield* documentGap(`trust policy of role ${role.name}`, lackingDocument(was, is, trustOf));
    yield* compareHoldings({ area: 'roles', name: `role ${role.name}`, resource: resourceOf(roles, role) }, was, is);
  },
};

const instanceProfiles: Kind<InstanceProfile> = {
  area: 'roles',
  type: 'iam-instance-profile',
  noun: 'instance profile',
  key: ({ name }) => name,
  label: ({ name }) => name,
  arn: ({ arn }) => arn,
  fields: { name: 'key', arn: 'passing', createdAt: 'since' },
};

/** All instance profiles, wherever they stand: a role that comes or goes leaves its profile what it is. */
function profilesOf({ roles, emptyProfiles }: AuthorizationDetails): InstanceProfile[] {
  return [...roles.flatMap((role) => role.instanceProfiles), ...emptyProfiles];
}

/** Exports may leave a document out. */
function trustOf({ trust }: Role): string | undefined {
  return trust === '' ? undefined : trust;
}

function* documentGap(evidence: string, missingIn: 'old' | 'new' | undefined): Generator<ComparisonGap> {
  if (missingIn !== undefined) yield { evidence, missingIn, reason: 'its document is not held there' };
}

function policies(holdersOf: (arn: string) => readonly string[]): Kind<ManagedPolicy> {
  return {
    area: 'policies',
    type: 'iam-policy',
    noun: 'policy',
    key: ({ arn }) => arn,
    label: ({ name, arn }) => (isAwsManaged(arn) ? `${name} of AWS` : name),
    arn: ({ arn }) => arn,
    fields: {
      name: 'passing',
      id: 'id',
      arn: 'key',
      path: 'passing',
      description: 'fact',
      createdAt: 'since',
      versions: (versions) =>
        versions.length === 0
          ? undefined
          : {
              default: versions.find((version) => version.isDefault)?.id ?? null,
              kept: versions.map(({ id }) => id),
            },
      tags: 'fact',
    },
    document: {
      words: 'has another document',
      compare: (was, is) =>
        lackingDocument(was, is, defaultDocument) === undefined
          ? changeOfDocument(was && defaultDocument(was), is && defaultDocument(is), holdersOf((is ?? was)?.arn ?? ''))
          : undefined,
    },
    *parts(was, is) {
      yield* documentGap(`policy ${is?.name}`, lackingDocument(was, is, defaultDocument));
    },
  };
}

/** Tells what became of users, groups, roles and managed policies, and of what they hold. */
export function* compareDetails(before: AuthorizationDetails, after: AuthorizationDetails): Generator<Told> {
  yield* compareLists(users, before.users, after.users);
  const memberships = [before, after].map(({ users }) => new Set(users.flatMap((user) => user.groups)));
  const listedGroups = listedOnBothSides(before.groups, after.groups, memberships, ({ name }) => name);
  yield* listedGroups.gaps('group');
  yield* compareLists(groups, listedGroups.before, listedGroups.after);
  yield* compareLists(roles, before.roles, after.roles);
  yield* compareLists(instanceProfiles, profilesOf(before), profilesOf(after));
  const held = [holders(before), holders(after)];
  const listedPolicies = listedOnBothSides(before.policies, after.policies, held, ({ arn }) => arn);
  yield* listedPolicies.gaps('policy');
  yield* compareLists(
    policies((arn) => held[1]?.get(arn) ?? held[0]?.get(arn) ?? []),
    listedPolicies.before,
    listedPolicies.after,
  );
}

/**
 * Leaves out what one side lists and the other only names: an export with such a gap does not tell that the thing is
 * gone. The policies of AWS are listed as far as they are used, so that their coming and going is told by what uses them.
 */
function listedOnBothSides<T>(
  before: readonly T[],
  after: readonly T[],
  named: readonly { has(key: string): boolean }[],
  key: (item: T) => string,
) {
  const [old, now] = [new Set(before.map(key)), new Set(after.map(key))];
  const missingInOld = after.filter((item) => !old.has(key(item)) && named[0]?.has(key(item)) === true).map(key);
  const missingInNew = before.filter((item) => !now.has(key(item)) && named[1]?.has(key(item)) === true).map(key);
  const left = new Set([...missingInOld, ...missingInNew]);
  const stays = (item: T) =>
    !left.has(key(item)) && (!isAwsManaged(key(item)) || (old.has(key(item)) && now.has(key(item))));
  return {
    before: before.filter(stays),
    after: after.filter(stays),
    *gaps(noun: string): Generator<ComparisonGap> {
      for (const [missingIn, keys] of [['old', missingInOld] as const, ['new', missingInNew] as const])
        for (const name of keys)
          yield {
            evidence: `${noun} ${policyName(name)}`,
            missingIn,
            reason: 'it is named there and not listed',
          };
    },
  };
}

/** Who has each managed policy, and whom it limits as a permissions boundary, by its ARN. */
function holders({ users, groups, roles }: AuthorizationDetails): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const note = (arn: string, holder: string) => {
    const known = found.get(arn);
    if (known === undefined) found.set(arn, [holder]);
    else known.push(holder);
  };
  const all = [
    ...users.map((user) => ['user', user] as const),
    ...groups.map((group) => ['group', group] as const),
    ...roles.map((role) => ['role', role] as const),
  ];
  for (const [type, entity] of all) {
    for (const arn of entity.attached) note(arn, `${type} ${entity.name}`);
    if ('boundary' in entity && entity.boundary !== undefined)
      note(entity.boundary, `${type} ${entity.name} (as its boundary)`);
  }
  return found;
}
