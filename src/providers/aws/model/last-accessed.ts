import { z } from 'zod';
import type { AuthorizationDetails, Role, User } from './authorization-details.ts';
import { type CredentialReport, momentSchema, type ReportRow } from './credential-report.ts';

/** A service that a principal's policies grant, and when the principal last tried to use it (IAM looks back 400 days). */
export const serviceUseSchema = z.object({
  /** The prefix of the service's actions, such as `s3`. */
  service: z.string(),
  lastUsed: momentSchema,
  region: z.string().optional(),
});
export type ServiceUse = z.infer<typeof serviceUseSchema>;

/** The services that one principal is granted, sorted by prefix; null where IAM could not finish its report, for the reason given. */
export const lastAccessedSchema = z.object({
  arn: z.string(),
  services: z.array(serviceUseSchema).nullable(),
  reason: z.string().optional(),
});
export type LastAccessed = z.infer<typeof lastAccessedSchema>;

/**
 * The ARNs of the principals whose use of services is worth asking for: users and roles that are granted anything,
 * that somebody can change, and that were used at all. One that was never used has used no service; that it exists
 * is the matter of other practices.
 */
export function principalsOfInterest(details: AuthorizationDetails, report: CredentialReport | undefined): string[] {
  return arnsOfInterest(details, report).sort();
}

/** The same in no certain order, for one who only asks whether a principal is among them. */
export function arnsOfInterest(details: AuthorizationDetails, report: CredentialReport | undefined): string[] {
  const rows = new Map(report?.rows.map((row) => [row.arn, row]));
  const grants = new Set(details.groups.filter(hasPolicies).map((group) => group.name));
  const holds = (user: User) => hasPolicies(user) || user.groups.some((group) => grants.has(group));
  const users = details.users.filter((user) => holds(user) && wasUsed(rows.get(user.arn)));
  const roles = details.roles.filter((role) => hasPolicies(role) && role.lastUsed !== null && isOwn(role));
  return [...users, ...roles].map((principal) => principal.arn);
}

function hasPolicies({
  inline,
  attached,
}: {
  readonly inline: readonly unknown[];
  readonly attached: readonly unknown[];
}): boolean {
  return inline.length > 0 || attached.length > 0;
}

/** A user whose row is missing may have been used. */
function wasUsed(row: ReportRow | undefined): boolean {
  return row === undefined || row.passwordLastUsed !== 'never' || row.keys.some(({ lastUsed }) => lastUsed !== 'never');
}

/** Service-linked roles and those of Identity Center are AWS's to change. */
function isOwn(role: Role): boolean {
  return !role.path.startsWith('/aws-service-role/') && !role.path.startsWith('/aws-reserved/');
}
