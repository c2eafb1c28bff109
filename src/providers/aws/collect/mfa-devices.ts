import type { IAM, VirtualMFADevice } from '@aws-sdk/client-iam';
import { rootUser } from '../model/credential-report.ts';
import type { MfaDevice } from '../model/credentials.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, dataOf, defineCollector, sortedBy } from './define.ts';
import { listUsers } from './users.ts';

/**
 * The MFA devices in use. Virtual ones come in one listing, the root user's included; users who have MFA but no
 * virtual device are asked about one by one. A hardware device of the root user is listed by no API: that there
 * is one shows in the credential report alone.
 */
export const mfaDevicesCollector = defineCollector({
  name: 'mfa-devices',
  permissions: ['iam:ListVirtualMFADevices', 'iam:ListMFADevices'],
  needs: ['credential-report', 'authorization-details'],
  async collect(context) {
    const iam = await context.live.iam();
    const virtual = await listVirtual(iam);
    const covered = new Set(virtual.map((device) => device.user));
    const report = dataOf(await context.evidence('credential-report'));
    const rows = new Map(report?.rows.map((row) => [row.user, row]));
    // A user without a row is newer than the report: only the listing tells of such a user's devices.
    const asked = (await listUsers(context)).filter(
      (user) => !covered.has(user) && (rows.get(user)?.mfaActive ?? true),
    );
    const others = await context.each(asked, (user) => listDevices(iam, user));
    return sortedBy([...virtual, ...others.flat()], (device) => `${device.user} ${device.serial}`);
  },
});

async function listVirtual(iam: IAM): Promise<MfaDevice[]> {
  const pages = await allPages(
    (Marker) => iam.listVirtualMFADevices({ AssignmentStatus: 'Assigned', MaxItems: 1000, Marker }),
    (page) => (page.IsTruncated === true ? page.Marker : undefined),
  );
  return pages.flatMap((page) => page.VirtualMFADevices ?? []).flatMap(toVirtual);
}

/** An assigned virtual device; none for one that tells nobody it is assigned to. */
export function toVirtual(device: VirtualMFADevice): MfaDevice[] {
  const user = device.User?.Arn?.endsWith(':root') === true ? rootUser : device.User?.UserName;
  if (user === undefined) return [];
  return [toDevice(user, device.SerialNumber, device.EnableDate)];
}

async function listDevices(iam: IAM, user: string): Promise<MfaDevice[]> {
  const pages = await allPages(
    (Marker) => absent(() => iam.listMFADevices({ UserName: user, Marker })),
    (page) => (page?.IsTruncated === true ? page.Marker : undefined),
  );
  return pages
    .flatMap((page) => page?.MFADevices ?? [])
    .map((device) => toDevice(user, device.SerialNumber, device.EnableDate));
}

/** Virtual devices have ARNs of their kind; hardware tokens have serial numbers, security keys ARNs of another kind. */
export function toDevice(user: string, serial = '', enabledAt?: Date): MfaDevice {
  return {
    user,
    serial,
    kind: /^arn:[^:]+:iam::\d+:mfa\//.test(serial) ? 'virtual' : 'hardware',
    ...(enabledAt === undefined ? {} : { enabledAt: enabledAt.toISOString() }),
  };
}
