import { accessKeyViolations } from './access-keys.ts';
import { accountViolations, outsideOrganization } from './account.ts';
import { certificateViolations } from './certificates.ts';
import { groupViolations } from './groups.ts';
import { monitoringViolations } from './monitoring.ts';
import { policyViolations } from './policies.ts';
import { roleViolations } from './roles.ts';
import { rootViolations, rootWithoutMfa } from './root.ts';
import { nobody, userViolations } from './users.ts';
import type { Violation } from './violation.ts';

/** What can be wrong in one account at a time. */
export const violations: readonly Violation[] = [
  ...rootViolations,
  ...userViolations,
  ...accessKeyViolations,
  ...groupViolations,
  ...roleViolations,
  ...policyViolations,
  ...certificateViolations,
  ...accountViolations,
  ...monitoringViolations,
];

/**
 * What another violation excludes. The three go together, and are mended in this order: in the management account of an
 * organization nobody makes an instance of Identity Center for the account alone.
 */
export const rivals: readonly Violation[] = [rootWithoutMfa, nobody, outsideOrganization];
