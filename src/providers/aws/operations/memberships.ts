import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { holdQuota } from './limits.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

type MembershipAddress = { readonly group: string; readonly user: string };
type MembershipValue = Readonly<Record<string, never>>;

const itself = (name: string) => name;

/** One user's membership of one group; the other members and the user's other groups are not its business. */
export const membershipResource = defineResource<MembershipAddress, MembershipValue>({
  type: 'iam-group-membership',
  collection: 'authorization-details',
  volatile: [],
  label: ({ group, user }) => `${user}'s membership of ${group}`,
  read(snapshot, { group, user }) {
    const found = readable(snapshot, 'authorization-details')?.users.find((item) => item.name === user);
    return found?.groups.includes(group) ? {} : null;
  },
  write(draft, { group, user }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    const member = details.users.find((item) => item.name === user);
    if (member === undefined) throw new Refusal(`there is no user ${user}`);
    if (value === null) {
      removeKeyed(member.groups, group, itself);
      return;
    }
    if (!details.groups.some((item) => item.name === group)) throw new Refusal(`there is no group ${group}`);
    const others = member.groups.filter((name) => name !== group).length;
    holdQuota(draft, 'GroupsPerUserQuota', others + 1, `${user} into one more group`);
    putSorted(member.groups, group, itself);
  },
  requires: ({ group, user }) => [
    { type: 'iam-user', address: { user } },
    { type: 'iam-group', address: { group } },
  ],
  permissions: ['iam:ListGroupsForUser'],
  async observe(live, { group, user }) {
    const iam = await live.iam();
    const groups = await absent(() =>
      listAll(
        (Marker) => iam.listGroupsForUser({ UserName: user, Marker }),
        ({ Groups }) => Groups,
      ),
    );
    return groups?.some(({ GroupName }) => GroupName === group) ? {} : null;
  },
});

const permissions = (action: string) => [action, 'iam:ListGroupsForUser'];
const names = ({ group, user }: MembershipAddress) => ['--group-name', group, '--user-name', user];

export const addUserToGroup = defineOperation({
  name: 'iam:AddUserToGroup',
  resource: membershipResource,
  inverse: 'iam:RemoveUserFromGroup',
  reversibility: 'reversible',
  permissions: permissions('iam:AddUserToGroup'),
  title: ({ group, user }) => `Add user ${user} to group ${group}`,
  command: (address) => ['iam', 'add-user-to-group', ...names(address)],
  async perform(live, { address: { group, user } }) {
    const iam = await live.iam();
    await iam.addUserToGroup({ GroupName: group, UserName: user });
    return undefined;
  },
});

export const removeUserFromGroup = defineOperation({
  name: 'iam:RemoveUserFromGroup',
  resource: membershipResource,
  inverse: 'iam:AddUserToGroup',
  reversibility: 'reversible',
  permissions: permissions('iam:RemoveUserFromGroup'),
  title: ({ group, user }) => `Remove user ${user} from group ${group}`,
  command: (address) => ['iam', 'remove-user-from-group', ...names(address)],
  async perform(live, { address: { group, user } }) {
    const iam = await live.iam();
    await iam.removeUserFromGroup({ GroupName: group, UserName: user });
    return undefined;
  },
});

export const membershipOperations = [addUserToGroup, removeUserFromGroup];
