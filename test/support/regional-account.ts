import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';

const alb = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188';
const acm = (region: string, id: number) => `arn:aws:acm:${region}:111122223333:certificate/${id}`;
/** A certificate that IAM keeps. */
export const iamCertificate = 'arn:aws:iam::111122223333:server-certificate/shop';

/** Something in every collection, in more than one region. */
export function regionalAccount(): AccountBuilder {
  const given = account();
  return given
    .instances([
      { id: 'i-00000000000000002', tags: { tier: 'web', Name: '' } },
      { id: 'i-00000000000000001', state: 'stopped', profile: 'arn:aws:iam::111122223333:instance-profile/app' },
      { id: 'i-00000000000000003', region: 'eu-west-1', state: 'terminated' },
    ])
    .functions([
      { name: 'thumbnails', role: 'arn:aws:iam::111122223333:role/thumbnails' },
      { name: 'mail', role: 'arn:aws:iam::111122223333:role/service-role/mail', region: 'eu-west-1' },
    ])
    .loadBalancers([
      {
        name: 'shop',
        arn: alb,
        listeners: [
          { port: 80, protocol: 'HTTP', certificates: [] },
          { port: 443, protocol: 'HTTPS', certificates: [acm('us-east-1', 1), acm('us-east-1', 2)] },
        ],
      },
      {
        name: 'ingest',
        kind: 'network',
        scheme: 'internal',
        listeners: [{ port: 6514, protocol: 'TLS', certificates: [acm('us-east-1', 3)] }],
      },
      { name: 'inspection', kind: 'gateway', scheme: 'internal' },
      {
        name: 'old',
        kind: 'classic',
        region: 'eu-west-1',
        listeners: [
          { port: 80, protocol: 'HTTP', certificates: [] },
          { port: 443, protocol: 'HTTPS', certificates: [iamCertificate] },
        ],
      },
    ])
    .certificates([
      { arn: acm('us-east-1', 1), notAfter: given.daysAgo(-20) },
      { arn: acm('eu-west-1', 7), status: 'PENDING_VALIDATION', domain: 'new.example.com', inUse: false },
      { arn: acm('us-east-1', 2), type: 'IMPORTED', notAfter: given.daysAgo(3) },
    ])
    .webAcls([
      { name: 'front', loadBalancers: [alb] },
      { name: 'spare', region: 'eu-west-1' },
    ])
    .secrets([
      {
        name: 'database',
        rotationEnabled: true,
        rotationFunction: 'arn:aws:lambda:us-east-1:111122223333:function:turn',
        everyDays: 30,
        lastRotatedAt: given.daysAgo(12),
        nextRotationAt: given.daysAgo(-18),
      },
      {
        name: 'cluster',
        region: 'eu-west-1',
        rotationEnabled: true,
        schedule: 'rate(10 days)',
        window: '3h',
        owningService: 'rds',
      },
      { name: 'token', primaryRegion: 'us-east-1' },
    ])
    .config(({ recorders, rules }) => {
      recorders.pop();
      for (const recorder of recorders)
        Object.assign(recorder, {
          recording: false,
          lastStatus: 'FAILURE',
          allSupported: false,
          types: ['AWS::IAM::User'],
        });
      rules.push(
        given.configRule({
          name: 'own',
          source: 'ACCESS_KEYS_ROTATED',
          state: 'DELETING',
          parameters: { maxAccessKeyAge: '30' },
        }),
      );
    })
    .budgets([
      { name: 'hours', type: 'USAGE', timeUnit: 'DAILY' },
      { name: 'all', type: 'COST', timeUnit: 'MONTHLY', limit: { amount: '12.5', unit: 'USD' } },
    ])
    .events([
      { name: 'CreateUser', at: given.daysAgo(1), resources: ['mallory'], accessKey: 'AKIAIOSFODNN7EXAMPLE' },
      {
        name: 'ConsoleLogin',
        at: given.daysAgo(0),
        source: 'signin.amazonaws.com',
        errorMessage: 'Failed authentication',
        mfaUsed: false,
      },
      {
        name: 'StopLogging',
        at: given.daysAgo(6),
        source: 'cloudtrail.amazonaws.com',
        errorCode: 'AccessDenied',
        resources: ['main'],
      },
    ])
    .buckets(({ items }) => {
      for (const bucket of items) Object.assign(bucket, { region: 'eu-west-1', logging: { status: 'off' } });
    });
}
