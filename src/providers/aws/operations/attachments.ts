import type { AttachedPolicy, IAM } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { policyName } from '../policy/principals.ts';
import { defineOperation, defineResource } from './define.ts';
import { holdQuota, type Quota } from './limits.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

type AttachmentAddress<K extends string> = Readonly<Record<K | 'policyArn', string>>;
type AttachmentValue = Readonly<Record<string, never>>;

/** What differs between users, groups and roles. */
interface Kind<K extends string> {
  readonly kind: K;
  readonly quota: Quota;
  /** Those of the account that policies can be attached to. */
  among(details: AuthorizationDetails): { readonly name: string; readonly attached: string[] }[];
  attach(iam: IAM, name: string, PolicyArn: string): Promise<unknown>;
  detach(iam: IAM, name: string, PolicyArn: string): Promise<unknown>;
  list(iam: IAM, name: string, Marker: string | undefined): Promise<AttachedPage>;
}

type AttachedPage = {
  readonly AttachedPolicies?: AttachedPolicy[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
};

const user = attachments({
  kind: 'user',
  quota: 'AttachedPoliciesPerUserQuota',
  among: (details) => details.users,
  attach: (iam, UserName, PolicyArn) => iam.attachUserPolicy({ UserName, PolicyArn }),
  detach: (iam, UserName, PolicyArn) => iam.detachUserPolicy({ UserName, PolicyArn }),
  list: (iam, UserName, Marker) => iam.listAttachedUserPolicies({ UserName, Marker }),
});

const group = attachments({
  kind: 'group',
  quota: 'AttachedPoliciesPerGroupQuota',
  among: (details) => details.groups,
  attach: (iam, GroupName, PolicyArn) => iam.attachGroupPolicy({ GroupName, PolicyArn }),
  detach: (iam, GroupName, PolicyArn) => iam.detachGroupPolicy({ GroupName, PolicyArn }),
  list: (iam, GroupName, Marker) => iam.listAttachedGroupPolicies({ GroupName, Marker }),
});

const role = attachments({
  kind: 'role',
  quota: 'AttachedPoliciesPerRoleQuota',
  among: (details) => details.roles,
  attach: (iam, RoleName, PolicyArn) => iam.attachRolePolicy({ RoleName, PolicyArn }),
  detach: (iam, RoleName, PolicyArn) => iam.detachRolePolicy({ RoleName, PolicyArn }),
  list: (iam, RoleName, Marker) => iam.listAttachedRolePolicies({ RoleName, Marker }),
});

export const { attach: attachUserPolicy, detach: detachUserPolicy } = user;
export const { attach: attachGroupPolicy, detach: detachGroupPolicy } = group;
export const { attach: attachRolePolicy, detach: detachRolePolicy } = role;

export const attachmentOperations = [
  attachUserPolicy,
  detachUserPolicy,
  attachGroupPolicy,
  detachGroupPolicy,
  attachRolePolicy,
  detachRolePolicy,
];

function attachments<K extends 'user' | 'group' | 'role'>(by: Kind<K>) {
  const { kind } = by;
  const Kind = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  const names = (address: AttachmentAddress<K>) => [`--${kind}-name`, address[kind], '--policy-arn', address.policyArn];
  const words = (address: AttachmentAddress<K>) => `policy ${policyName(address.policyArn)}`;

  /** One managed policy's attachment; the principal's other policies and the policy's other principals are not its business. */
  const resource = defineResource<AttachmentAddress<K>, AttachmentValue>({
    type: `iam-${kind}-policy-attachment`,
    collection: 'authorization-details',
    volatile: [],
    label: (address) => `${words(address)} attached to ${kind} ${address[kind]}`,
    read(snapshot, address) {
      const details = readable(snapshot, 'authorization-details');
      const found = details && by.among(details).find((item) => item.name === address[kind]);
      return found?.attached.includes(address.policyArn) ? {} : null;
    },
    write(draft, address, value) {
      const details = editable(draft, 'authorization-details');
      if (details === undefined) return;
      const principal = by.among(details).find((item) => item.name === address[kind]);
      if (principal === undefined) throw new Refusal(`there is no ${kind} ${address[kind]}`);
      if (value === null) {
        removeKeyed(principal.attached, address.policyArn, (arn) => arn);
        return;
      }
      // Whether the policy exists is not asked: the evidence lists an AWS-managed policy only while something uses it.
      const others = principal.attached.filter((arn) => arn !== address.policyArn).length;
      holdQuota(draft, by.quota, others + 1, `one more policy be attached to ${kind} ${address[kind]}`);
      putSorted(principal.attached, address.policyArn, (arn) => arn);
    },
    requires: (address) => [
      { type: `iam-${kind}`, address: { [kind]: address[kind] } },
      { type: 'iam-policy', address: { arn: address.policyArn } },
    ],
    permissions: [`iam:ListAttached${Kind}Policies`],
    async observe(live, address) {
      const iam = await live.iam();
      const attached = await absent(() =>
        listAll(
          (Marker) => by.list(iam, address[kind], Marker),
          ({ AttachedPolicies }) => AttachedPolicies,
        ),
      );
      return attached?.some(({ PolicyArn }) => PolicyArn === address.policyArn) ? {} : null;
    },
  });

  const attach = defineOperation({
    name: `iam:Attach${Kind}Policy`,
    resource,
    inverse: `iam:Detach${Kind}Policy`,
    reversibility: 'reversible',
    permissions: [`iam:Attach${Kind}Policy`, `iam:ListAttached${Kind}Policies`],
    title: (address) => `Attach ${words(address)} to ${kind} ${address[kind]}`,
    command: (address) => ['iam', `attach-${kind}-policy`, ...names(address)],
    async perform(live, { address }) {
      await by.attach(await live.iam(), address[kind], address.policyArn);
      return undefined;
    },
  });

  const detach = defineOperation({
    name: `iam:Detach${Kind}Policy`,
    resource,
    inverse: `iam:Attach${Kind}Policy`,
    reversibility: 'reversible',
    permissions: [`iam:Detach${Kind}Policy`, `iam:ListAttached${Kind}Policies`],
    title: (address) => `Detach ${words(address)} from ${kind} ${address[kind]}`,
    command: (address) => ['iam', `detach-${kind}-policy`, ...names(address)],
    async perform(live, { address }) {
      await by.detach(await live.iam(), address[kind], address.policyArn);
      return undefined;
    },
  });

  return { attach, detach };
}
