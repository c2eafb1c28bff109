import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails, InstanceProfile } from '../model/authorization-details.ts';
import { count, editable, iamArn, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { holdName, holdQuota, sameName } from './limits.ts';
import { absent } from './live-answers.ts';
import { holdChangeable } from './role-trust.ts';

type ProfileAddress = { readonly name: string };
type ProfileValue = { readonly path: string; readonly createdAt?: string };

const byName = (item: { name: string }) => item.name;

function profilesOf({ roles, emptyProfiles }: AuthorizationDetails): InstanceProfile[] {
  return [...emptyProfiles, ...roles.flatMap((role) => role.instanceProfiles)];
}

/** An instance profile by name, without its role: that it holds one is a resource of its own. IAM lists no tags of it. */
const instanceProfileResource = defineResource<ProfileAddress, ProfileValue>({
  type: 'iam-instance-profile',
  collection: 'authorization-details',
  volatile: ['createdAt'],
  label: ({ name }) => `instance profile ${name}`,
  read(snapshot, { name }) {
    const details = readable(snapshot, 'authorization-details');
    const found = details && profilesOf(details).find((profile) => profile.name === name);
    return found === undefined ? null : { path: pathOf(found), createdAt: found.createdAt };
  },
  write(draft, { name }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    if (value === null) {
      if (!details.emptyProfiles.some((profile) => profile.name === name))
        throw new Refusal(
          profilesOf(details).some((profile) => profile.name === name)
            ? `IAM does not delete instance profile ${name} while it holds a role`
            : `there is no instance profile ${name} to delete`,
        );
      removeKeyed(details.emptyProfiles, name, byName);
      count(draft, 'InstanceProfiles', -1);
      return;
    }
    const profiles = profilesOf(details);
    const rival = profiles.find((profile) => sameName(profile.name, name));
    if (rival) throw new Refusal(`instance profile ${rival.name} exists already`);
    holdName('instance profile', name);
    holdQuota(draft, 'InstanceProfilesQuota', profiles.length + 1, `instance profile ${name} be made`);
    const arn = iamArn(draft.account, 'instance-profile', value.path, name);
    putSorted(details.emptyProfiles, { name, arn, createdAt: value.createdAt ?? draft.collectedAt }, byName);
    count(draft, 'InstanceProfiles', 1);
  },
  requires: () => [],
  permissions: ['iam:GetInstanceProfile'],
  async observe(live, { name }) {
    const iam = await live.iam();
    const found = (await absent(() => iam.getInstanceProfile({ InstanceProfileName: name })))?.InstanceProfile;
    if (found === undefined) return null;
    return { path: found.Path ?? '/', createdAt: found.CreateDate?.toISOString() ?? '' };
  },
});

export const createInstanceProfile = defineOperation({
  name: 'iam:CreateInstanceProfile',
  resource: instanceProfileResource,
  inverse: 'iam:DeleteInstanceProfile',
  reversibility: 'reversible',
  permissions: ['iam:CreateInstanceProfile', 'iam:GetInstanceProfile'],
  title: ({ name }) => `Create instance profile ${name}`,
  command: ({ name }, _, to) => [
    ...['iam', 'create-instance-profile', '--instance-profile-name', name],
    ...['--path', to?.path ?? '/'],
  ],
  async perform(live, { address: { name }, to }) {
    const iam = await live.iam();
    await iam.createInstanceProfile({ InstanceProfileName: name, Path: to?.path });
    return undefined;
  },
});

export const deleteInstanceProfile = defineOperation({
  name: 'iam:DeleteInstanceProfile',
  resource: instanceProfileResource,
  inverse: 'iam:CreateInstanceProfile',
  // It comes back under its ARN, but with a new id and without its tags, which no listing tells.
  reversibility: 'recoverable',
  permissions: ['iam:DeleteInstanceProfile', 'iam:GetInstanceProfile'],
  title: ({ name }) => `Delete instance profile ${name}`,
  command: ({ name }) => ['iam', 'delete-instance-profile', '--instance-profile-name', name],
  async perform(live, { address: { name } }) {
    const iam = await live.iam();
    await iam.deleteInstanceProfile({ InstanceProfileName: name });
    return undefined;
  },
});

type HoldingAddress = { readonly profile: string; readonly role: string };

/** That an instance profile holds a role; it holds one at most. */
const profileRoleResource = defineResource<HoldingAddress, Readonly<Record<string, never>>>({
  type: 'iam-instance-profile-role',
  collection: 'authorization-details',
  volatile: [],
  label: ({ profile, role }) => `role ${role} in instance profile ${profile}`,
  read(snapshot, { profile, role }) {
    const found = readable(snapshot, 'authorization-details')?.roles.find((item) => item.name === role);
    return found?.instanceProfiles.some(({ name }) => name === profile) ? {} : null;
  },
  write(draft, address, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    const role = details.roles.find(({ name }) => name === address.role);
    if (role === undefined) throw new Refusal(`there is no role ${address.role}`);
    holdChangeable(role);
    const [from, to] =
      value === null ? [role.instanceProfiles, details.emptyProfiles] : [details.emptyProfiles, role.instanceProfiles];
    const profile = from.find(({ name }) => name === address.profile);
    if (profile === undefined) throw new Refusal(whyNot(details, address, value === null));
    removeKeyed(from, profile.name, byName);
    putSorted(to, profile, byName);
  },
  requires: ({ profile, role }) => [
    { type: 'iam-role', address: { role } },
    { type: 'iam-instance-profile', address: { name: profile } },
  ],
  permissions: ['iam:GetInstanceProfile'],
  async observe(live, { profile, role }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getInstanceProfile({ InstanceProfileName: profile }));
    return answer?.InstanceProfile?.Roles?.some(({ RoleName }) => RoleName === role) ? {} : null;
  },
});

const flags = ({ profile, role }: HoldingAddress) => ['--instance-profile-name', profile, '--role-name', role];

export const addRoleToInstanceProfile = defineOperation({
  name: 'iam:AddRoleToInstanceProfile',
  resource: profileRoleResource,
  inverse: 'iam:RemoveRoleFromInstanceProfile',
  reversibility: 'reversible',
  permissions: ['iam:AddRoleToInstanceProfile', 'iam:PassRole', 'iam:GetInstanceProfile'],
  title: ({ profile, role }) => `Put role ${role} into instance profile ${profile}`,
  command: (address) => ['iam', 'add-role-to-instance-profile', ...flags(address)],
  async perform(live, { address: { profile, role } }) {
    const iam = await live.iam();
    await iam.addRoleToInstanceProfile({ InstanceProfileName: profile, RoleName: role });
    return undefined;
  },
});

export const removeRoleFromInstanceProfile = defineOperation({
  name: 'iam:RemoveRoleFromInstanceProfile',
  resource: profileRoleResource,
  inverse: 'iam:AddRoleToInstanceProfile',
  reversibility: 'reversible',
  permissions: ['iam:RemoveRoleFromInstanceProfile', 'iam:GetInstanceProfile'],
  title: ({ profile, role }) => `Take role ${role} out of instance profile ${profile}`,
  command: (address) => ['iam', 'remove-role-from-instance-profile', ...flags(address)],
  async perform(live, { address: { profile, role } }) {
    const iam = await live.iam();
    await iam.removeRoleFromInstanceProfile({ InstanceProfileName: profile, RoleName: role });
    return undefined;
  },
});

export const instanceProfileOperations = [
  createInstanceProfile,
  deleteInstanceProfile,
  addRoleToInstanceProfile,
  removeRoleFromInstanceProfile,
];

function whyNot(details: AuthorizationDetails, { profile, role }: HoldingAddress, removing: boolean): string {
  if (removing) return `instance profile ${profile} does not hold role ${role}`;
  const holder = details.roles.find(({ instanceProfiles }) => instanceProfiles.some(({ name }) => name === profile));
  if (holder === undefined) return `there is no instance profile ${profile}`;
  return `instance profile ${profile} holds role ${holder.name}, and it takes no other beside it`;
}

/** The path is the part of the ARN between the kind and the name. */
function pathOf({ arn, name }: InstanceProfile): string {
  const rest = arn.slice(arn.indexOf(':instance-profile') + ':instance-profile'.length);
  return rest.slice(0, rest.length - name.length) || '/';
}
