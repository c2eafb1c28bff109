import { afterAll, beforeAll, expect, test } from 'vitest';
import userHardwareMfa from '../../../../remediations/aws/users/user-hardware-mfa.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { collect, onEndpoint, read } from '../../../support/collected.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());
const { seeded, calls } = onEndpoint(() => moto);

const administrator = 'administrators';

test('an administrator with a virtual device is asked for a hardware one, and every device is told once', async () => {
  await seeded(
    account()
      .user('both', (user) => user.noGroups().groups(administrator).virtualMfa().securityKey())
      .user('app', (user) => user.noGroups().groups(administrator).virtualMfa())
      .user('clerk', (user) => user.noGroups().virtualMfa()),
  );
  await calls();
  const snapshot = await collect(['mfa-devices', 'authorization-details']);
  const devices = read(snapshot, 'mfa-devices').filter(({ user }) => ['both', 'app', 'clerk'].includes(user));
  expect(devices.map(({ user, kind }) => [user, kind])).toEqual([
    ['app', 'virtual'],
    ['both', 'virtual'],
    ['both', 'hardware'],
    ['clerk', 'virtual'],
  ]);
  // Three of the boring account have a hardware device alone; of the clerk, nobody wants to know more.
  expect(await calls()).toMatchObject({ 'iam:ListVirtualMFADevices': 1, 'iam:ListMFADevices': 5 });

  const findings = evaluate([userHardwareMfa], snapshot, defaultBaseline, builtAt);
  const failing = findings.filter(({ status }) => status === 'fail').map(({ resource }) => resource.id);
  expect(failing).toEqual(['app']);
});

test('where nobody can be told an administrator, virtual devices settle it', async () => {
  await seeded(account().user('both', (user) => user.virtualMfa().securityKey()));
  await moto.deny('iam:GetAccountAuthorizationDetails');
  await calls();
  const snapshot = await collect(['mfa-devices']);
  expect(read(snapshot, 'mfa-devices').filter(({ user }) => user === 'both')).toMatchObject([{ kind: 'virtual' }]);
  expect(await calls()).toMatchObject({ 'iam:ListMFADevices': 3 });
});
