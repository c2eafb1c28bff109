import { describe, expect, test } from 'vitest';
import { data, elsewhere, given, imported, inRegion } from '../../support/imported.ts';

test('instances, each in the region of its zone', () => {
  const instance = (id: string, zone: string, rest: object = {}) => ({
    Instances: [
      { InstanceId: id, Placement: { AvailabilityZone: zone }, State: { Code: 16, Name: 'running' }, ...rest },
    ],
  });
  const profile = 'arn:aws:iam::111122223333:instance-profile/app';
  const first = {
    Reservations: [
      instance('i-2', 'us-east-1-bos-1a', { Tags: [{ Key: 'tier', Value: 'web' }] }),
      instance('i-1', 'ap-southeast-2b', { IamInstanceProfile: { Arn: profile, Id: 'AIPA1' } }),
    ],
  };
  expect(data('instances', first, { Reservations: [] }, first)).toEqual({
    regions: ['ap-southeast-2', 'us-east-1'],
    gaps: [elsewhere],
    items: [
      { region: 'ap-southeast-2', id: 'i-1', state: 'running', profile, tags: {} },
      { region: 'us-east-1', id: 'i-2', state: 'running', tags: { tier: 'web' } },
    ],
  });
});

test('a region where there is nothing is told by --region', () => {
  const collection = imported(given('instances', [{ Reservations: [] }]), 'us-west-2').instances;
  expect(collection).toEqual({ status: 'read', data: { regions: ['us-west-2'], gaps: [elsewhere], items: [] } });
});

test('functions, without their environment', () => {
  const arn = inRegion('lambda', 'function:mail');
  const role = 'arn:aws:iam::111122223333:role/mail';
  const Functions = [
    { FunctionName: 'mail', FunctionArn: arn, Role: role, Environment: { Variables: { TOKEN: 'hidden' } } },
  ];
  expect(data('functions', { Functions })).toEqual({
    regions: ['eu-west-1'],
    gaps: [elsewhere],
    items: [{ region: 'eu-west-1', name: 'mail', arn, role }],
  });
});

test('certificates of ACM, with what the listing may have left out', () => {
  const arn = inRegion('acm', 'certificate/1');
  const CertificateSummaryList = [
    {
      CertificateArn: arn,
      DomainName: 'example.com',
      Status: 'ISSUED',
      Type: 'IMPORTED',
      InUse: true,
      NotAfter: '2026-05-01T02:00:00+02:00',
    },
  ];
  expect(data('acm-certificates', { CertificateSummaryList })).toEqual({
    regions: ['eu-west-1'],
    gaps: [{ reason: expect.stringContaining('key types') }],
    items: [
      {
        region: 'eu-west-1',
        arn,
        domain: 'example.com',
        status: 'ISSUED',
        type: 'IMPORTED',
        notAfter: '2026-05-01T00:00:00.000Z',
        inUse: true,
      },
    ],
  });
});

test('secrets, as seconds or as text', () => {
  const arn = inRegion('secretsmanager', 'secret:db-AbCdEf');
  const SecretList = [
    {
      ARN: arn,
      Name: 'db',
      CreatedDate: 1_767_225_600,
      RotationEnabled: true,
      RotationLambdaARN: inRegion('lambda', 'function:turn'),
      RotationRules: { AutomaticallyAfterDays: 30, Duration: '2h', ScheduleExpression: 'rate(30 days)' },
      LastRotatedDate: '2026-02-01T00:00:00Z',
      NextRotationDate: null,
    },
  ];
  expect(data('secrets', { SecretList })).toMatchObject({
    items: [
      {
        region: 'eu-west-1',
        arn,
        createdAt: '2026-01-01T00:00:00.000Z',
        rotationEnabled: true,
        rotationFunction: inRegion('lambda', 'function:turn'),
        everyDays: 30,
        schedule: 'rate(30 days)',
        window: '2h',
        lastRotatedAt: '2026-02-01T00:00:00.000Z',
      },
    ],
  });
});

describe('load balancers', () => {
  const arn = inRegion('elasticloadbalancing', 'loadbalancer/app/shop/50dc6c495c0c9188');
  const LoadBalancers = [
    { LoadBalancerArn: arn, LoadBalancerName: 'shop', Scheme: 'internet-facing', Type: 'application' },
  ];
  const certificate = 'arn:aws:iam::111122223333:server-certificate/shop';
  const Listeners = [
    {
      LoadBalancerArn: arn,
      ListenerArn: 'l',
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: certificate }],
    },
  ];

  test('of both generations, with their listeners', () => {
    const classic = {
      LoadBalancerDescriptions: [
        {
          LoadBalancerName: 'old',
          DNSName: 'old-1.us-east-1.elb.amazonaws.com',
          Scheme: 'internal',
          ListenerDescriptions: [
            { Listener: { Protocol: 'HTTPS', LoadBalancerPort: 443, SSLCertificateId: certificate } },
          ],
        },
      ],
    };
    const listeners = [{ port: 443, protocol: 'HTTPS', certificates: [certificate] }];
    expect(data('load-balancers', { LoadBalancers }, { Listeners }, classic)).toEqual({
      regions: ['eu-west-1', 'us-east-1'],
      gaps: [{ reason: expect.stringContaining('besides the default ones') }],
      items: [
        { region: 'eu-west-1', name: 'shop', arn, kind: 'application', scheme: 'internet-facing', listeners },
        {
          region: 'us-east-1',
          name: 'old',
          arn: inRegion('elasticloadbalancing', 'loadbalancer/old', 'us-east-1'),
          kind: 'classic',
          scheme: 'internal',
          listeners,
        },
      ],
    });
  });

  test.each([
    ['application', 'internet-facing'],
    ['network', 'internet-facing'],
    ['gateway', 'internal'],
  ])('whose scheme is not told: %s', (Type, scheme) => {
    const balancer = { LoadBalancerArn: arn, LoadBalancerName: 'shop', Type };
    expect(data('load-balancers', { LoadBalancers: [balancer] }, { Listeners })).toMatchObject({ items: [{ scheme }] });
  });

  test('of whose listeners nothing was given are a gap', () => {
    expect(data('load-balancers', { LoadBalancers })).toMatchObject({
      gaps: [{}, { region: 'eu-west-1', reason: 'no listeners of load balancer shop were given' }],
    });
  });
});

describe('web ACLs', () => {
  const acl = (name: string) => ({ Name: name, Id: name, ARN: inRegion('wafv2', `regional/webacl/${name}/${name}`) });
  const alb = inRegion('elasticloadbalancing', 'loadbalancer/app/shop/1');

  test('with the load balancers of each', () => {
    const protects = {
      WebACLArn: acl('a').ARN,
      ResourceArns: [alb, 'arn:aws:apigateway:eu-west-1::/restapis/x/stages/y'],
    };
    const nothing = { WebACLArn: acl('b').ARN, ResourceArns: [] };
    expect(data('waf', { WebACLs: [acl('b'), acl('a')] }, nothing, protects)).toMatchObject({
      items: [
        { name: 'a', loadBalancers: [alb] },
        { name: 'b', loadBalancers: [] },
      ],
    });
    expect(data('waf', { WebACLs: [acl('a')] }, { ResourceArns: [alb] })).toMatchObject({
      items: [{ name: 'a', loadBalancers: [alb] }],
    });
  });

  test('of which nobody says what they protect are refused', () => {
    expect(() => data('waf', { WebACLs: [acl('a'), acl('b')] }, { ResourceArns: [alb] })).toThrow(
      /^file1: nothing says what web ACL a protects: add the file .* with "WebACLArn": "arn:aws:wafv2:/,
    );
  });
});

test.each([
  ['instances', { Reservations: [{ Instances: [{ InstanceId: 'i-1' }] }] }, 'the region of instance i-1 is not told'],
  ['functions', { functions: [] }, 'file1: Functions: '],
  ['load-balancers', {}, 'holds neither LoadBalancers'],
  ['secrets', { SecretList: [{ Name: 'x' }] }, 'file1: SecretList[0].ARN: '],
] as const)('%s that are not what was asked for are refused', (name, value, message) => {
  expect(() => data(name, value)).toThrow(message);
});

test('resources of two accounts are refused', () => {
  const files = {
    ...given('functions', [
      { Functions: [{ FunctionName: 'f', FunctionArn: inRegion('lambda', 'function:f'), Role: 'r' }] },
    ]),
    ...given('secrets', [{ SecretList: [{ ARN: 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:s-1' }] }]),
  };
  expect(() => imported(files)).toThrow(
    'the functions are of account 111122223333, the secrets of account 444455556666',
  );
});
