import { z } from 'zod';
import { timeSchema } from './time.ts';

/**
 * When something last happened: an ISO 8601 time, `never`, or `unknown` where AWS does not tell.
 * The report writes `N/A` for what does not apply or never happened and `no_information` for what predates tracking.
 */
export const momentSchema = z.union([z.iso.datetime({ offset: true }), z.enum(['never', 'unknown'])]);
export type Moment = z.infer<typeof momentSchema>;

/** True for a moment that is a time, neither `never` nor `unknown`. */
export function isTime(moment: Moment): boolean {
  return moment !== 'never' && moment !== 'unknown';
}

/** One of the two access-key slots of a report's row. */
export const reportKeySchema = z.object({
  active: z.boolean(),
  /** When the key was made or its status last changed; `never` says that the slot is empty. */
  lastRotated: momentSchema,
  lastUsed: momentSchema,
  lastUsedRegion: z.string().optional(),
  lastUsedService: z.string().optional(),
});
export type ReportKey = z.infer<typeof reportKeySchema>;

/** One of the two signing-certificate slots of a report's row. */
export const reportCertificateSchema = z.object({ active: z.boolean(), lastRotated: momentSchema });

/** A user of the credential report; the root user's row is named `<root_account>`. */
export const reportRowSchema = z.object({
  user: z.string(),
  arn: z.string(),
  createdAt: momentSchema,
  /** `unknown` for the root user where AWS writes `not_supported`. */
  passwordEnabled: z.union([z.boolean(), z.literal('unknown')]),
  passwordLastUsed: momentSchema,
  passwordLastChanged: momentSchema,
  passwordNextRotation: momentSchema,
  mfaActive: z.boolean(),
  keys: z.tuple([reportKeySchema, reportKeySchema]),
  certificates: z.tuple([reportCertificateSchema, reportCertificateSchema]),
});
export type ReportRow = z.infer<typeof reportRowSchema>;

/** The credential report; rows are sorted by user. */
export const credentialReportSchema = z.object({ generatedAt: timeSchema, rows: z.array(reportRowSchema) });
export type CredentialReport = z.infer<typeof credentialReportSchema>;

/** The name that AWS gives to the root user's row. */
export const rootUser = '<root_account>';

/** The root user's row, absent in reports that were cut or come from endpoints that leave it out. */
export function rootRow(report: CredentialReport): ReportRow | undefined {
  return report.rows.find((row) => row.user === rootUser);
}
