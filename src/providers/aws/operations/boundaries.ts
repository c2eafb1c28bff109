import type { AttachedPermissionsBoundary, IAM } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { type AuthorizationDetails, isAwsManaged, isAwsRole } from '../model/authorization-details.ts';
import { editable } from '../model/edit.ts';
import { policyName } from '../policy/principals.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type BoundaryValue = { readonly policyArn: string };

/** What differs between users and roles. */
interface Kind<K extends string> {
  readonly kind: K;
  /** Those of the account that may be bounded, by name. */
  among(
    details: AuthorizationDetails,
  ): { readonly name: string; readonly path: string; boundary?: string | undefined }[];
  put(iam: IAM, name: string, PermissionsBoundary: string): Promise<unknown>;
  remove(iam: IAM, name: string): Promise<unknown>;
  get(iam: IAM, name: string): Promise<AttachedPermissionsBoundary | undefined>;
}

const user = boundaries({
  kind: 'user',
  among: (details) => details.users,
  put: (iam, UserName, PermissionsBoundary) => iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary }),
  remove: (iam, UserName) => iam.deleteUserPermissionsBoundary({ UserName }),
  get: async (iam, UserName) => (await iam.getUser({ UserName })).User?.PermissionsBoundary,
});

const role = boundaries({
  kind: 'role',
  among: (details) => details.roles,
  put: (iam, RoleName, PermissionsBoundary) => iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary }),
  remove: (iam, RoleName) => iam.deleteRolePermissionsBoundary({ RoleName }),
  get: async (iam, RoleName) => (await iam.getRole({ RoleName })).Role?.PermissionsBoundary,
});

export const { put: putUserBoundary, remove: deleteUserBoundary } = user;
export const { put: putRoleBoundary, remove: deleteRoleBoundary } = role;

export const boundaryOperations = [putUserBoundary, deleteUserBoundary, putRoleBoundary, deleteRoleBoundary];

function boundaries<K extends 'user' | 'role'>(by: Kind<K>) {
  type BoundaryAddress = Readonly<Record<K, string>>;
  const { kind } = by;
  const Kind = kind === 'user' ? 'User' : 'Role';
  const who = (address: BoundaryAddress) => `${kind} ${address[kind]}`;

  /** The managed policy that limits what a principal's own policies can give it; there is one at most. */
  const resource = defineResource<BoundaryAddress, BoundaryValue>({
    type: `iam-${kind}-permissions-boundary`,
    collection: 'authorization-details',
    volatile: [],
    label: (address) => `permissions boundary of ${who(address)}`,
    read(snapshot, address) {
      const details = readable(snapshot, 'authorization-details');
      const found = details && by.among(details).find((item) => item.name === address[kind]);
      return found?.boundary === undefined ? null : { policyArn: found.boundary };
    },
    write(draft, address, value) {
      const details = editable(draft, 'authorization-details');
      if (details === undefined) return;
      const principal = by.among(details).find((item) => item.name === address[kind]);
      if (principal === undefined) throw new Refusal(`there is no ${who(address)}`);
      if (kind === 'role' && isAwsRole(principal)) throw new Refusal(`only AWS changes ${who(address)}`);
      if (value === null) delete principal.boundary;
      else {
        const { policyArn } = value;
        // The evidence lists a policy of AWS only while something uses it.
        if (!isAwsManaged(policyArn) && !details.policies.some(({ arn }) => arn === policyArn))
          throw new Refusal(`there is no policy ${policyArn} to bound ${who(address)} by`);
        principal.boundary = policyArn;
      }
    },
    requires: (address, { policyArn }) => [
      { type: `iam-${kind}`, address: { [kind]: address[kind] } },
      { type: 'iam-policy', address: { arn: policyArn } },
    ],
    permissions: [`iam:Get${Kind}`],
    async observe(live, address) {
      const iam = await live.iam();
      const arn = (await absent(() => by.get(iam, address[kind])))?.PermissionsBoundaryArn;
      return arn === undefined ? null : { policyArn: arn };
    },
  });

  const put = defineOperation({
    name: `iam:Put${Kind}PermissionsBoundary`,
    resource,
    inverse: `iam:Delete${Kind}PermissionsBoundary`,
    reversibility: 'reversible',
    permissions: [`iam:Put${Kind}PermissionsBoundary`, `iam:Get${Kind}`],
    title: (address, from, to) => {
      const instead = from === null ? '' : ` in place of ${policyName(from.policyArn)}`;
      return `Bound ${who(address)} by policy ${policyName(to?.policyArn ?? '')}${instead}`;
    },
    command: (address, _, to) => [
      ...['iam', `put-${kind}-permissions-boundary`, `--${kind}-name`, address[kind]],
      ...['--permissions-boundary', to?.policyArn ?? ''],
    ],
    async perform(live, { address, to }) {
      if (to === null) throw new Error(`a boundary is removed by iam:Delete${Kind}PermissionsBoundary`);
      await by.put(await live.iam(), address[kind], to.policyArn);
      return undefined;
    },
  });

  const remove = defineOperation({
    name: `iam:Delete${Kind}PermissionsBoundary`,
    resource,
    inverse: `iam:Put${Kind}PermissionsBoundary`,
    reversibility: 'reversible',
    permissions: [`iam:Delete${Kind}PermissionsBoundary`, `iam:Get${Kind}`],
    title: (address) => `Take the permissions boundary off ${who(address)}`,
    command: (address) => ['iam', `delete-${kind}-permissions-boundary`, `--${kind}-name`, address[kind]],
    async perform(live, { address }) {
      await by.remove(await live.iam(), address[kind]);
      return undefined;
    },
  });

  return { put, remove };
}
