import { expect, test } from 'vitest';
import s3AccessLogging from '../../../../remediations/aws/monitoring/s3-access-logging.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Bucket } from '../../../../src/providers/aws/model/buckets.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
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
