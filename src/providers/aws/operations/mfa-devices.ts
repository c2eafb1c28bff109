import { readable } from '../../../engine/snapshot.ts';
import type { MfaDevice } from '../model/credentials.ts';
import { count, editable, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

type DeviceAddress = { readonly user: string; readonly serial: string };
type DeviceValue = Partial<Pick<MfaDevice, 'kind'>> & { readonly enabledAt?: string };

const byUserAndSerial = ({ user, serial }: MfaDevice) => `${user} ${serial}`;

/** An MFA device as it is assigned to a user. */
const mfaDeviceResource = defineResource<DeviceAddress, DeviceValue>({
  type: 'iam-mfa-device',
  collection: 'mfa-devices',
  volatile: ['kind', 'enabledAt'],
  label: ({ user, serial }) => `MFA device ${serial} of ${user}`,
  read(snapshot, { user, serial }) {
    const found = readable(snapshot, 'mfa-devices')?.find((one) => one.user === user && one.serial === serial);
    if (found === undefined) return null;
    const { kind, enabledAt } = found;
    return { kind, ...(enabledAt === undefined ? {} : { enabledAt }) };
  },
  write(draft, { user, serial }, value) {
    const devices = editable(draft, 'mfa-devices');
    if (devices === undefined) return;
    const had = devices.some((one) => one.user === user && one.serial === serial);
    if (value === null) removeKeyed(devices, `${user} ${serial}`, byUserAndSerial);
    else putSorted(devices, { user, serial, kind: 'virtual', ...value }, byUserAndSerial);
    const row = editable(draft, 'credential-report')?.rows.find((item) => item.user === user);
    if (row !== undefined) row.mfaActive = devices.some((one) => one.user === user);
    count(draft, 'MFADevicesInUse', Number(value !== null) - Number(had));
  },
  requires: ({ user }) => [{ type: 'iam-user', address: { user } }],
  permissions: ['iam:ListMFADevices'],
  async observe(live, { user, serial }) {
    const iam = await live.iam();
    const devices = await absent(() =>
      listAll(
        (Marker) => iam.listMFADevices({ UserName: user, Marker }),
        (page) => page.MFADevices,
      ),
    );
    const found = devices?.find((one) => one.SerialNumber === serial);
    if (found === undefined) return null;
    return found.EnableDate === undefined ? {} : { enabledAt: found.EnableDate.toISOString() };
  },
});

/** Takes a device from a user. Assigning it again takes two codes that only its holder has: nothing undoes this. */
export const deactivateMfaDevice = defineOperation({
  name: 'iam:DeactivateMFADevice',
  resource: mfaDeviceResource,
  inverse: null,
  reversibility: 'irreversible',
  permissions: ['iam:DeactivateMFADevice', 'iam:ListMFADevices'],
  title: ({ user, serial }) => `Deactivate MFA device ${serial} of ${user}`,
  command: ({ user, serial }) => ['iam', 'deactivate-mfa-device', '--user-name', user, '--serial-number', serial],
  async perform(live, { address: { user, serial } }) {
    const iam = await live.iam();
    await iam.deactivateMFADevice({ UserName: user, SerialNumber: serial });
    return undefined;
  },
});

export const mfaDeviceOperations = [deactivateMfaDevice];
