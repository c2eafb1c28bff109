import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readable } from '../../../src/engine/snapshot.ts';
import { type CollectEvent, collectSnapshot } from '../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../src/providers/aws/live.ts';
import { type AccountBuilder, account, builtAt } from '../../../src/providers/aws/model/builder.ts';
import {
  type AwsSnapshot,
  type CollectionName,
  collectionNames,
} from '../../../src/providers/aws/model/collections.ts';
import { type Moto, startMoto } from '../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
beforeEach(() => moto.reset());
afterAll(() => moto.stop());

async function collect(...collections: CollectionName[]): Promise<AwsSnapshot> {
  return collectSnapshot({ live: openLive(), now: builtAt, ...(collections.length === 0 ? {} : { collections }) });
}

async function seeded(given: AccountBuilder): Promise<AwsSnapshot> {
  const snapshot = given.build();
  await moto.seed(snapshot);
  return snapshot;
}

describe('what cannot be read is said, and the rest is read', () => {
  const rest = (snapshot: AwsSnapshot) =>
    Object.entries(snapshot.collections).flatMap(([name, { status }]) => (status === 'read' ? [] : [name]));

  test.each([
    ['iam:GetAccountSummary', ['account-summary']],
    ['iam:GenerateCredentialReport', ['credential-report']],
    ['iam:GetCredentialReport', ['credential-report']],
    ['iam:GetAccountAuthorizationDetails', ['authorization-details', 'service-last-accessed']],
    ['iam:GetAccountPasswordPolicy', ['password-policy']],
    ['iam:ListAccessKeys', ['access-keys']],
    ['iam:ListVirtualMFADevices', ['mfa-devices']],
    ['iam:ListMFADevices', ['mfa-devices']],
    ['cloudtrail:DescribeTrails', ['trails', 'buckets']],
    ['cloudtrail:GetTrailStatus', ['trails', 'buckets']],
    ['logs:DescribeMetricFilters', ['metric-filters']],
    ['cloudwatch:DescribeAlarms', ['alarms']],
    ['sns:ListTopics', ['sns']],
    ['sns:ListSubscriptions', ['sns']],
  ] as const)('without %s', async (permission, unreadable) => {
    await seeded(account().user('robot', (user) => user.noPassword().key()));
    await moto.deny(permission);
    const snapshot = await collect();
    expect(rest(snapshot)).toEqual(unreadable);
    for (const name of unreadable)
      expect(snapshot.collections[name]).toMatchObject({
        cause: 'denied',
        permission,
        reason: expect.stringMatching(
          new RegExp(`(^|, which could not be read: )${permission}: User: .* is not authorized`),
        ),
      });
  });

  test('what rests on nothing readable is unreadable with the permission that was lacking', async () => {
    await seeded(account());
    await moto.deny('iam:GetAccountAuthorizationDetails', 'iam:GenerateCredentialReport');
    const { collections } = await collect();
    expect(collections['access-keys']).toEqual({
      status: 'unreadable',
      cause: 'denied',
      permission: 'iam:GenerateCredentialReport',
      reason: expect.stringContaining('rests on credential-report, which could not be read'),
    });
    expect(collections['password-policy'].status).toBe('read');
  });

  test('keys and devices are read by the report alone, or by the users alone', async () => {
    const model = await seeded(account().user('robot', (user) => user.noPassword().key().virtualMfa()));
    await moto.deny('iam:GetAccountAuthorizationDetails');
    const byReport = await collect('access-keys', 'mfa-devices');
    await moto.deny('iam:GetCredentialReport');
    const byUsers = await collect('access-keys', 'mfa-devices');
    for (const snapshot of [byReport, byUsers]) {
      expect(readable(snapshot, 'access-keys')).toEqual(readable(model, 'access-keys'));
      expect(readable(snapshot, 'mfa-devices')).toHaveLength(4);
    }
  });

  test('an endpoint that does not know a call', async () => {
    await seeded(account());
    await moto.unlearn('iam:GetAccountSummary', 'logs:DescribeMetricFilters');
    const snapshot = await collect();
    expect(rest(snapshot)).toEqual(['account-summary', 'metric-filters']);
    expect(snapshot.collections['metric-filters']).toMatchObject({ cause: 'unsupported' });
    expect(snapshot.collections['account-summary']).toMatchObject({ cause: 'unsupported' });
  });

  test('what is refused for one user is not asked for every other', async () => {
    const given = account();
    for (let number = 0; number < 200; number += 1) given.user(`user${number}`, (user) => user.noGroups());
    await seeded(given);
    await moto.deny('iam:ListSSHPublicKeys');
    await moto.calls();
    const snapshot = await collect('ssh-keys');
    expect(snapshot.collections['ssh-keys']).toMatchObject({ permission: 'iam:ListSSHPublicKeys' });
    const asked = (await moto.calls())['iam:ListSSHPublicKeys'];
    expect(asked).toBeGreaterThan(0);
    // As many as were under way together when the first was refused.
    expect(asked).toBeLessThanOrEqual(10);
  });

  test('the alias of the account is a courtesy', async () => {
    await seeded(account());
    await moto.deny('iam:ListAccountAliases');
    expect((await collect('password-policy')).account).toEqual({ id: '111122223333', partition: 'aws' });
  });
});

test('progress is told of every collection, once begun and once done', async () => {
  await seeded(account());
  await moto.deny('iam:GetAccountSummary');
  const events: CollectEvent[] = [];
  await collectSnapshot({ live: openLive(), now: builtAt, onProgress: (event) => events.push(event) });
  expect(events.filter(({ event }) => event === 'begin')).toHaveLength(collectionNames.length);
  const ends = Object.fromEntries(events.flatMap((end) => (end.event === 'end' ? [[end.collection, end]] : [])));
  expect(Object.keys(ends).sort()).toEqual([...collectionNames].sort());
  expect(ends['authorization-details']).toMatchObject({ count: 9 });
  expect(ends['mfa-devices']).toMatchObject({ count: 3 });
  expect(ends['account-summary']).toMatchObject({ unreadable: { cause: 'denied' } });
});
