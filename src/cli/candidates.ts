import { readable } from '../engine/snapshot.ts';
import { isAwsRole } from '../providers/aws/model/authorization-details.ts';
import type { AwsSnapshot } from '../providers/aws/model/collections.ts';
import { partOf } from '../providers/aws/model/part.ts';
import { isAdministrator } from '../providers/aws/policy/administrators.ts';
import { outsidersOf, stranger } from '../providers/aws/policy/admission.ts';

/** What an account shows that a first baseline may settle. */
export interface Candidates {
  /** The ARNs of users and roles with full administrator permissions. */
  readonly administrators: readonly string[];
  /** The names of groups and roles that give full administrator permissions. */
  readonly adminGroups: readonly string[];
  readonly adminRoles: readonly string[];
  readonly users: readonly string[];
  /** The ids of accounts outside the organization that trust policies name. */
  readonly outsiders: readonly string[];
}

/** The candidates in a snapshot; undefined where users, groups and roles could not be read. */
export function candidatesOf(snapshot: AwsSnapshot): Candidates | undefined {
  const details = readable(snapshot, 'authorization-details');
  if (details === undefined) return undefined;
  const roles = details.roles.filter((role) => !isAwsRole(role));
  const adminsAmong = <T extends { readonly name: string }>(type: 'user' | 'group' | 'role', entities: readonly T[]) =>
    entities.filter(({ name }) => isAdministrator(details, { type, name }) === 'yes');
  const adminRoles = adminsAmong('role', roles);
  const organization = readable(snapshot, 'organization') ?? undefined;
  const members = organization && [organization.managementAccountId, ...(partOf(organization.accounts) ?? [])];
  const outsiders = roles.flatMap(({ trust }) => outsidersOf(trust, snapshot.account).map(({ account }) => account));
  return {
    administrators: [...adminsAmong('user', details.users), ...adminRoles].map(({ arn }) => arn).sort(),
    adminGroups: namesOf(adminsAmong('group', details.groups)),
    adminRoles: namesOf(adminRoles),
    users: namesOf(details.users),
    outsiders: [...new Set(outsiders)].filter((id) => id !== stranger && members?.includes(id) !== true).sort(),
  };
}

function namesOf(entities: readonly { readonly name: string }[]): string[] {
  return entities.map(({ name }) => name).sort();
}
