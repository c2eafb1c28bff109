import type { Scene } from './scene.ts';

/** Makes a user who breaks nothing. */
export async function hire({ iam }: Scene, UserName: string, GroupName = 'engineers'): Promise<void> {
  await iam.createUser({ UserName });
  await iam.addUserToGroup({ UserName, GroupName });
}

/** Gives a user a console password. */
export async function givePassword({ iam }: Scene, UserName: string): Promise<void> {
  await iam.createLoginProfile({ UserName, Password: 'correct-Horse-9-battery' });
}

/** Registers a hardware MFA device. */
export async function giveDevice({ iam }: Scene, UserName: string): Promise<void> {
  const SerialNumber = `GAHT-0000-${UserName}`;
  await iam.enableMFADevice({ UserName, SerialNumber, AuthenticationCode1: '123456', AuthenticationCode2: '654321' });
}

/** Registers an app on a phone. */
export async function giveVirtualDevice({ iam }: Scene, UserName: string): Promise<void> {
  const { VirtualMFADevice: device } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: UserName });
  await iam.enableMFADevice({
    UserName,
    SerialNumber: device?.SerialNumber,
    AuthenticationCode1: '123456',
    AuthenticationCode2: '654321',
  });
}

/** A console password and a hardware MFA device, and a sign-in yesterday. */
export async function giveConsole(scene: Scene, UserName: string): Promise<void> {
  await givePassword(scene, UserName);
  await giveDevice(scene, UserName);
  await scene.moto.age({ users: { [UserName]: { passwordLastUsed: scene.daysAgo(1) } } });
}

/** Makes an access key, and tells how old it is and when it was last used. */
export async function giveKey(
  { iam, moto, daysAgo }: Scene,
  UserName: string,
  { age = 0, used }: { readonly age?: number; readonly used?: number } = {},
): Promise<string> {
  const { AccessKey: key } = await iam.createAccessKey({ UserName });
  const id = key?.AccessKeyId ?? '';
  await moto.age({
    keys: { [id]: { createdAt: daysAgo(age), ...(used === undefined ? {} : { lastUsed: daysAgo(used) }) } },
  });
  return id;
}

/** Deletes a user's access keys, from the oldest on, and leaves so many. */
export async function deleteKeys({ iam }: Scene, UserName: string, keep = 0): Promise<void> {
  const { AccessKeyMetadata: keys = [] } = await iam.listAccessKeys({ UserName });
  const oldest = keys.toSorted((a, b) => Number(a.CreateDate) - Number(b.CreateDate));
  for (const { AccessKeyId } of oldest.slice(0, oldest.length - keep))
    await iam.deleteAccessKey({ UserName, AccessKeyId });
}

/** Takes the console password and the MFA devices. */
export async function takeConsole({ iam }: Scene, UserName: string): Promise<void> {
  await iam.deleteLoginProfile({ UserName });
  const { MFADevices: devices = [] } = await iam.listMFADevices({ UserName });
  for (const { SerialNumber } of devices) await iam.deactivateMFADevice({ UserName, SerialNumber });
}

/** Deletes a user who has no console password, with keys and memberships. */
export async function dismiss(scene: Scene, UserName: string): Promise<void> {
  const { iam } = scene;
  await deleteKeys(scene, UserName);
  const { Groups: groups = [] } = await iam.listGroupsForUser({ UserName });
  for (const { GroupName } of groups) await iam.removeUserFromGroup({ UserName, GroupName });
  await iam.deleteUser({ UserName });
}
