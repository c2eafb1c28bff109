import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventNames } from '../../../src/providers/aws/collect/cloudtrail-events.ts';
import { toSelectors } from '../../../src/providers/aws/collect/event-selectors.ts';
import { readPermissions } from '../../../src/providers/aws/collect/index.ts';
import { collectSnapshot } from '../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../src/providers/aws/live.ts';
import { type AccountBuilder, account, builtAt } from '../../../src/providers/aws/model/builder.ts';
import {
  type AwsSnapshot,
  type CollectionName,
  collectionNames,
} from '../../../src/providers/aws/model/collections.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { selectedBy } from '../../../src/providers/aws/model/event-selectors.ts';
import { type Moto, startMoto } from '../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
beforeEach(() => moto.reset());
afterAll(() => moto.stop());

const fourHours = 4 * 60 * 60;

async function collect(...collections: CollectionName[]): Promise<AwsSnapshot> {
  return collectSnapshot({
    live: openLive(),
    now: builtAt,
    ...(collections.length === 0 ? {} : { collections }),
  });
}

async function seeded(given: AccountBuilder): Promise<AwsSnapshot> {
  const snapshot = given.build();
  await moto.seed(snapshot);
  await moto.calls();
  return snapshot;
}

/** What was read of a collection; a test that meets an unreadable one fails with the reason. */
function read<K extends CollectionName>(snapshot: AwsSnapshot, name: K) {
  const collection = snapshot.collections[name];
  if (collection.status !== 'read') throw new Error(`${name} is unreadable: ${collection.reason}`);
  return collection.data;
}

function row(snapshot: AwsSnapshot, user: string) {
  return read(snapshot, 'credential-report').rows.find((item) => item.user === user);
}

/** The account as far as a model and an endpoint can agree: the report's time is the endpoint's, counters are those of the model, and what people signed off is in no account. */
function comparable(snapshot: AwsSnapshot, model: AwsSnapshot): AwsSnapshot {
  const known = Object.keys(read(model, 'account-summary'));
  const counters = Object.entries(read(snapshot, 'account-summary')).filter(([name]) => known.includes(name));
  return {
    ...snapshot,
    collections: {
      ...snapshot.collections,
      'account-summary': { status: 'read', data: Object.fromEntries(counters) },
      'credential-report': { status: 'read', data: { ...read(snapshot, 'credential-report'), generatedAt: '' } },
      attestations: { status: 'read', data: [] },
    },
  };
}

const readOnly = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };

function richAccount(): AccountBuilder {
  const given = account().policy('reading', readOnly);
  return given
    .user('mary', (user) =>
      user
        .path('/staff/')
        .inline('b-later', readOnly)
        .inline('a-first', { ...readOnly, Id: '100% + more' })
        .attach(given.policyArn('reading'), given.policyArn('engineering'))
        .boundary(given.policyArn('reading'))
        .tag('team', 'blue')
        .virtualMfa()
        .key({ ageDays: 120, usedDaysAgo: 3, service: 'ec2' })
        .key({ ageDays: 10, active: false, usedDaysAgo: 'never' }),
    )
    .user('robot', (user) => user.noPassword().noGroups().key({ ageDays: 400, usedDaysAgo: 'never' }))
    .user('idle', (user) => user.password({ usedDaysAgo: 'never' }).noMfa())
    .group('auditors', (group) => group.inline.push({ name: 'look', document: JSON.stringify(readOnly) }))
    .role('worker', (role) => {
      role.boundary = given.policyArn('reading');
      role.attached.push(given.policyArn('reading'));
      role.tags['stage'] = 'test';
      role.instanceProfiles.push({
        name: 'worker',
        arn: 'arn:aws:iam::111122223333:instance-profile/worker',
        createdAt: given.daysAgo(30),
      });
    })
    .role('resting', (role) => {
      role.lastUsed = null;
    })
    .root({
      summary: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 1 },
      devices: [
        { user: rootUser, serial: 'arn:aws:iam::111122223333:mfa/root', kind: 'virtual', enabledAt: given.daysAgo(50) },
      ],
    })
    .monitoring(({ trails, alarms, sns }) => {
      const withoutKeys = toSelectors([{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }]);
      for (const trail of trails) Object.assign(trail, selectedBy(withoutKeys));
      for (const alarm of alarms) alarm.description = 'Somebody did something';
      for (const topic of sns)
        topic.subscriptions.unshift({ protocol: 'email', endpoint: 'pending@example.com', confirmed: false });
    });
}

describe('an account is read as it is', () => {
  test.each([
    ['a boring one', () => account()],
    ['one with everything', richAccount],
    ['one without a password policy', () => account().passwordPolicy(null)],
    ['one with its monitoring elsewhere', elsewhere],
  ])('%s', async (_, given) => {
    const model = await seeded(given());
    const snapshot = await collect();
    expect(comparable(snapshot, model)).toEqual(comparable(model, model));
  });

  test('with a thousand things on a page', async () => {
    const given = account();
    for (let number = 0; number < 1100; number += 1)
      given.user(`user${number}`, (user) => user.noGroups().noPassword().noMfa());
    await seeded(given);
    const users = read(await collect('authorization-details'), 'authorization-details').users.map(({ name }) => name);
    expect(users).toHaveLength(1103);
    expect(users).toEqual([...users].sort());
    expect(await moto.calls()).toMatchObject({ 'iam:GetAccountAuthorizationDetails': 2 });
  });
});

/** Trail, filters, alarms and topic in a region that the caller does not look at by itself. */
function elsewhere(): AccountBuilder {
  const move = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('us-east-1', 'eu-west-1')) as T;
  return account().monitoring((monitoring) => Object.assign(monitoring, move(monitoring)));
}

describe('the fewest calls are made', () => {
  test('for a boring account', async () => {
    await seeded(account().user('robot', (user) => user.noPassword().key()));
    await collect();
    expect(await moto.calls()).toEqual({
      'sts:GetCallerIdentity': 1,
      'iam:ListAccountAliases': 1,
      'iam:GetAccountSummary': 1,
      'iam:GetAccountPasswordPolicy': 1,
      'iam:GetAccountAuthorizationDetails': 1,
      'iam:GenerateCredentialReport': 2,
      'iam:GetCredentialReport': 1,
      'iam:ListAccessKeys': 1,
      'iam:ListVirtualMFADevices': 1,
      'iam:ListMFADevices': 3,
      'iam:ListSSHPublicKeys': 4,
      'iam:ListServerCertificates': 1,
      'iam:ListSAMLProviders': 1,
      'iam:ListOpenIDConnectProviders': 1,
      'iam:GenerateServiceLastAccessedDetails': 5,
      'iam:GetServiceLastAccessedDetails': 5,
      'iam:ListOrganizationsFeatures': 1,
      'iam:ListRoles': 1,
      'iam:ListInstanceProfiles': 1,
      'ec2:DescribeRegions': 1,
      'organizations:DescribeOrganization': 1,
      'organizations:ListParents': 1,
      'organizations:ListPoliciesForTarget': 2,
      'organizations:ListAccounts': 1,
      'account:GetAlternateContact': 3,
      'sso:ListInstances': 2,
      'access-analyzer:ListAnalyzers': 2,
      'access-analyzer:ListFindings': 2,
      'cloudtrail:DescribeTrails': 1,
      'cloudtrail:GetTrailStatus': 1,
      'logs:DescribeMetricFilters': 1,
      'logs:DescribeLogGroups': 1,
      'cloudwatch:DescribeAlarms': 1,
      'sns:ListTopics': 1,
      'sns:ListSubscriptions': 1,
      'ec2:DescribeInstances': 2,
      'lambda:ListFunctions': 2,
      'elasticloadbalancing:DescribeLoadBalancers': 4,
      'acm:ListCertificates': 2,
      'wafv2:ListWebACLs': 2,
      'secretsmanager:ListSecrets': 2,
      'config:DescribeConfigurationRecorders': 2,
      'config:DescribeConfigurationRecorderStatus': 2,
      'config:DescribeConfigRules': 2,
      's3:ListAllMyBuckets': 1,
      's3:GetBucketLogging': 1,
      's3:GetBucketPolicy': 1,
      's3:GetBucketPublicAccessBlock': 1,
      'budgets:ViewBudget': 1,
      'cloudtrail:LookupEvents': eventNames('111122223333').length,
    });
  });

  test('and none that is not declared', async () => {
    await seeded(richAccount());
    await collect();
    const declared = new Set(readPermissions(collectionNames));
    expect(Object.keys(await moto.calls()).filter((call) => !declared.has(call))).toEqual([]);
  });

  test('and counted by the door to the clients', async () => {
    await seeded(account());
    const live = openLive();
    await collectSnapshot({ live, now: builtAt });
    expect(Object.fromEntries(live.calls)).toEqual(await moto.calls());
  });

  test('for one collection, only what it rests on is read besides', async () => {
    await seeded(account());
    const snapshot = await collect('password-policy');
    expect(await moto.calls()).toEqual({
      'sts:GetCallerIdentity': 1,
      'iam:ListAccountAliases': 1,
      'iam:GetAccountPasswordPolicy': 1,
    });
    expect(snapshot.collections.sns).toMatchObject({ status: 'unreadable', cause: 'not-collected' });
    const statuses = Object.values((await collect('sns')).collections).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'read')).toHaveLength(3);
  });

  test('the last use of a key is asked for only where the report may mean another key', async () => {
    const twins = { ageDays: 30, service: 's3' };
    await seeded(
      account()
        .user('plain', (user) => user.key({ ageDays: 50, usedDaysAgo: 2 }))
        .user('twins', (user) => user.key({ ...twins, usedDaysAgo: 1 }).key({ ...twins, usedDaysAgo: 20 })),
    );
    const keys = read(await collect('access-keys'), 'access-keys');
    expect(keys.map(({ user, lastUsed }) => [user, lastUsed])).toEqual([
      ['plain', account().daysAgo(2)],
      ['twins', account().daysAgo(1)],
      ['twins', account().daysAgo(20)],
    ]);
    expect(await moto.calls()).toMatchObject({ 'iam:GetAccessKeyLastUsed': 2, 'iam:ListAccessKeys': 2 });
  });
});

describe('a report that IAM keeps for four hours', () => {
  test('does not hold against the account what was mended meanwhile', async () => {
    await seeded(
      account()
        .user('gone', (user) => user.noGroups().noPassword())
        .user('keys', (user) =>
          user.key({ id: 'AKIAOLD0000000000001' }).key({ id: 'AKIAOLD0000000000002', ageDays: 9 }),
        )
        .user('mfa', (user) => user.noMfa()),
    );
    await moto.keepReports(fourHours);
    const before = await collect();
    expect(row(before, 'mfa')?.mfaActive).toBe(false);
    expect(row(before, 'keys')?.keys.map(({ active }) => active)).toEqual([true, true]);

    const iam = new IAM({});
    await iam.deleteUser({ UserName: 'gone' });
    await iam.deleteAccessKey({ UserName: 'keys', AccessKeyId: 'AKIAOLD0000000000001' });
    await iam.updateAccessKey({ UserName: 'keys', AccessKeyId: 'AKIAOLD0000000000002', Status: 'Inactive' });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'keys' });
    const device = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'mfa' });
    await iam.enableMFADevice({
      UserName: 'mfa',
      SerialNumber: device.VirtualMFADevice?.SerialNumber,
      AuthenticationCode1: '123456',
      AuthenticationCode2: '654321',
    });

    const after = await collect();
    expect(read(after, 'credential-report').generatedAt).toBe(read(before, 'credential-report').generatedAt);
    expect(row(after, 'gone')).toBeUndefined();
    expect(row(after, 'mfa')?.mfaActive).toBe(true);
    expect(row(after, 'keys')?.keys).toEqual([
      { active: true, lastRotated: AccessKey?.CreateDate?.toISOString(), lastUsed: 'never' },
      {
        active: false,
        lastRotated: account().daysAgo(9),
        lastUsed: builtAt.toISOString(),
        lastUsedRegion: 'us-east-1',
        lastUsedService: 's3',
      },
    ]);
  });

  test('is asked for once more when a user is missing, and fetched again only when it is new', async () => {
    await seeded(account());
    await moto.keepReports(fourHours);
    await collect();
    await new IAM({}).createUser({ UserName: 'newcomer' });
    await new IAM({}).createAccessKey({ UserName: 'newcomer' });
    await moto.calls();
    const kept = await collect();
    expect(await moto.calls()).toMatchObject({ 'iam:GenerateCredentialReport': 2, 'iam:GetCredentialReport': 1 });
    expect(row(kept, 'newcomer')).toBeUndefined();
    expect(read(kept, 'access-keys')).toMatchObject([{ user: 'newcomer', lastUsed: 'never' }]);
  });
});

test('ages are as the endpoint tells them', async () => {
  await seeded(account().user('old', (user) => user.key({ id: 'AKIAAGED000000000001' })));
  await moto.age({
    users: { old: { createdAt: '2013-01-01T00:00:00Z' } },
    keys: {
      AKIAAGED000000000001: { createdAt: '2014-05-05T00:00:00Z', lastUsed: '2024-02-02T02:02:02Z', service: 'iam' },
    },
  });
  await moto.root({ row: { password_last_used: 'no_information', user_creation_time: '2010-01-01T00:00:00+00:00' } });
  const snapshot = await collect();
  expect(read(snapshot, 'access-keys')).toMatchObject([
    { createdAt: '2014-05-05T00:00:00.000Z', lastUsed: '2024-02-02T02:02:02.000Z', lastUsedService: 'iam' },
  ]);
  expect(row(snapshot, 'old')?.createdAt).toBe('2013-01-01T00:00:00.000Z');
  // The root user is older than the record of sign-ins, so that none is recorded does not say that there was none.
  expect(row(snapshot, rootUser)?.passwordLastUsed).toBe('unknown');
});

test('a multi-region trail at home in another region is read once, with its advanced selectors', async () => {
  await seeded(elsewhere());
  await new CloudTrail({ region: 'eu-west-1' }).putEventSelectors({
    TrailName: 'main',
    AdvancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'readOnly', Equals: ['false'] },
        ],
      },
    ],
  });
  expect(read(await collect('trails'), 'trails')).toMatchObject([
    { name: 'main', homeRegion: 'eu-west-1', managementEvents: 'write-only', excludedSources: [] },
  ]);
});
