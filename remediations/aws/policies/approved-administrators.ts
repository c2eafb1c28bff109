import { z } from 'zod';
import { sameName } from '../../../src/providers/aws/operations/limits.ts';

/**
 * Groups that may be administrators, by name. The default is the one that AWS's guides have everybody make; an account
 * that calls its own otherwise says so.
 */
export const approvedAdminGroups = z.array(z.string()).default(['administrators']);

/** True when a list names it; IAM does not tell names apart by case. */
export function isListed(list: readonly string[], name: string): boolean {
  return list.some((listed) => sameName(listed, name));
}
