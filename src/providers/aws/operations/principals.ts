import { readable } from '../../../engine/snapshot.ts';
import { toText } from '../collect/from-details.ts';
import { type AwsResourceType, defineResource } from './define.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

/** Which principal it is: one that was deleted and made again under the same name has another id. */
type PrincipalValue = { readonly path: string; readonly id: string };

/** The ARNs of the attached policies in order, and the inline documents by name. */
type GroupGrants = { readonly attached: readonly string[]; readonly inline: Readonly<Record<string, string>> };

/** A user as the thing that memberships, policies and keys belong to; no operation writes it. */
export const userResource = defineResource<{ readonly user: string }, PrincipalValue>({
  type: 'iam-user',
  collection: 'authorization-details',
  volatile: [],
  label: ({ user }) => `user ${user}`,
  read(snapshot, { user }) {
    const found = readable(snapshot, 'authorization-details')?.users.find((item) => item.name === user);
    return found === undefined ? null : { path: found.path, id: found.id };
  },
  write: (_, { user }) => readOnly(`user ${user}`),
  requires: () => [],
  permissions: ['iam:GetUser'],
  async observe(live, { user }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getUser({ UserName: user }));
    return answer?.User === undefined ? null : { path: answer.User.Path ?? '/', id: answer.User.UserId ?? '' };
  },
});

/** A role as the thing that policies belong to; no operation writes it. */
export const roleResource = defineResource<{ readonly role: string }, PrincipalValue>({
  type: 'iam-role',
  collection: 'authorization-details',
  volatile: [],
  label: ({ role }) => `role ${role}`,
  read(snapshot, { role }) {
    const found = readable(snapshot, 'authorization-details')?.roles.find((item) => item.name === role);
    return found === undefined ? null : { path: found.path, id: found.id };
  },
  write: (_, { role }) => readOnly(`role ${role}`),
  requires: () => [],
  permissions: ['iam:GetRole'],
  async observe(live, { role }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getRole({ RoleName: role }));
    return answer?.Role === undefined ? null : { path: answer.Role.Path ?? '/', id: answer.Role.RoleId ?? '' };
  },
});

/**
 * All that a group grants. A plan that makes somebody a member of a group that exists, or takes off what a group
 * grants, rests on it: whatever came or went meanwhile would be gained or lost.
 */
export const groupGrantsResource = defineResource<{ readonly group: string }, GroupGrants>({
  type: 'iam-group-grants',
  collection: 'authorization-details',
  volatile: [],
  label: ({ group }) => `what group ${group} grants`,
  read(snapshot, { group }) {
    const found = readable(snapshot, 'authorization-details')?.groups.find((item) => item.name === group);
    return found === undefined ? null : toGrants(found.attached, found.inline);
  },
  write: (_, { group }) => readOnly(`what group ${group} grants`),
  requires: () => [],
  permissions: ['iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies', 'iam:GetGroupPolicy'],
  async observe(live, { group }) {
    const iam = await live.iam();
    return absent(async () => {
      const attached = await listAll(
        (Marker) => iam.listAttachedGroupPolicies({ GroupName: group, Marker }),
        (page) => page.AttachedPolicies,
      );
      const names = await listAll(
        (Marker) => iam.listGroupPolicies({ GroupName: group, Marker }),
        (page) => page.PolicyNames,
      );
      const inline = names.map(async (name) => {
        const { PolicyDocument } = await iam.getGroupPolicy({ GroupName: group, PolicyName: name });
        return { name, document: toText(PolicyDocument) };
      });
      return toGrants(attached.map(({ PolicyArn = '' }) => PolicyArn).sort(), await Promise.all(inline));
    });
  },
});

/** The kinds of resources that changes rest on and no operation writes. */
export const principalResources = [
  userResource,
  roleResource,
  groupGrantsResource,
] as unknown as readonly AwsResourceType[];

function toGrants(
  attached: readonly string[],
  inline: readonly { readonly name: string; readonly document: string }[],
): GroupGrants {
  return { attached, inline: Object.fromEntries(inline.map(({ name, document }) => [name, document])) };
}

function readOnly(label: string): never {
  throw new Error(`no operation writes ${label} itself`);
}
