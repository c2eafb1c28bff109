import type { IAM, VirtualMFADevice } from '@aws-sdk/client-iam';
import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { type CredentialReport, rootUser } from '../model/credential-report.ts';
import type { MfaDevice } from '../model/credentials.ts';
import { absent } from '../operations/live-answers.ts';
import { isAdministrator } from '../policy/administrators.ts';
import { allPages, dataOf, defineCollector, iamPage, pagesOf, sortedBy } from './define.ts';
import { listUsers, usersIn, usersWhere } from './users.ts';

/**
 * The MFA devices in use. Virtual ones come in one listing, the root user's included. Hardware devices come user by
 * user: of those who have MFA but no virtual device, and of administrators, for whom it matters whether they have one
 * besides the virtual device. A hardware device of the root user is listed by no API: that there is one shows in the
 * credential report alone.
 */
export const mfaDevicesCollector = defineCollector({
  name: 'mfa-devices',
  permissions: ['iam:ListVirtualMFADevices', 'iam:ListMFADevices'],
  needs: ['credential-report', 'authorization-details'],
  async collect(context) {
    const iam = await context.live.iam();
    const virtual = await listVirtual(iam);
    const asked = usersToAsk(virtual, {
      users: await listUsers(context),
      report: dataOf(await context.evidence('credential-report')),
      details: dataOf(await context.evidence('authorization-details')),
    });
    const others = await context.each(asked, (user) => listDevices(iam, user));
    const devices = new Map([...virtual, ...others.flat()].map((device) => [deviceKey(device), device]));
    return sortedBy([...devices.values()], deviceKey);
  },
  floor(devices, { snapshot }) {
    const virtual = devices.filter(({ kind }) => kind === 'virtual');
    const asked = usersToAsk(virtual, {
      users: usersIn(snapshot),
      report: readable(snapshot, 'credential-report'),
      details: readable(snapshot, 'authorization-details'),
    });
    return { 'iam:ListVirtualMFADevices': pagesOf(virtual.length, iamPage), 'iam:ListMFADevices': asked.length };
  },
});

interface Known {
  readonly users: readonly string[];
  readonly report: CredentialReport | undefined;
  readonly details: AuthorizationDetails | undefined;
}

function usersToAsk(virtual: readonly MfaDevice[], { users, report, details }: Known): string[] {
  const covered = new Set(virtual.map(({ user }) => user));
  const mayAdminister = (name: string) =>
    details !== undefined && isAdministrator(details, { type: 'user', name }) !== 'no';
  return usersWhere(users, report, (row) => row.mfaActive || covered.has(row.user)).filter(
    (user) => !covered.has(user) || mayAdminister(user),
  );
}

function deviceKey({ user, serial }: MfaDevice): string {
  return `${user} ${serial}`;
}

async function listVirtual(iam: IAM): Promise<MfaDevice[]> {
  const pages = await allPages(
    (Marker) => iam.listVirtualMFADevices({ AssignmentStatus: 'Assigned', MaxItems: iamPage, Marker }),
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
