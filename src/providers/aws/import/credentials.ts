import type { PasswordPolicy as LivePasswordPolicy } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { toAccessKey, withSlot } from '../collect/access-keys.ts';
import { toAccountSummary } from '../collect/account-summary.ts';
import { sortedBy } from '../collect/define.ts';
import { toDevice, toVirtual } from '../collect/mfa-devices.ts';
import { parseCredentialReport } from '../collect/parse-credential-report.ts';
import type { CredentialReport } from '../model/credential-report.ts';
import type { AccessKey, MfaDevice, PasswordPolicy } from '../model/credentials.ts';
import { pairSlots } from '../model/key-slots.ts';
import { toPasswordPolicy } from '../operations/password-policy.ts';
import { broken, date, decodePages, type ImportFile, maybe, maybeList } from './files.ts';

const summary = z.object({ SummaryMap: z.record(z.string(), z.number()) });

/** Reads what `aws iam get-account-summary` prints. */
export function importAccountSummary(files: readonly ImportFile[]): Record<string, number> {
  const pages = files.flatMap((file) => decodePages(file, summary));
  return toAccountSummary(Object.assign({}, ...pages.map((page) => page.SummaryMap)));
}

const report = z.object({ Content: z.string(), GeneratedTime: maybe(date) });

/** Reads the credential report: its CSV, or what `aws iam get-credential-report` prints around it. */
export function importCredentialReport([file, another]: readonly ImportFile[], now: Date): CredentialReport {
  if (file === undefined) throw new Error('a credential report is imported from a file');
  if (another !== undefined) throw broken(another, `an account has one credential report, and ${file.path} was given`);
  const written = file.modifiedAt ?? now;
  if (!file.text.trimStart().startsWith('{'))
    return parseCredentialReport(csvOf(file.text), written.toISOString(), file.path);
  const [answer] = decodePages(file, report);
  const csv = Buffer.from(answer?.Content ?? '', 'base64').toString('utf8');
  return parseCredentialReport(csv, (answer?.GeneratedTime ?? written).toISOString(), file.path);
}

/** The CSV itself, or the same in base64 as `--query Content --output text` prints it. */
function csvOf(text: string): string {
  return /^[\w+/\s]+=*\s*$/.test(text) ? Buffer.from(text, 'base64').toString('utf8') : text;
}

const passwordPolicy = z.object({ PasswordPolicy: z.looseObject({ MinimumPasswordLength: z.number() }) });

/**
 * Reads what `aws iam get-account-password-policy` prints. Where an account has no policy the command fails and
 * prints nothing, so an empty file says that there is none.
 */
export function importPasswordPolicy(files: readonly ImportFile[]): PasswordPolicy | null {
  const given = files.filter((file) => file.text.trim() !== '');
  const [answer] = given.flatMap((file) => decodePages(file, passwordPolicy));
  return answer === undefined ? null : toPasswordPolicy(answer.PasswordPolicy as LivePasswordPolicy);
}

const keys = z.object({
  AccessKeyMetadata: z.array(
    z.object({
      UserName: z.string(),
      AccessKeyId: z.string(),
      Status: z.enum(['Active', 'Inactive', 'Expired']),
      CreateDate: maybe(date),
    }),
  ),
});

/** Reads what `aws iam list-access-keys` prints, user by user; the last use of the keys comes from the credential report. */
export function importAccessKeys(files: readonly ImportFile[], credentials: CredentialReport | undefined): AccessKey[] {
  const rows = new Map(credentials?.rows.map((row) => [row.user, row]));
  const listed = files
    .flatMap((file) => decodePages(file, keys))
    .flatMap((page) => page.AccessKeyMetadata)
    .map((key) => toAccessKey(key.UserName, key));
  const known = listed.map((key) => {
    const row = rows.get(key.user);
    const slot =
      row &&
      pairSlots(
        row,
        listed.filter((other) => other.user === key.user),
      ).get(key.id);
    return row === undefined || slot === undefined ? key : withSlot(key, row.keys[slot]);
  });
  return sortedBy(known, (key) => `${key.user} ${key.id}`);
}

const devices = z.object({
  VirtualMFADevices: maybeList(
    z.object({
      SerialNumber: z.string(),
      EnableDate: maybe(date),
      User: maybe(z.object({ UserName: maybe(z.string()), Arn: maybe(z.string()) })),
    }),
  ),
  MFADevices: maybeList(z.object({ UserName: z.string(), SerialNumber: z.string(), EnableDate: maybe(date) })),
});

/** Reads what `aws iam list-virtual-mfa-devices` and `aws iam list-mfa-devices` print. */
export function importMfaDevices(files: readonly ImportFile[]): MfaDevice[] {
  const found = files.flatMap((file) =>
    decodePages(file, devices).flatMap(({ VirtualMFADevices, MFADevices }) => {
      if (VirtualMFADevices === undefined && MFADevices === undefined)
        throw broken(file, 'holds neither VirtualMFADevices nor MFADevices');
      return [
        ...(VirtualMFADevices ?? []).flatMap((device) => toVirtual(device as Parameters<typeof toVirtual>[0])),
        ...(MFADevices ?? []).map((device) => toDevice(device.UserName, device.SerialNumber, device.EnableDate)),
      ];
    }),
  );
  const once = new Map(found.map((device) => [`${device.user} ${device.serial}`, device]));
  return sortedBy([...once.values()], (device) => `${device.user} ${device.serial}`);
}
