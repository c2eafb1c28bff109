import type { z } from 'zod';
import { Refusal } from '../../../engine/change.ts';
import { toBucketLogging, toPublicAccessBlock } from '../collect/buckets.ts';
import type { BucketLogging, publicAccessBlockSchema } from '../model/buckets.ts';
import { bucketRef, editableBucket, ownBucket } from './buckets.ts';
import { defineOperation, defineResource } from './define.ts';
import { holdDocument } from './limits.ts';
import { absent } from './live-answers.ts';

type SettingAddress = { readonly region: string; readonly bucket: string };

/** A bucket policy has no more than this many bytes. */
const mostPolicy = 20_480;

/** The policy of a bucket, as the JSON text that S3 keeps. */
export const bucketPolicyResource = defineResource<SettingAddress, { readonly document: string }>({
  type: 's3-bucket-policy',
  collection: 'buckets',
  volatile: [],
  label: ({ bucket }) => `policy of bucket ${bucket}`,
  read(snapshot, { region, bucket }) {
    const document = ownBucket(snapshot, region, bucket)?.policy;
    return document === undefined ? null : { document };
  },
  write(draft, { region, bucket }, value) {
    const item = editableBucket(draft, region, bucket);
    if (item === undefined) return;
    if (value === null) {
      delete item.policy;
      return;
    }
    holdDocument(value.document, `bucket ${bucket}`);
    if (Buffer.byteLength(value.document) > mostPolicy)
      throw new Refusal(`S3 takes no policy of more than ${mostPolicy} bytes for bucket ${bucket}`);
    item.policy = value.document;
  },
  requires: ({ region, bucket }) => [bucketRef(region, bucket)],
  permissions: ['s3:GetBucketPolicy'],
  async observe(live, { region, bucket }) {
    const s3 = await live.s3(region);
    const answer = await absent(() => s3.getBucketPolicy({ Bucket: bucket }));
    return answer?.Policy === undefined ? null : { document: answer.Policy };
  },
});

export const putBucketPolicy = defineOperation({
  name: 's3:PutBucketPolicy',
  resource: bucketPolicyResource,
  inverse: 's3:DeleteBucketPolicy',
  reversibility: 'reversible',
  permissions: ['s3:PutBucketPolicy', 's3:GetBucketPolicy'],
  title: ({ bucket }, from) =>
    `${from === null ? 'Give' : 'Change the policy of'} bucket ${bucket}${from === null ? ' a policy' : ''}`,
  command: ({ region, bucket }, _, to) => [
    ...['s3api', 'put-bucket-policy', '--region', region, '--bucket', bucket, '--policy', to?.document ?? ''],
  ],
  async perform(live, { address: { region, bucket }, to }) {
    if (to === null) throw new Error('a bucket policy is removed by s3:DeleteBucketPolicy');
    const s3 = await live.s3(region);
    await s3.putBucketPolicy({ Bucket: bucket, Policy: to.document });
    return undefined;
  },
});

export const deleteBucketPolicy = defineOperation({
  name: 's3:DeleteBucketPolicy',
  resource: bucketPolicyResource,
  inverse: 's3:PutBucketPolicy',
  reversibility: 'reversible',
  permissions: ['s3:DeleteBucketPolicy', 's3:GetBucketPolicy'],
  title: ({ bucket }) => `Delete the policy of bucket ${bucket}`,
  command: ({ region, bucket }) => ['s3api', 'delete-bucket-policy', '--region', region, '--bucket', bucket],
  async perform(live, { address: { region, bucket } }) {
    const s3 = await live.s3(region);
    await absent(() => s3.deleteBucketPolicy({ Bucket: bucket }));
    return undefined;
  },
});

type BlockValue = z.infer<typeof publicAccessBlockSchema>;

/** What S3 blocks of a bucket whatever its policy says. */
export const publicAccessBlockResource = defineResource<SettingAddress, BlockValue>({
  type: 's3-public-access-block',
  collection: 'buckets',
  volatile: [],
  label: ({ bucket }) => `public access block of bucket ${bucket}`,
  read: (snapshot, { region, bucket }) => ownBucket(snapshot, region, bucket)?.publicAccessBlock ?? null,
  write(draft, { region, bucket }, value) {
    const item = editableBucket(draft, region, bucket);
    if (item === undefined) return;
    if (value === null) delete item.publicAccessBlock;
    else item.publicAccessBlock = { ...value };
  },
  requires: ({ region, bucket }) => [bucketRef(region, bucket)],
  permissions: ['s3:GetBucketPublicAccessBlock'],
  async observe(live, { region, bucket }) {
    const s3 = await live.s3(region);
    const answer = await absent(() => s3.getPublicAccessBlock({ Bucket: bucket }));
    const block = answer?.PublicAccessBlockConfiguration;
    return block === undefined ? null : toPublicAccessBlock(block);
  },
});

export const putPublicAccessBlock = defineOperation({
  name: 's3:PutPublicAccessBlock',
  resource: publicAccessBlockResource,
  inverse: 's3:DeletePublicAccessBlock',
  reversibility: 'reversible',
  permissions: ['s3:PutBucketPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  title: ({ bucket }) => `Block public access to bucket ${bucket}`,
  command: ({ region, bucket }, _, to) => [
    ...['s3api', 'put-public-access-block', '--region', region, '--bucket', bucket],
    ...(to === null ? [] : ['--public-access-block-configuration', JSON.stringify(toLive(to))]),
  ],
  async perform(live, { address: { region, bucket }, to }) {
    if (to === null) throw new Error('a public access block is removed by s3:DeletePublicAccessBlock');
    const s3 = await live.s3(region);
    await s3.putPublicAccessBlock({ Bucket: bucket, PublicAccessBlockConfiguration: toLive(to) });
    return undefined;
  },
});

export const deletePublicAccessBlock = defineOperation({
  name: 's3:DeletePublicAccessBlock',
  resource: publicAccessBlockResource,
  inverse: 's3:PutPublicAccessBlock',
  reversibility: 'reversible',
  permissions: ['s3:PutBucketPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  title: ({ bucket }) => `Remove the public access block of bucket ${bucket}`,
  command: ({ region, bucket }) => ['s3api', 'delete-public-access-block', '--region', region, '--bucket', bucket],
  async perform(live, { address: { region, bucket } }) {
    const s3 = await live.s3(region);
    await absent(() => s3.deletePublicAccessBlock({ Bucket: bucket }));
    return undefined;
  },
});

type LoggingValue = { readonly target: string; readonly prefix: string };

/** Where S3 writes the access log of a bucket; null where it writes none. */
export const bucketLoggingResource = defineResource<SettingAddress, LoggingValue>({
  type: 's3-bucket-logging',
  collection: 'buckets',
  volatile: [],
  label: ({ bucket }) => `access log of bucket ${bucket}`,
  read: (snapshot, { region, bucket }) => loggingValue(ownBucket(snapshot, region, bucket)?.logging),
  write(draft, { region, bucket }, value) {
    const item = editableBucket(draft, region, bucket);
    if (item === undefined) return;
    if (item.logging.status === 'unknown') throw new Refusal(`whether bucket ${bucket} has an access log is not known`);
    if (value?.target === bucket) throw new Refusal(`bucket ${bucket} would log each entry of its own log without end`);
    item.logging = value === null ? { status: 'off' } : { status: 'on', bucket: value.target, prefix: value.prefix };
  },
  // S3 takes no target in another region than the bucket itself.
  requires: ({ region, bucket }, { target }) => [bucketRef(region, bucket), bucketRef(region, target)],
  permissions: ['s3:GetBucketLogging'],
  async observe(live, { region, bucket }) {
    const s3 = await live.s3(region);
    const answer = await absent(() => s3.getBucketLogging({ Bucket: bucket }));
    return answer === null ? null : loggingValue(toBucketLogging(answer));
  },
});

/** Switches the access log of a bucket on, or off again. */
export const putBucketLogging = defineOperation({
  name: 's3:PutBucketLogging',
  resource: bucketLoggingResource,
  inverse: 's3:PutBucketLogging',
  reversibility: 'reversible',
  permissions: ['s3:PutBucketLogging', 's3:GetBucketLogging'],
  title: ({ bucket }, _, to) =>
    to === null
      ? `Switch the access log of bucket ${bucket} off`
      : `Have the access log of bucket ${bucket} written to ${to.target}/${to.prefix}`,
  command: ({ region, bucket }, _, to) => [
    ...['s3api', 'put-bucket-logging', '--region', region, '--bucket', bucket],
    ...['--bucket-logging-status', JSON.stringify(loggingStatus(to))],
  ],
  async perform(live, { address: { region, bucket }, to }) {
    const s3 = await live.s3(region);
    await s3.putBucketLogging({ Bucket: bucket, BucketLoggingStatus: loggingStatus(to) });
    return undefined;
  },
});

export const bucketSettingOperations = [
  putBucketPolicy,
  deleteBucketPolicy,
  putPublicAccessBlock,
  deletePublicAccessBlock,
  putBucketLogging,
];

function toLive({ blockPublicAcls, ignorePublicAcls, blockPublicPolicy, restrictPublicBuckets }: BlockValue) {
  return {
    BlockPublicAcls: blockPublicAcls,
    IgnorePublicAcls: ignorePublicAcls,
    BlockPublicPolicy: blockPublicPolicy,
    RestrictPublicBuckets: restrictPublicBuckets,
  };
}

function loggingValue(logging: BucketLogging | undefined): LoggingValue | null {
  return logging?.status === 'on' ? { target: logging.bucket, prefix: logging.prefix } : null;
}

function loggingStatus(value: LoggingValue | null) {
  return value === null ? {} : { LoggingEnabled: { TargetBucket: value.target, TargetPrefix: value.prefix } };
}
