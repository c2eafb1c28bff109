import type { AuthorizationDetails, Role } from '../../../src/providers/aws/model/authorization-details.ts';
import type { Instance } from '../../../src/providers/aws/model/workloads.ts';

/** False for an instance that is gone, or on its way. */
export function isAlive({ state }: Instance): boolean {
  return state !== 'terminated' && state !== 'shutting-down';
}

/** The role that each instance profile holds, by the profile's ARN; a profile without a role is in no listing of roles. */
export function rolesByProfile({ roles }: Pick<AuthorizationDetails, 'roles'>): ReadonlyMap<string, Role> {
  return new Map(roles.flatMap((role) => role.instanceProfiles.map(({ arn }) => [arn, role] as const)));
}
