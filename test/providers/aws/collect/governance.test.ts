import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { callFloor } from '../../../../src/providers/aws/collect/floor.ts';
import { readPermissions } from '../../../../src/providers/aws/collect/index.ts';
import { collectSnapshot } from '../../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import type { CollectionName } from '../../../../src/providers/aws/model/collections.ts';
import { collect, onEndpoint, read } from '../../../support/collected.ts';
import {
  engineering,
  governedAccount,
  managingAccount,
  nested,
  region,
  unit,
} from '../../../support/governed-account.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const ofUsers = ['ssh-keys', 'signing-certificates', 'service-last-accessed'] as const;
const around = [
  'server-certificates',
  'identity-providers',
  'alternate-contacts',
  'organization',
  'identity-center',
  'access-analyzer',
] as const;
const all: readonly CollectionName[] = [...ofUsers, ...around];

const { seeded, calls } = onEndpoint(() => moto);

describe('is read as it is', () => {
  test.each([
    ['a boring account', () => account()],
    ['one with everything', governedAccount],
    ['one that nothing stands around', bareAccount],
    ['the management account', managingAccount],
    [
      'one under units',
      () => account().organization({ serviceControlPolicies: { status: 'read', data: scpsOfUnits } }),
    ],
  ])('%s', async (_, given) => {
    const model = await seeded(given());
    const snapshot = await collect(all);
    for (const name of all) expect(snapshot.collections[name], name).toEqual(model.collections[name]);
  });
});

const scpsOfUnits = [
  { ...region, ...unit },
  { ...region, ...nested },
  { id: 'p-guardrail', name: 'guardrails', awsManaged: false, target: 'r-ab12', targetType: 'root' as const },
];

function bareAccount(): AccountBuilder {
  return account()
    .alternateContacts({ billing: null, operations: null, security: null })
    .organization(null)
    .identityCenter([])
    .accessAnalyzer((all) => Object.assign(all, { analyzers: [], findings: [] }));
}

describe('the fewest calls are made', () => {
  test('for what stands around an account', async () => {
    await seeded(governedAccount());
    await moto.calls();
    await collect(around);
    expect(await calls()).toEqual({
      'iam:ListServerCertificates': 1,
      'iam:GetServerCertificate': 3,
      'iam:ListSAMLProviders': 1,
      'iam:GetSAMLProvider': 2,
      'iam:ListOpenIDConnectProviders': 1,
      'iam:GetOpenIDConnectProvider': 2,
      'account:GetAlternateContact': 3,
      'organizations:DescribeOrganization': 1,
      'organizations:ListParents': 1,
      'organizations:ListPoliciesForTarget': 2,
      'organizations:ListAccounts': 1,
      'iam:ListOrganizationsFeatures': 1,
      'ec2:DescribeRegions': 1,
      'sso:ListInstances': 2,
      'access-analyzer:ListAnalyzers': 2,
      'access-analyzer:ListFindings': 2,
    });
  });

  test('for the management account, whose policies are read wherever they are attached', async () => {
    await seeded(managingAccount());
    await moto.calls();
    await collect(['organization']);
    const made = await calls();
    expect(made).toEqual({
      'organizations:DescribeOrganization': 1,
      'organizations:ListParents': 1,
      'organizations:ListPoliciesForTarget': 2,
      'organizations:ListPolicies': 1,
      'organizations:DescribePolicy': 2,
      'organizations:ListTargetsForPolicy': 2,
      'organizations:ListAccounts': 1,
      'iam:ListOrganizationsFeatures': 1,
    });
    const snapshot = managingAccount().build();
    const floor = Object.fromEntries(callFloor({ snapshot, scope: {}, region: 'us-east-1' }));
    expect(floor).toMatchObject(made);
  });

  test('for an account in no organization, and in one that only shares its bills', async () => {
    await seeded(account().organization(null));
    await moto.calls();
    await collect(['organization']);
    expect(await calls()).toEqual({ 'organizations:DescribeOrganization': 1 });

    const none = { status: 'read', data: { credentialsManagement: false, sessions: false } } as const;
    const model = await seeded(
      account().organization({
        featureSet: 'CONSOLIDATED_BILLING',
        serviceControlPolicies: { status: 'read', data: [] },
        rootFeatures: none,
      }),
    );
    await moto.calls();
    expect(read(await collect(['organization']), 'organization')).toEqual(read(model, 'organization'));
    expect(await calls()).toEqual({ 'organizations:DescribeOrganization': 1, 'organizations:ListAccounts': 1 });
  });

  test('signing certificates are listed of the users whom the report shows with one, or does not know', async () => {
    await seeded(account().user('ada', (user) => user.signingCertificate({ active: false })));
    await moto.calls();
    await collect(['signing-certificates']);
    expect(await calls()).toMatchObject({ 'iam:ListSigningCertificates': 1 });
    await moto.deny('iam:GetCredentialReport');
    expect(read(await collect(['signing-certificates']), 'signing-certificates')).toHaveLength(1);
    expect(await calls()).toMatchObject({ 'iam:ListSigningCertificates': 3 });
  });

  test('the use of services is asked for of principals that hold something, were used and can be changed', async () => {
    const given = account()
      .user('idle', (user) => user.password({ usedDaysAgo: 'never' }))
      .user('bare', (user) => user.noGroups())
      .role('worker', (role) => role.attached.push(engineering))
      .role('resting', (role) => {
        role.attached.push(engineering);
        role.lastUsed = null;
      });
    await seeded(given);
    await moto.calls();
    const asked = read(await collect(['service-last-accessed']), 'service-last-accessed').map(({ arn }) => arn);
    expect(asked.map((arn) => arn.split(':').at(-1))).toEqual([
      'role/support',
      'role/worker',
      'user/ada',
      'user/edsger',
      'user/grace',
    ]);
    expect(await calls()).toMatchObject({
      'iam:GenerateServiceLastAccessedDetails': 5,
      'iam:GetServiceLastAccessedDetails': 5,
    });
  });

  test('none of them undeclared, and as counted by the door to the clients', async () => {
    await seeded(governedAccount());
    await moto.calls();
    const live = openLive();
    await collectSnapshot({ live, now: builtAt, collections: all });
    const made = await moto.calls();
    expect(Object.fromEntries(live.calls)).toEqual(made);
    const declared = new Set(readPermissions(all));
    expect(Object.keys(made).filter((call) => !declared.has(call))).toEqual([]);
  });
});

describe('what cannot be read is said', () => {
  test.each([
    ['iam:ListSSHPublicKeys', 'ssh-keys'],
    ['iam:ListSigningCertificates', 'signing-certificates'],
    ['iam:GenerateServiceLastAccessedDetails', 'service-last-accessed'],
    ['iam:GetServiceLastAccessedDetails', 'service-last-accessed'],
    ['iam:ListServerCertificates', 'server-certificates'],
    ['iam:GetServerCertificate', 'server-certificates'],
    ['iam:ListSAMLProviders', 'identity-providers'],
    ['iam:GetSAMLProvider', 'identity-providers'],
    ['iam:ListOpenIDConnectProviders', 'identity-providers'],
    ['iam:GetOpenIDConnectProvider', 'identity-providers'],
    ['account:GetAlternateContact', 'alternate-contacts'],
    ['organizations:DescribeOrganization', 'organization'],
    ['sso:ListInstances', 'identity-center'],
    ['access-analyzer:ListAnalyzers', 'access-analyzer'],
  ] as const)('without %s', async (permission, name) => {
    await seeded(governedAccount());
    await moto.deny(permission);
    expect((await collect([name])).collections[name]).toMatchObject({
      status: 'unreadable',
      cause: 'denied',
      permission,
      reason: expect.stringMatching(new RegExp(`^${permission}: User: .* is not authorized`)),
    });
  });

  test.each([
    ['organizations:ListParents', 'serviceControlPolicies'],
    ['organizations:ListPoliciesForTarget', 'serviceControlPolicies'],
    ['organizations:ListAccounts', 'accounts'],
    ['iam:ListOrganizationsFeatures', 'rootFeatures'],
  ] as const)('without %s the organization is read but for its %s', async (permission, part) => {
    const model = await seeded(account());
    await moto.deny(permission);
    expect(read(await collect(['organization']), 'organization')).toEqual({
      ...read(model, 'organization'),
      [part]: { status: 'unreadable', cause: 'denied', permission, reason: expect.stringContaining(permission) },
    });
  });

  test('a member account is told who manages it and no more', async () => {
    const untold = { status: 'unreadable', cause: 'denied', reason: 'told to others' } as const;
    await seeded(account().organization({ serviceControlPolicies: untold, rootFeatures: untold, accounts: untold }));
    const denied = { status: 'unreadable', cause: 'denied' };
    const organization = read(await collect(['organization']), 'organization');
    expect(organization).toMatchObject({
      managementAccountId: '999988887777',
      featureSet: 'ALL',
      serviceControlPolicies: { ...denied, permission: 'organizations:ListParents' },
      accounts: { ...denied, permission: 'organizations:ListAccounts' },
      rootFeatures: { ...denied, reason: expect.stringContaining('is not the management account') },
    });
    expect(organization?.rootFeatures).not.toHaveProperty('permission');
  });

  test('regions that refuse or lack a service are gaps, and the others are read', async () => {
    const model = await seeded(governedAccount());
    await moto.deny('access-analyzer:ListAnalyzers@eu-west-1');
    await moto.unlearn('sso:ListInstances@us-east-1');
    const snapshot = await collect(['access-analyzer', 'identity-center']);
    const analyzer = read(snapshot, 'access-analyzer');
    expect(analyzer).toMatchObject({
      regions: ['us-east-1'],
      gaps: [{ region: 'eu-west-1', reason: expect.stringContaining('access-analyzer:ListAnalyzers') }],
    });
    expect(analyzer.findings).toHaveLength(2);
    expect(read(snapshot, 'identity-center')).toEqual({
      ...read(model, 'identity-center'),
      regions: ['eu-west-1'],
      gaps: [{ region: 'us-east-1', reason: expect.stringContaining('sso:ListInstances') }],
    });
  });

  test('a service that no region knows is unsupported', async () => {
    await seeded(account());
    await moto.unlearn('sso:ListInstances', 'account:GetAlternateContact', 'iam:ListSSHPublicKeys');
    const { collections } = await collect(['identity-center', 'alternate-contacts', 'ssh-keys']);
    for (const name of ['identity-center', 'alternate-contacts', 'ssh-keys'] as const)
      expect(collections[name]).toMatchObject({ status: 'unreadable', cause: 'unsupported' });
  });

  test('analyzers whose findings are denied are read, and say so', async () => {
    await seeded(governedAccount());
    await moto.deny('access-analyzer:ListFindings@us-east-1');
    const { analyzers, findings } = read(await collect(['access-analyzer']), 'access-analyzer');
    expect(analyzers.map(({ region, name, findingsGap }) => [region, name, findingsGap])).toEqual([
      ['eu-west-1', 'external-access', undefined],
      ['us-east-1', 'external-access', expect.stringMatching(/^access-analyzer:ListFindings: User: .* not authorized/)],
      ['us-east-1', 'unused', undefined],
    ]);
    expect(findings.map(({ region }) => region)).toEqual(['eu-west-1']);
  });
});

describe('long listings', () => {
  async function findingsOf(count: number) {
    const given = account();
    for (let number = 0; number < count; number += 1) given.analyzerFinding();
    await seeded(given);
    await moto.calls();
    const { analyzers, findings } = read(await collect(['access-analyzer']), 'access-analyzer');
    return { count: findings.length, gap: analyzers.find(({ region }) => region === 'us-east-1')?.findingsGap };
  }

  test('of findings are read to their end', async () => {
    expect(await findingsOf(250)).toEqual({ count: 250, gap: undefined });
    expect(await moto.calls()).toMatchObject({ 'access-analyzer:ListFindings': 4 });
  });

  test('of findings beyond all reading are read so far, and say so', async () => {
    expect(await findingsOf(2000)).toEqual({ count: 2000, gap: undefined });
    expect(await findingsOf(2001)).toEqual({
      count: 2000,
      gap: 'there are more than the 2000 active findings that were read',
    });
  });

  test('of services and of accounts are read to their end', async () => {
    const services = Object.fromEntries(Array.from({ length: 1100 }, (_, at) => [`service${at}`, at % 400]));
    const ids = Array.from({ length: 50 }, (_, at) => String(200000000000 + at));
    const accounts = { status: 'read' as const, data: ['111122223333', ...ids, '999988887777'] };
    const model = await seeded(account().lastAccessed('user', 'ada', services).organization({ accounts }));
    const snapshot = await collect(['service-last-accessed', 'organization']);
    expect(read(snapshot, 'service-last-accessed')).toEqual(read(model, 'service-last-accessed'));
    expect(read(snapshot, 'organization')).toEqual(read(model, 'organization'));
  });
});

test('IAM may take its time over reports on the use of services', async () => {
  const model = await seeded(account());
  await moto.slowJobs(2);
  await moto.calls();
  expect(read(await collect(['service-last-accessed']), 'service-last-accessed')).toEqual(
    read(model, 'service-last-accessed'),
  );
  expect(await calls()).toMatchObject({
    'iam:GenerateServiceLastAccessedDetails': 4,
    'iam:GetServiceLastAccessedDetails': 12,
  });
});

test('reports that IAM does not finish are not waited for forever, and tell nothing', async () => {
  await seeded(account());
  await moto.slowJobs(1_000_000);
  let now = Date.now();
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
    now += 20_000;
    return now;
  });
  try {
    const uses = read(await collect(['service-last-accessed']), 'service-last-accessed');
    expect(uses).toHaveLength(4);
    for (const use of uses)
      expect(use).toMatchObject({ services: null, reason: 'IAM did not finish its report within 120 s' });
  } finally {
    clock.mockRestore();
  }
});
