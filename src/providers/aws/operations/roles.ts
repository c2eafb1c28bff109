import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toText } from '../collect/from-details.ts';
import { isAwsRole, type Role } from '../model/authorization-details.ts';
import { count, editable, iamArn, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { holdName, holdQuota, sameName } from './limits.ts';
import { absent } from './live-answers.ts';
import { comparedTrust, holdTrust } from './role-trust.ts';

type RoleAddress = { readonly role: string };
type RoleValue = {
  readonly path: string;
  /** The trust policy as JSON text. */
  readonly trust: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly maxSessionSeconds?: number;
  readonly id?: string;
  readonly createdAt?: string;
  readonly lastUsed?: { readonly at: string; readonly region?: string } | null;
};

const byName = (item: { name: string }) => item.name;

/** How long sessions of a role may last unless it is told otherwise: an hour. */
const defaultSession = 3600;

/**
 * A role by name, without its policies, boundary and instance profiles: those are resources of their own, and so are the
 * trust policy and the session duration of a role that exists, which are changed in place. Description and duration are
 * kept and not compared, for many exports leave them out.
 */
export const roleResource = defineResource<RoleAddress, RoleValue>({
  type: 'iam-role',
  collection: 'authorization-details',
  volatile: ['description', 'maxSessionSeconds', 'id', 'createdAt', 'lastUsed'],
  held: ['path', 'id'],
  compared: (value) => ({ ...value, trust: comparedTrust(value.trust) }),
  label: ({ role }) => `role ${role}`,
  read(snapshot, { role }) {
    const found = readable(snapshot, 'authorization-details')?.roles.find((item) => item.name === role);
    return found === undefined ? null : toValue(found);
  },
  write(draft, { role }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    const existing = details.roles.find((item) => sameName(item.name, role));
    if (value === null) {
      if (existing?.name !== role) throw new Refusal(`there is no role ${role} to delete`);
      holdDeletion(existing);
      // What could not be made again is not deleted.
      holdTrust(draft, role, existing.trust, existing.trust);
      removeKeyed(details.roles, role, byName);
      count(draft, 'Roles', -1);
      return;
    }
    if (existing) throw new Refusal(`role ${existing.name} exists already: IAM does not tell names apart by case`);
    holdName('role', role, 64);
    holdTrust(draft, role, value.trust);
    holdQuota(draft, 'RolesQuota', details.roles.length + 1, `role ${role} be made`);
    const { path, trust, tags, id, createdAt, maxSessionSeconds, description, lastUsed } = value;
    const isNew = createdAt === undefined;
    const made: Role = {
      name: role,
      id: id ?? '(known after apply)',
      arn: iamArn(draft.account, 'role', path, role),
      path,
      createdAt: createdAt ?? draft.collectedAt,
      trust,
      ...(description === undefined ? {} : { description }),
      // Of a role that comes back, what its evidence did not tell stays untold.
      ...(maxSessionSeconds === undefined && !isNew ? {} : { maxSessionSeconds: maxSessionSeconds ?? defaultSession }),
      inline: [],
      attached: [],
      instanceProfiles: [],
      ...(lastUsed === undefined && !isNew ? {} : { lastUsed: lastUsed ? { ...lastUsed } : null }),
      tags: { ...tags },
    };
    putSorted(details.roles, made, byName);
    count(draft, 'Roles', 1);
  },
  requires: () => [],
  permissions: ['iam:GetRole'],
  async observe(live, { role }) {
    const iam = await live.iam();
    const found = (await absent(() => iam.getRole({ RoleName: role })))?.Role;
    if (found === undefined) return null;
    const { Path, AssumeRolePolicyDocument, Description, MaxSessionDuration, RoleId, CreateDate, Tags = [] } = found;
    return {
      path: Path ?? '/',
      trust: toText(AssumeRolePolicyDocument),
      ...(Tags.length === 0 ? {} : { tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])) }),
      ...(Description ? { description: Description } : {}),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionSeconds: MaxSessionDuration }),
      id: RoleId ?? '',
      createdAt: CreateDate?.toISOString() ?? '',
    };
  },
});

export const createRole = defineOperation({
  name: 'iam:CreateRole',
  resource: roleResource,
  inverse: 'iam:DeleteRole',
  reversibility: 'reversible',
  permissions: ['iam:CreateRole', 'iam:TagRole', 'iam:GetRole'],
  title: ({ role }) => `Create role ${role}`,
  command: ({ role }, _, to) => (to === null ? [] : ['iam', 'create-role', '--role-name', role, ...flags(to)]),
  async perform(live, { address: { role }, to }) {
    if (to === null) throw new Error('a role is removed by iam:DeleteRole');
    const iam = await live.iam();
    await iam.createRole({
      RoleName: role,
      Path: to.path,
      AssumeRolePolicyDocument: to.trust,
      Description: to.description,
      MaxSessionDuration: to.maxSessionSeconds,
      Tags: Object.entries(to.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    });
    return undefined;
  },
});

export const deleteRole = defineOperation({
  name: 'iam:DeleteRole',
  resource: roleResource,
  inverse: 'iam:CreateRole',
  // The role comes back under its ARN, but with a new id: where a policy names it as a principal, IAM kept the old id.
  reversibility: 'recoverable',
  permissions: ['iam:DeleteRole', 'iam:GetRole'],
  title: ({ role }) => `Delete role ${role}`,
  command: ({ role }) => ['iam', 'delete-role', '--role-name', role],
  async perform(live, { address: { role } }) {
    const iam = await live.iam();
    await iam.deleteRole({ RoleName: role });
    return undefined;
  },
});

export const roleOperations = [createRole, deleteRole];

/** AWS would take the boundary away with the role; here it goes by a step of its own, so that an undo brings it back. */
function holdDeletion(role: Role): void {
  const { name, inline, attached, instanceProfiles, boundary } = role;
  if (isAwsRole(role)) throw new Refusal(`role ${name} is AWS's own, and only the service that made it deletes it`);
  if (inline.length > 0 || attached.length > 0)
    throw new Refusal(`IAM does not delete role ${name} while it has policies`);
  if (instanceProfiles.length > 0)
    throw new Refusal(`IAM does not delete role ${name} while an instance profile holds it`);
  if (boundary !== undefined) throw new Refusal(`role ${name} is not deleted while it has a permissions boundary`);
}

function toValue({ path, trust, tags, description, maxSessionSeconds, id, createdAt, lastUsed }: Role): RoleValue {
  return {
    path,
    trust,
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    ...(description === undefined ? {} : { description }),
    ...(maxSessionSeconds === undefined ? {} : { maxSessionSeconds }),
    id,
    createdAt,
    ...(lastUsed === undefined ? {} : { lastUsed }),
  } as RoleValue;
}

function flags({ path, trust, description, maxSessionSeconds, tags = {} }: RoleValue): string[] {
  const pairs = Object.entries(tags).map(([key, value]) => `Key=${key},Value=${value}`);
  return [
    ...['--path', path, '--assume-role-policy-document', trust],
    ...(description === undefined ? [] : ['--description', description]),
    ...(maxSessionSeconds === undefined ? [] : ['--max-session-duration', String(maxSessionSeconds)]),
    ...(pairs.length === 0 ? [] : ['--tags', ...pairs]),
  ];
}
