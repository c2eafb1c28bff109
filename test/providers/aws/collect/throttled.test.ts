import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { collect, onEndpoint, read } from '../../../support/collected.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());
const { seeded, calls } = onEndpoint(() => moto);

const busy = {
  'iam:GetAccountAuthorizationDetails': 1,
  'iam:ListSSHPublicKeys': 2,
  'cloudtrail:DescribeTrails': 1,
  'logs:DescribeMetricFilters': 1,
};

test('an account that is asked too fast is read all the same, and each call counts once', async () => {
  await seeded(account());
  const collections = ['ssh-keys', 'metric-filters'] as const;
  const calm = await collect(collections);
  await calls();
  await moto.throttle(busy);
  const live = openLive();
  const throttled = await collect(collections, { live });
  expect(read(throttled, 'ssh-keys')).toEqual(read(calm, 'ssh-keys'));
  expect(read(throttled, 'metric-filters')).toEqual(read(calm, 'metric-filters'));
  expect(await calls()).toMatchObject({
    'iam:GetAccountAuthorizationDetails': 2,
    'iam:ListSSHPublicKeys': 5,
    'cloudtrail:DescribeTrails': 2,
    'logs:DescribeMetricFilters': 2,
  });
  expect(Object.fromEntries(live.calls)).toMatchObject({
    'iam:GetAccountAuthorizationDetails': 1,
    'iam:ListSSHPublicKeys': 3,
    'cloudtrail:DescribeTrails': 1,
    'logs:DescribeMetricFilters': 1,
  });
});

test('what stays too busy is unread, with the call that was refused, and the rest is read', async () => {
  await seeded(account());
  await moto.throttle({ 'iam:ListSSHPublicKeys': 1000 });
  const snapshot = await collect(['ssh-keys', 'password-policy'], { live: openLive({ maxAttempts: 2 }) });
  expect(snapshot.collections['ssh-keys']).toEqual({
    status: 'unreadable',
    cause: 'failed',
    reason: 'iam:ListSSHPublicKeys: Rate exceeded',
  });
  expect(snapshot.collections['password-policy'].status).toBe('read');
});
