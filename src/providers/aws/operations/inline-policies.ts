import type { IAM } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toText } from '../collect/from-details.ts';
import type { AuthorizationDetails, InlinePolicy } from '../model/authorization-details.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { documentSize, holdDocument, holdQuota, type Quota } from './limits.ts';
import { absent } from './live-answers.ts';

type InlineAddress<K extends string> = Readonly<Record<K | 'name', string>>;
type InlineValue = { readonly document: string };

/** What differs between users, groups and roles. */
interface Kind<K extends string> {
  readonly kind: K;
  /** The quota of all the inline policies of one of them together. */
  readonly quota: Quota;
  /** Those of the account that inline policies can be put into. */
  among(details: AuthorizationDetails): { readonly name: string; readonly inline: InlinePolicy[] }[];
  put(iam: IAM, owner: string, PolicyName: string, PolicyDocument: string): Promise<unknown>;
  remove(iam: IAM, owner: string, PolicyName: string): Promise<unknown>;
  get(iam: IAM, owner: string, PolicyName: string): Promise<{ readonly PolicyDocument?: string | undefined }>;
}

const user = inlinePolicies({
  kind: 'user',
  quota: 'UserPolicySizeQuota',
  among: (details) => details.users,
  put: (iam, UserName, PolicyName, PolicyDocument) => iam.putUserPolicy({ UserName, PolicyName, PolicyDocument }),
  remove: (iam, UserName, PolicyName) => iam.deleteUserPolicy({ UserName, PolicyName }),
  get: (iam, UserName, PolicyName) => iam.getUserPolicy({ UserName, PolicyName }),
});

const group = inlinePolicies({
  kind: 'group',
  quota: 'GroupPolicySizeQuota',
  among: (details) => details.groups,
  put: (iam, GroupName, PolicyName, PolicyDocument) => iam.putGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
  remove: (iam, GroupName, PolicyName) => iam.deleteGroupPolicy({ GroupName, PolicyName }),
  get: (iam, GroupName, PolicyName) => iam.getGroupPolicy({ GroupName, PolicyName }),
});

const role = inlinePolicies({
  kind: 'role',
  quota: 'RolePolicySizeQuota',
  among: (details) => details.roles,
  put: (iam, RoleName, PolicyName, PolicyDocument) => iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument }),
  remove: (iam, RoleName, PolicyName) => iam.deleteRolePolicy({ RoleName, PolicyName }),
  get: (iam, RoleName, PolicyName) => iam.getRolePolicy({ RoleName, PolicyName }),
});

export const { put: putUserPolicy, remove: deleteUserPolicy } = user;
export const { put: putGroupPolicy, remove: deleteGroupPolicy } = group;
export const { put: putRolePolicy, remove: deleteRolePolicy } = role;

export const inlinePolicyOperations = [
  putUserPolicy,
  deleteUserPolicy,
  putGroupPolicy,
  deleteGroupPolicy,
  putRolePolicy,
  deleteRolePolicy,
];

function inlinePolicies<K extends 'user' | 'group' | 'role'>(by: Kind<K>) {
  const { kind } = by;
  const Kind = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  const names = (address: InlineAddress<K>) => [`--${kind}-name`, address[kind], '--policy-name', address.name];
  const words = (address: InlineAddress<K>) => `inline policy ${address.name}`;

  /** One inline policy by its owner and name; the document is kept as the JSON text that IAM keeps. */
  const resource = defineResource<InlineAddress<K>, InlineValue>({
    type: `iam-${kind}-inline-policy`,
    collection: 'authorization-details',
    volatile: [],
    label: (address) => `${words(address)} of ${kind} ${address[kind]}`,
    read(snapshot, address) {
      const details = readable(snapshot, 'authorization-details');
      const owner = details && by.among(details).find((item) => item.name === address[kind]);
      const found = owner?.inline.find((item) => item.name === address.name);
      return found === undefined ? null : { document: found.document };
    },
    write(draft, address, value) {
      const details = editable(draft, 'authorization-details');
      if (details === undefined) return;
      const owner = by.among(details).find((item) => item.name === address[kind]);
      if (owner === undefined) throw new Refusal(`there is no ${kind} ${address[kind]}`);
      if (value === null) {
        removeKeyed(owner.inline, address.name, (item) => item.name);
        return;
      }
      holdDocument(value.document, words(address));
      const others = owner.inline.filter((item) => item.name !== address.name);
      const size = [...others, value].reduce((sum, item) => sum + documentSize(item.document), 0);
      holdQuota(draft, by.quota, size, `the inline policies of ${kind} ${address[kind]} have ${size} characters`);
      putSorted(owner.inline, { name: address.name, document: value.document }, (item) => item.name);
    },
    requires: (address) => [{ type: `iam-${kind}`, address: { [kind]: address[kind] } }],
    permissions: [`iam:Get${Kind}Policy`],
    async observe(live, address) {
      const iam = await live.iam();
      const answer = await absent(() => by.get(iam, address[kind], address.name));
      return answer === null ? null : { document: toText(answer.PolicyDocument) };
    },
  });

  const put = defineOperation({
    name: `iam:Put${Kind}Policy`,
    resource,
    inverse: `iam:Delete${Kind}Policy`,
    reversibility: 'reversible',
    permissions: [`iam:Put${Kind}Policy`, `iam:Get${Kind}Policy`],
    title: (address, from) =>
      from === null
        ? `Put ${words(address)} into ${kind} ${address[kind]}`
        : `Change ${words(address)} of ${kind} ${address[kind]}`,
    command: (address, _, to) => [
      ...['iam', `put-${kind}-policy`, ...names(address)],
      ...['--policy-document', to?.document ?? ''],
    ],
    async perform(live, { address, to }) {
      if (to === null) throw new Error(`an inline policy is removed by iam:Delete${Kind}Policy`);
      await by.put(await live.iam(), address[kind], address.name, to.document);
      return undefined;
    },
  });

  const remove = defineOperation({
    name: `iam:Delete${Kind}Policy`,
    resource,
    inverse: `iam:Put${Kind}Policy`,
    reversibility: 'reversible',
    permissions: [`iam:Delete${Kind}Policy`, `iam:Get${Kind}Policy`],
    title: (address) => `Delete ${words(address)} of ${kind} ${address[kind]}`,
    command: (address) => ['iam', `delete-${kind}-policy`, ...names(address)],
    async perform(live, { address }) {
      await by.remove(await live.iam(), address[kind], address.name);
      return undefined;
    },
  });

  return { put, remove };
}
