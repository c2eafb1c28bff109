import { expect, test } from 'vitest';
import type { Bucket } from '../../../../src/providers/aws/model/buckets.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  bucketSettingOperations,
  deleteBucketPolicy,
  deletePublicAccessBlock,
  putBucketLogging,
  putBucketPolicy,
  putPublicAccessBlock,
} from '../../../../src/providers/aws/operations/bucket-settings.ts';
import { bucketOperations, createBucket, deleteBucket } from '../../../../src/providers/aws/operations/buckets.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const region = 'us-east-1';
const at = (name: string, where = region) => ({ region: where, name });
const of = (bucket: string) => ({ region, bucket });
const document = '{"Statement":[],"Version":"2012-10-17"}';
const all = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };

testOperationLaws([...bucketOperations, ...bucketSettingOperations], () => [
  write(createBucket, at('new', 'eu-west-1'), {}),
  write(deleteBucket, at('empty'), null),
  write(deleteBucket, at('settled'), null),
  write(putBucketPolicy, of('empty'), { document }),
  write(putBucketPolicy, of('settled'), { document }),
  write(deleteBucketPolicy, of('settled'), null),
  write(putPublicAccessBlock, of('empty'), all),
  write(deletePublicAccessBlock, of('settled'), null),
  write(putBucketLogging, of('empty'), { target: 'settled', prefix: 'empty/' }),
  write(putBucketLogging, of('trail-111122223333'), null),
]);

/** The boring account with further buckets. */
const withBuckets = (...more: readonly Partial<Bucket>[]) =>
  account()
    .buckets(({ items }) =>
      items.push(
        ...more.map((one) => ({ name: 'b', region, trails: [], logging: { status: 'off' as const }, ...one })),
      ),
    )
    .build();

test.each([
  ['a bucket twice', withBuckets({}), write(createBucket, at('b', 'eu-west-1'), {}), 'exists already'],
  ['a name in capitals', withBuckets(), write(createBucket, at('Logs'), {}), 'does not accept Logs'],
  ['a name of two letters', withBuckets(), write(createBucket, at('ab'), {}), 'does not accept ab'],
  [
    'to lose the bucket of a trail',
    withBuckets(),
    write(deleteBucket, at('trail-111122223333'), null),
    'a trail delivers',
  ],
  [
    'to lose the bucket that takes a log',
    withBuckets({}, { name: 'c', logging: { status: 'on', bucket: 'b', prefix: '' } }),
    write(deleteBucket, at('b'), null),
    'it takes the access log of another',
  ],
  ['to lose a policy', withBuckets({ policy: document }), write(deleteBucket, at('b'), null), 'settings of its own'],
  ['a policy of no bucket', withBuckets(), write(putBucketPolicy, of('b'), { document }), 'there is no bucket b'],
  ['a policy that is none', withBuckets({}), write(putBucketPolicy, of('b'), { document: '[]' }), 'not a JSON object'],
  [
    'a policy beyond its size',
    withBuckets({}),
    write(putBucketPolicy, of('b'), { document: JSON.stringify({ Id: 'x'.repeat(20_480) }) }),
    'more than 20480 bytes',
  ],
  [
    'a bucket that logs itself',
    withBuckets({}),
    write(putBucketLogging, of('b'), { target: 'b', prefix: '' }),
    'without end',
  ],
])('the model refuses %s', (_, given, tried, reason) => {
  expect(refusalOf(given, tried)).toContain(reason);
});

test('the commands are those of s3api, with the region where a bucket has one', () => {
  const command = (tried: Parameters<typeof changeOf>[1]) => changeOf(withBuckets({}), tried)?.command.slice(2);
  expect(command(write(createBucket, at('new'), {}))).toEqual(['--region', region, '--bucket', 'new']);
  expect(command(write(createBucket, at('new', 'eu-west-1'), {}))?.slice(-1)).toEqual(['LocationConstraint=eu-west-1']);
  expect(command(write(putBucketLogging, of('b'), { target: 'logs', prefix: 'b/' }))?.at(-1)).toBe(
    '{"LoggingEnabled":{"TargetBucket":"logs","TargetPrefix":"b/"}}',
  );
});
