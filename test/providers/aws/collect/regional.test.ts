import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventNames } from '../../../../src/providers/aws/collect/cloudtrail-events.ts';
import { readPermissions } from '../../../../src/providers/aws/collect/index.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { CollectionName } from '../../../../src/providers/aws/model/collections.ts';
import { collect, onEndpoint, read } from '../../../support/collected.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { iamCertificate, regionalAccount } from '../../../support/regional-account.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const regional = [
  'instances',
  'functions',
  'load-balancers',
  'acm-certificates',
  'waf',
  'secrets',
  'config',
] as const satisfies CollectionName[];
const all: CollectionName[] = [...regional, 'buckets', 'budgets', 'cloudtrail-events'];

const { seeded, calls } = onEndpoint(() => moto);

describe('what lives in regions and in services of the account is read as it is', () => {
  test.each([
    ['in a boring account', account],
    ['in one with everything', regionalAccount],
    [
      'in one with nothing',
      () =>
        account()
          .budgets([])
          .config((config) => Object.assign(config, { recorders: [], rules: [] })),
    ],
  ])('%s', async (_, given) => {
    const model = await seeded(given());
    const snapshot = await collect(all);
    for (const name of all) expect(snapshot.collections[name], name).toEqual(model.collections[name]);
  });

  test('without the environment of functions and the parameters of calls', async () => {
    await seeded(regionalAccount());
    const text = JSON.stringify((await collect(all)).collections);
    expect(text).not.toContain('not for a snapshot');
    expect(text).not.toContain('requestParameters');
  });
});

describe('the fewest calls are made', () => {
  test('for all of them together', async () => {
    await seeded(regionalAccount());
    await collect(all);
    expect(await calls()).toEqual({
      'ec2:DescribeRegions': 1,
      'ec2:DescribeInstances': 2,
      'lambda:ListFunctions': 2,
      'elasticloadbalancing:DescribeLoadBalancers': 4,
      'elasticloadbalancing:DescribeListeners': 3,
      'elasticloadbalancing:DescribeListenerCertificates': 2,
      'acm:ListCertificates': 2,
      'wafv2:ListWebACLs': 2,
      'wafv2:ListResourcesForWebACL': 2,
      'secretsmanager:ListSecrets': 2,
      'config:DescribeConfigurationRecorders': 2,
      'config:DescribeConfigurationRecorderStatus': 1,
      'config:DescribeConfigRules': 2,
      's3:ListAllMyBuckets': 1,
      's3:GetBucketLogging': 1,
      's3:GetBucketPolicy': 1,
      's3:GetBucketPublicAccessBlock': 1,
      'budgets:ViewBudget': 1,
      'cloudtrail:DescribeTrails': 1,
      'cloudtrail:GetTrailStatus': 1,
      'cloudtrail:LookupEvents': eventNames('111122223333').length,
    });
  });

  test('none of them undeclared, and as counted by the door to the clients', async () => {
    await seeded(regionalAccount());
    const live = openLive();
    await collect(all, { live });
    const made = await moto.calls();
    expect(Object.fromEntries(live.calls)).toEqual(made);
    const declared = new Set(readPermissions(all));
    expect(Object.keys(made).filter((call) => !declared.has(call))).toEqual([]);
  });

  test('for one, in each region and nowhere else', async () => {
    await seeded(account());
    await collect(['functions']);
    expect(await calls()).toEqual({ 'ec2:DescribeRegions': 1, 'lambda:ListFunctions': 2 });
  });

  test('no bucket is asked about where no trail delivers into one and none is named like one of a plan', async () => {
    await seeded(account().monitoring(({ trails }) => trails.splice(0)));
    expect(read(await collect(['buckets']), 'buckets')).toEqual({ scope: 'trails', items: [] });
    expect(await calls()).toEqual({ 'cloudtrail:DescribeTrails': 1, 's3:ListAllMyBuckets': 1 });
  });
});

describe('listings of several pages are read to their end', () => {
  const many = Array.from({ length: 120 }, (_, at) => `n${String(at).padStart(3, '0')}`);

  test('functions, secrets and rules', async () => {
    const given = account();
    given
      .functions(many.map((name) => ({ name, role: 'arn:aws:iam::111122223333:role/one' })))
      .secrets(many.map((name) => ({ name })))
      .config(({ rules }) =>
        rules.push(...many.map((name) => given.configRule({ name, source: 'IAM_PASSWORD_POLICY' }))),
      );
    const model = await seeded(given);
    const names = ['functions', 'secrets', 'config'] as const;
    const snapshot = await collect(names);
    for (const name of names) expect(snapshot.collections[name], name).toEqual(model.collections[name]);
    expect(await calls()).toMatchObject({
      'lambda:ListFunctions': 4,
      'secretsmanager:ListSecrets': 3,
      'config:DescribeConfigRules': 7,
    });
  });

  test('events only so far, and those left are told of', async () => {
    const given = account();
    const model = await seeded(
      given.events([
        ...many.map(() => ({ name: 'AssumeRole', at: given.daysAgo(2) })),
        ...many.slice(0, 100).map(() => ({ name: 'CreateUser', at: given.daysAgo(1) })),
        { name: 'CreateRole', at: given.daysAgo(0) },
      ]),
    );
    expect(read(model, 'cloudtrail-events').events).toHaveLength(221);
    const { events, more } = read(await collect(['cloudtrail-events']), 'cloudtrail-events');
    expect(events).toHaveLength(201);
    expect(more).toEqual(['AssumeRole']);
    expect(await calls()).toEqual({ 'cloudtrail:LookupEvents': eventNames('111122223333').length + 2 });
  });
});

describe('events', () => {
  test('are looked up as far back as the lookback goes, to the second', async () => {
    const given = account();
    const since = new Date(given.daysAgo(7)).getTime();
    await seeded(
      given.events([
        { name: 'CreateUser', at: new Date(since).toISOString() },
        { name: 'DeletePolicy', at: new Date(since - 1000).toISOString() },
      ]),
    );
    const { events, since: told } = read(await collect(['cloudtrail-events']), 'cloudtrail-events');
    expect(told).toBe(given.daysAgo(7));
    expect(events.map(({ name }) => name)).toEqual(['CreateUser']);
  });

  test('are those that the monitoring controls raise alarms on', () => {
    expect(eventNames('111122223333')).toEqual(
      expect.arrayContaining(['ConsoleLogin', 'DeactivateMFADevice', 'StopLogging']),
    );
    expect(eventNames('111122223333')).not.toContain('HeadBucket');
  });

  test('are all of a watched key, each once', async () => {
    const given = account();
    const made = ['GetCallerIdentity', 'CreateUser', 'ListBuckets'].map((name) => ({ name, at: given.daysAgo(1) }));
    await seeded(
      given.events([
        ...made.map((call) => ({ ...call, accessKey: 'AKIACANARY0000000001' })),
        ...made.map((call) => ({ ...call, accessKey: 'AKIAWORKER0000000001' })),
      ]),
    );
    const canaryKeys = ['AKIACANARY0000000001', 'AKIACANARY0000000002'];
    const snapshot = await collect(['cloudtrail-events'], { scope: { canaryKeys } });
    const found = read(snapshot, 'cloudtrail-events').events.map(({ name, accessKey }) => `${accessKey} ${name}`);
    expect(found.sort()).toEqual([
      'AKIACANARY0000000001 CreateUser',
      'AKIACANARY0000000001 GetCallerIdentity',
      'AKIACANARY0000000001 ListBuckets',
      'AKIAWORKER0000000001 CreateUser',
    ]);
    expect(await calls()).toEqual({ 'cloudtrail:LookupEvents': eventNames('111122223333').length + 2 });
  });

  test('are asked for where the partition records IAM, wherever the caller is', async () => {
    await seeded(account().events([{ name: 'CreateUser', at: account().daysAgo(1) }]));
    const snapshot = await collect(['cloudtrail-events'], { live: openLive({ region: 'eu-west-1', maxAttempts: 1 }) });
    expect(read(snapshot, 'cloudtrail-events')).toMatchObject({
      region: 'us-east-1',
      events: [{ name: 'CreateUser' }],
    });
  });
});

test('alarms on charges are read where AWS tells charges, wherever the caller is', async () => {
  const given = account().monitoring(({ trails, alarms }) => {
    trails.splice(0);
    for (const alarm of alarms)
      Object.assign(alarm, { metric: 'EstimatedCharges', namespace: 'AWS/Billing', name: `charges-${alarm.name}` });
  });
  const model = await seeded(given);
  const snapshot = await collect(['alarms'], { live: openLive({ region: 'eu-west-1', maxAttempts: 1 }) });
  expect(snapshot.collections.alarms).toEqual(model.collections.alarms);
});

describe('what cannot be read is said', () => {
  test.each([
    ['ec2:DescribeInstances', 'instances'],
    ['lambda:ListFunctions', 'functions'],
    ['elasticloadbalancing:DescribeLoadBalancers', 'load-balancers'],
    ['elasticloadbalancing:DescribeListeners', 'load-balancers'],
    ['elasticloadbalancing:DescribeListenerCertificates', 'load-balancers'],
    ['acm:ListCertificates', 'acm-certificates'],
    ['wafv2:ListWebACLs', 'waf'],
    ['wafv2:ListResourcesForWebACL', 'waf'],
    ['secretsmanager:ListSecrets', 'secrets'],
    ['config:DescribeConfigurationRecorders', 'config'],
    ['config:DescribeConfigurationRecorderStatus', 'config'],
    ['config:DescribeConfigRules', 'config'],
    ['s3:ListAllMyBuckets', 'buckets'],
    ['s3:GetBucketLogging', 'buckets'],
    ['budgets:ViewBudget', 'budgets'],
    ['cloudtrail:LookupEvents', 'cloudtrail-events'],
  ] as const)('without %s', async (permission, unreadable) => {
    const listening = [{ port: 443, protocol: 'HTTPS', certificates: [iamCertificate] }];
    const everywhere = ['eu-west-1', 'us-east-1'];
    await seeded(
      account()
        .loadBalancers(everywhere.map((region) => ({ name: 'shop', region, listeners: listening })))
        .webAcls(everywhere.map((region) => ({ name: 'front', region }))),
    );
    await moto.deny(permission);
    const snapshot = await collect(all);
    const others = all.filter((name) => snapshot.collections[name].status !== 'read');
    expect(others).toEqual([unreadable]);
    expect(snapshot.collections[unreadable]).toMatchObject({
      cause: 'denied',
      permission,
      reason: expect.stringMatching(new RegExp(`^${permission}: User: .* is not authorized`)),
    });
  });

  test('a region that refuses is a gap in the coverage, and the others are read', async () => {
    await seeded(regionalAccount());
    await moto.deny(
      ...['ec2:DescribeInstances', 'lambda:ListFunctions', 'elasticloadbalancing:DescribeLoadBalancers'].map(inEurope),
      ...['acm:ListCertificates', 'wafv2:ListWebACLs', 'secretsmanager:ListSecrets'].map(inEurope),
      inEurope('config:DescribeConfigRules'),
    );
    const snapshot = await collect(regional);
    for (const name of regional) {
      const { regions, gaps, ...lists } = read(snapshot, name);
      expect(regions, name).toEqual(['us-east-1']);
      expect(gaps, name).toEqual([
        { region: 'eu-west-1', reason: expect.stringMatching(/^\w+:\w+: User: .* is not authorized/) },
      ]);
      const found = Object.values(lists).flat();
      expect(found.map(({ region }) => region).filter((region) => region !== 'us-east-1')).toEqual([]);
    }
    expect(read(snapshot, 'instances').items).toHaveLength(2);
  });

  test('where the regions cannot be listed, the caller’s is read, and those of the trails that are read', async () => {
    const given = regionalAccount().monitoring(({ trails }) => {
      for (const trail of trails) trail.homeRegion = 'eu-west-1';
    });
    const gaps = [{ reason: expect.stringMatching(/^the enabled regions could not be listed: ec2:DescribeRegions: /) }];
    await seeded(given);
    await moto.deny('ec2:DescribeRegions');
    const alone = read(await collect(['instances']), 'instances');
    expect(alone).toMatchObject({
      regions: ['us-east-1'],
      gaps,
      items: [{ region: 'us-east-1' }, { region: 'us-east-1' }],
    });
    const withTrails = read(await collect(['instances', 'trails']), 'instances');
    expect(withTrails).toMatchObject({ regions: ['eu-west-1', 'us-east-1'], gaps });
    expect(withTrails.items).toHaveLength(3);
  });

  test('an endpoint that does not know a service', async () => {
    await seeded(account());
    await moto.unlearn('wafv2:ListWebACLs', 'lambda:ListFunctions');
    const { collections } = await collect(['waf', 'functions']);
    expect(collections.waf).toMatchObject({ status: 'unreadable', cause: 'unsupported' });
    expect(collections.functions).toMatchObject({ status: 'unreadable', cause: 'unsupported' });
  });
});

function inEurope(permission: string): string {
  return `${permission}@eu-west-1`;
}
