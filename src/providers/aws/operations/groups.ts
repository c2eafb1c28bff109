import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { count, editable, iamArn, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { holdName, holdQuota, sameName } from './limits.ts';
import { absent } from './live-answers.ts';

type GroupAddress = { readonly group: string };
type GroupValue = { readonly path: string; readonly id?: string; readonly createdAt?: string };

const byName = (item: { name: string }) => item.name;

/** A group by name, without its members and policies: those are resources of their own. */
export const groupResource = defineResource<GroupAddress, GroupValue>({
  type: 'iam-group',
  collection: 'authorization-details',
  volatile: ['id', 'createdAt'],
  label: ({ group }) => `group ${group}`,
  read(snapshot, { group }) {
    const found = readable(snapshot, 'authorization-details')?.groups.find((item) => item.name === group);
    return found === undefined ? null : { path: found.path, id: found.id, createdAt: found.createdAt };
  },
  write(draft, { group }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    const existing = details.groups.find((item) => sameName(item.name, group));
    if (value === null) {
      if (existing?.name !== group) throw new Refusal(`there is no group ${group} to delete`);
      const members = details.users.filter((user) => user.groups.includes(group)).length;
      if (members > 0 || existing.attached.length > 0 || existing.inline.length > 0)
        throw new Refusal(`IAM does not delete group ${group} while it has members or policies`);
      removeKeyed(details.groups, group, byName);
      count(draft, 'Groups', -1);
      return;
    }
    if (existing) throw new Refusal(`group ${existing.name} exists already: IAM does not tell names apart by case`);
    holdName('group', group);
    holdQuota(draft, 'GroupsQuota', details.groups.length + 1, `group ${group} be made`);
    putSorted(
      details.groups,
      {
        name: group,
        id: value.id ?? '(known after apply)',
        arn: iamArn(draft.account, 'group', value.path, group),
        path: value.path,
        createdAt: value.createdAt ?? draft.collectedAt,
        inline: [],
        attached: [],
      },
      byName,
    );
    count(draft, 'Groups', 1);
  },
  requires: () => [],
  permissions: ['iam:GetGroup'],
  async observe(live, { group }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getGroup({ GroupName: group, MaxItems: 1 }));
    if (answer?.Group === undefined) return null;
    const { Path, GroupId, CreateDate } = answer.Group;
    return { path: Path ?? '/', id: GroupId ?? '', createdAt: CreateDate?.toISOString() ?? '' };
  },
});

export const createGroup = defineOperation({
  name: 'iam:CreateGroup',
  resource: groupResource,
  inverse: 'iam:DeleteGroup',
  reversibility: 'reversible',
  permissions: ['iam:CreateGroup', 'iam:GetGroup'],
  title: ({ group }) => `Create group ${group}`,
  command: ({ group }, _, to) => ['iam', 'create-group', '--group-name', group, '--path', to?.path ?? '/'],
  async perform(live, { address, to }) {
    const iam = await live.iam();
    await iam.createGroup({ GroupName: address.group, Path: to?.path });
    return undefined;
  },
});

export const deleteGroup = defineOperation({
  name: 'iam:DeleteGroup',
  resource: groupResource,
  inverse: 'iam:CreateGroup',
  // The group comes back with its name, path, members and policies, but AWS gives it a new id.
  reversibility: 'recoverable',
  permissions: ['iam:DeleteGroup', 'iam:GetGroup'],
  title: ({ group }) => `Delete group ${group}`,
  command: ({ group }) => ['iam', 'delete-group', '--group-name', group],
  async perform(live, { address }) {
    const iam = await live.iam();
    await iam.deleteGroup({ GroupName: address.group });
    return undefined;
  },
});

export const groupOperations = [createGroup, deleteGroup];
