import { matchesPattern } from '../../../src/engine/baseline.ts';
import {
  type AuthorizationDetails,
  isAwsRole,
  type Role,
} from '../../../src/providers/aws/model/authorization-details.ts';

/** The roles that somebody of the account can change: not those linked to a service, nor those that Identity Center keeps. */
export function changeableRoles({ roles }: Pick<AuthorizationDetails, 'roles'>): readonly Role[] {
  return roles.filter((role) => !isAwsRole(role));
}

/**
 * True when a list has somebody on it, by name or by ARN; `*` stands for any text, as in the names that tools make up.
 * IAM does not tell names apart by case.
 */
export function isOnList(
  list: readonly string[],
  { name, arn }: { readonly name: string; readonly arn: string },
): boolean {
  return list.some((entry) =>
    entry.startsWith('arn:') ? matchesPattern(entry, arn) : matchesPattern(entry.toLowerCase(), name.toLowerCase()),
  );
}
