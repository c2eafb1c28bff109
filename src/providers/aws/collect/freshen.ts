import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { emptySlot, noCertificate } from '../model/build-user.ts';
import { type CredentialReport, type ReportKey, type ReportRow, rootUser } from '../model/credential-report.ts';
import type { AccessKey, MfaDevice } from '../model/credentials.ts';
import { pairSlots } from '../model/key-slots.ts';
import type { SigningCertificate } from '../model/uploads.ts';

/** What the listings of the same scan say, where they could be read. */
export interface Listings {
  readonly summary: Readonly<Record<string, number>> | undefined;
  readonly details: AuthorizationDetails | undefined;
  readonly keys: readonly AccessKey[] | undefined;
  readonly devices: readonly MfaDevice[] | undefined;
  readonly certificates: readonly SigningCertificate[] | undefined;
}

/**
 * Brings the credential report up to the listings: IAM serves one report for up to four hours, and what was mended
 * meanwhile would go on failing. Users who are gone are left out; deleted keys leave their slots, new ones enter
 * free slots; whether a key is active or MFA is on is as the listings say; so are the signing certificates. Passwords stay as the report tells them.
 */
export function freshenReport(report: CredentialReport, listings: Listings): CredentialReport {
  const { summary, details, keys, devices, certificates } = listings;
  const users = details && new Map(details.users.map((user) => [user.arn, user.createdAt]));
  const rows = report.rows
    .filter((row) => row.user === rootUser || users === undefined || sameSecond(row.createdAt, users.get(row.arn)))
    .map((row): ReportRow => {
      if (row.user === rootUser) return freshenRoot(row, summary);
      const own = keys?.filter((key) => key.user === row.user);
      const signing = certificates?.filter((certificate) => certificate.user === row.user);
      return {
        ...row,
        ...(own === undefined ? {} : { keys: freshenKeys(row, own) }),
        ...(devices === undefined ? {} : { mfaActive: devices.some((device) => device.user === row.user) }),
        ...(signing === undefined ? {} : { certificates: freshenCertificates(row, signing) }),
      };
    });
  return { ...report, rows };
}

/** The summary tells of the root user's MFA and whether there are keys, not which. */
function freshenRoot(row: ReportRow, summary: Listings['summary']): ReportRow {
  const mfa = summary?.['AccountMFAEnabled'];
  return {
    ...row,
    ...(mfa === undefined ? {} : { mfaActive: mfa === 1 }),
    ...(summary?.['AccountAccessKeysPresent'] === 0 ? { keys: [{ ...emptySlot }, { ...emptySlot }] } : {}),
    ...(summary?.['AccountSigningCertificatesPresent'] === 0
      ? { certificates: [{ ...noCertificate }, { ...noCertificate }] }
      : {}),
  };
}

function freshenKeys(row: ReportRow, keys: readonly AccessKey[]): ReportRow['keys'] {
  const pairs = pairSlots(row, keys);
  const unpaired = keys.filter((key) => !pairs.has(key.id));
  // A key that either slot may be about leaves the row as it is: facts never go to the wrong key.
  if (unpaired.some((key) => row.keys.some((slot) => sameSecond(slot.lastRotated, key.createdAt)))) return row.keys;
  const slots: ReportRow['keys'] = [{ ...emptySlot }, { ...emptySlot }];
  const free = new Set([0, 1] as const);
  for (const key of keys) {
    const slot = pairs.get(key.id);
    if (slot === undefined) continue;
    slots[slot] = { ...row.keys[slot], active: key.active };
    free.delete(slot);
  }
  for (const key of unpaired) {
    const [slot] = free;
    if (slot === undefined) break;
    slots[slot] = newSlot(key);
    free.delete(slot);
  }
  return slots;
}

/** The slots as the listing has them, unless they tell of as many certificates, active and not, already. */
function freshenCertificates(row: ReportRow, own: readonly SigningCertificate[]): ReportRow['certificates'] {
  const listed = [...own].sort((a, b) => (a.uploadedAt < b.uploadedAt ? -1 : 1));
  const states = (slots: readonly { readonly active: boolean }[]) =>
    slots
      .map(({ active }) => active)
      .sort()
      .join();
  if (states(row.certificates.filter((slot) => slot.active || slot.lastRotated !== 'never')) === states(listed))
    return row.certificates;
  const slot = (certificate: SigningCertificate | undefined): ReportRow['certificates'][0] =>
    certificate === undefined
      ? { ...noCertificate }
      : { active: certificate.active, lastRotated: certificate.uploadedAt };
  return [slot(listed[0]), slot(listed[1])];
}

function newSlot({ active, createdAt, lastUsed, lastUsedService, lastUsedRegion }: AccessKey): ReportKey {
  return {
    active,
    lastRotated: createdAt,
    lastUsed,
    ...(lastUsedRegion === undefined ? {} : { lastUsedRegion }),
    ...(lastUsedService === undefined ? {} : { lastUsedService }),
  };
}

/** Reports tell times in whole seconds. */
function sameSecond(a: string, b: string | undefined): boolean {
  return b !== undefined && Math.floor(Date.parse(a) / 1000) === Math.floor(Date.parse(b) / 1000);
}
