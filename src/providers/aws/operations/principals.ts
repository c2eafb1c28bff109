import { readable } from '../../../engine/snapshot.ts';
import { type AwsResourceType, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

/** Which principal it is: one that was deleted and made again under the same name has another id. */
type PrincipalValue = { readonly path: string; readonly id: string };

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
  async observe(live, { role }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getRole({ RoleName: role }));
    return answer?.Role === undefined ? null : { path: answer.Role.Path ?? '/', id: answer.Role.RoleId ?? '' };
  },
});

/** The kinds of resources that changes rest on and no operation writes. */
export const principalResources = [userResource, roleResource] as unknown as readonly AwsResourceType[];

function readOnly(label: string): never {
  throw new Error(`no operation writes ${label} itself`);
}
