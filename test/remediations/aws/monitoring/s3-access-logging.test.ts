import { expect, test } from 'vitest';
import s3AccessLogging from '../../../../remediations/aws/monitoring/s3-access-logging.ts';
import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema, defaultBaseline } from '../../../../src/engine/baseline.ts';
import { simulate } from '../../../../src/engine/change.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Bucket } from '../../../../src/providers/aws/model/buckets.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { testRemediation } from '../../../support/harness.ts';

const trailBucket = 'trail-111122223333';
const everyBucket = { 's3-access-logging': { allBuckets: true } };
const off = { status: 'off' } as const;

/** The boring account with its trail's bucket changed, and further buckets that no trail delivers into. */
const buckets = (change: Partial<Bucket>, scope: 'trails' | 'all' = 'trails', ...more: readonly Bucket[]) =>
  account().buckets((found) => {
    found.scope = scope;
    found.items = [...found.items.map((bucket) => ({ ...bucket, ...change })), ...more];
  });
const other = (logging: Bucket['logging']): Bucket => ({ name: 'photos', region: 'us-east-1', trails: [], logging });

/** The plan for the findings of an account. */
function planFor(given: AccountBuilder) {
  const snapshot = given.build();
  const chosen = evaluate([s3AccessLogging], snapshot, defaultBaseline, given.now).filter(
    ({ status }) => status === 'fail',
  );
  return assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline: defaultBaseline,
    now: given.now,
    chosen,
    via: 'api',
    declarative: () => false,
  });
}

testRemediation(s3AccessLogging, {
  compliant: {
    'the boring account': account(),
    'another bucket without one': buckets({}, 'all', other(off)),
  },
  violating: {
    'no access log': { given: buckets({ logging: off }), expect: [{ resource: trailBucket, reason: 'off' }] },
    'of two trails': {
      given: buckets({ logging: off, trails: ['arn:a', 'arn:b'] }),
      expect: [{ resource: trailBucket, reason: 'off' }],
    },
    'one of two buckets': {
      given: buckets({}, 'trails', { ...other(off), trails: ['arn:b'] }),
      expect: [{ resource: 'photos', reason: 'off' }],
    },
  },
  notApplicable: {
    'no trail delivers anywhere': {
      given: account().buckets((found) => found.items.splice(0)),
      expect: [{ resource: '111122223333', reason: 'none' }],
    },
    'a bucket that takes the logs, where all buckets are asked for': {
      given: buckets({ logging: { status: 'on', bucket: 'photos', prefix: '' } }, 'all', other(off)),
      baseline: { controls: everyBucket },
      expect: [{ resource: 'photos', reason: 'target' }],
    },
    'the bucket that a plan made for the logs of its region, before anything is written to it': {
      given: buckets({ logging: { status: 'on', bucket: 'elsewhere', prefix: '' } }, 'all', {
        ...other(off),
        name: 'access-logs-111122223333-us-east-1',
      }),
      baseline: { controls: everyBucket },
      expect: [{ resource: 'access-logs-111122223333-us-east-1', reason: 'target' }],
    },
  },
  unknown: {
    'a bucket of another account': {
      given: buckets({ logging: { status: 'unknown', reason: 'it is no bucket of this account' } }),
      expect: [{ resource: trailBucket, reason: 'unread' }],
    },
    'all buckets are asked for, and only those of trails were read': {
      given: buckets({}),
      baseline: { controls: everyBucket },
      expect: [{ resource: '111122223333', reason: 'unlisted' }],
    },
  },
});

test('every bucket is judged where all are asked for', () => {
  const given = buckets({}, 'all', other(off));
  const baseline = baselineSchema.parse({ version: 1, controls: everyBucket });
  const findings = evaluate([s3AccessLogging], given.build(), baseline, given.now);
  expect(findings.map(({ status, resource }) => [status, resource.id])).toEqual([
    ['fail', 'photos'],
    ['pass', trailBucket],
  ]);
});

const logs = 'access-logs-111122223333-us-east-1';

test('the logs of a region go to one bucket, which S3 alone may write to', () => {
  const given = buckets({ logging: off }, 'trails', { ...other(off), trails: ['arn:b'] });
  const plan = planFor(given);
  expect(plan.changes.map(({ title }) => title).sort()).toEqual([
    `Block public access to bucket ${logs}`,
    `Create bucket ${logs} in us-east-1`,
    `Give bucket ${logs} a policy`,
    `Have the access log of bucket photos written to ${logs}/photos/`,
    `Have the access log of bucket ${trailBucket} written to ${logs}/${trailBucket}/`,
  ]);
  const policy = plan.changes.find(({ operation }) => operation === 's3:PutBucketPolicy');
  expect(JSON.parse(Object(policy?.to)['document'])['Statement']).toEqual([
    expect.objectContaining({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    }),
  ]);
  const logging = plan.changes.filter(({ operation }) => operation === 's3:PutBucketLogging');
  for (const { dependsOn } of logging) expect(dependsOn).toContain(policy?.id);
});

test.each([
  [
    'a bucket of that name with another policy',
    buckets({ logging: off }, 'trails', { ...other(off), name: logs, policy: '{}' }),
    logs,
  ],
  [
    'a bucket whose region is not known',
    account().buckets((found) => {
      found.items = found.items.map(({ region: _, ...bucket }) => ({ ...bucket, logging: off }));
    }),
    'the region of bucket trail-111122223333 is not known',
  ],
])('it says why it can do nothing: %s', (_, given, reason) => {
  const plan = planFor(given);
  expect([plan.changes, plan.unplanned.map((left) => left.reason)]).toEqual([[], [expect.stringContaining(reason)]]);
});

test('the bucket of a plan that was undone, which stays once it was used, is used again', () => {
  const given = buckets({ logging: off }, 'trails', { ...other(off), name: logs });
  expect(planFor(given).changes.map(({ title }) => title)).toEqual([
    `Block public access to bucket ${logs}`,
    `Give bucket ${logs} a policy`,
    `Have the access log of bucket ${trailBucket} written to ${logs}/${trailBucket}/`,
  ]);
});

test('the bucket of an earlier plan is used again', () => {
  const made = simulate(operations, buckets({ logging: off }).build(), planFor(buckets({ logging: off })).changes);
  const items = made.collections.buckets.status === 'read' ? made.collections.buckets.data.items : [];
  const given = buckets({}, 'trails', ...items.filter(({ name }) => name === logs), {
    ...other(off),
    trails: ['arn:b'],
  });
  expect(planFor(given).changes.map(({ title }) => title)).toEqual([
    `Have the access log of bucket photos written to ${logs}/photos/`,
  ]);
});
