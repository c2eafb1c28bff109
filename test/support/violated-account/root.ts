import type { Scene } from './scene.ts';
import { accountId, type Violation } from './violation.ts';

const noKey = { access_key_1_active: 'false', access_key_1_last_rotated: 'N/A', access_key_1_last_used_date: 'N/A' };
const noCertificate = { cert_1_active: 'false', cert_1_last_rotated: 'N/A' };

/** What only the root user does, at the console: no API of the account makes it, so the endpoint is told. */
export const rootViolations: readonly Violation[] = [
  {
    finds: { 'root-access-keys': 'root', 'root-access-key-rotation': 'root' },
    plant: ({ moto, daysAgo }) =>
      moto.root({
        row: { access_key_1_active: 'true', access_key_1_last_rotated: daysAgo(200) },
        summary: { AccountAccessKeysPresent: 1 },
      }),
    mend: ({ moto }) => moto.root({ row: noKey, summary: { AccountAccessKeysPresent: 0 } }),
  },
  {
    finds: { 'root-signing-certificates': 'root', 'root-signing-certificate-rotation': 'root' },
    plant: ({ moto, daysAgo }) =>
      moto.root({
        row: { cert_1_active: 'true', cert_1_last_rotated: daysAgo(200) },
        summary: { AccountSigningCertificatesPresent: 1 },
      }),
    mend: ({ moto }) => moto.root({ row: noCertificate, summary: { AccountSigningCertificatesPresent: 0 } }),
  },
  {
    finds: { 'root-hardware-mfa': 'root' },
    plant: ({ moto }) => moto.root({ device: `arn:aws:iam::${accountId}:mfa/root-account-mfa-device` }),
    mend: ({ moto }) => moto.root({ device: 'GAHT-0000-root' }),
  },
  {
    finds: { 'root-password-rotation': 'root' },
    plant: ({ moto, daysAgo }) => moto.root({ row: { password_last_changed: daysAgo(200) } }),
    mend: ({ moto, daysAgo }) => moto.root({ row: { password_last_changed: daysAgo(0) } }),
  },
  {
    // Nothing mends a use but the days that pass.
    finds: { 'root-recently-used': 'root' },
    plant: ({ moto, daysAgo }) => moto.root({ row: { password_last_used: daysAgo(3) } }),
    mend: ({ moto, daysAgo }) => moto.root({ row: { password_last_used: daysAgo(93) } }),
  },
];

/** The root user without MFA, who cannot have a virtual device as well. */
export const rootWithoutMfa: Violation = {
  finds: { 'root-mfa': 'root' },
  plant: ({ moto }: Scene) => moto.root({ device: null }),
  mend: ({ moto }: Scene) => moto.root({ device: 'GAHT-0000-root' }),
};
