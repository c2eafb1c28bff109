import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail/index.js';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging/index.js';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy/index.js';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block/index.js';
import type { Bucket } from '../../src/providers/aws/model/buckets.ts';
import type { LogGroup, Trail } from '../../src/providers/aws/model/monitoring.ts';
import { defineRendering } from './rendering.ts';

/** Never emptied: a bucket that holds logs is not destroyed. */
export const bucket = defineRendering<{ region: string; name: string }, object>({
  name: ({ name }) => [name],
  region: ({ region }) => region,
  importId: ({ name }) => name,
  make: (scope, id, { name }, _, meta) => new S3Bucket(scope, id, { bucket: name, ...meta }),
});

type SettingAddress = { region: string; bucket: string };

export const bucketPolicy = defineRendering<SettingAddress, { document: string }>({
  name: ({ bucket }) => [bucket],
  region: ({ region }) => region,
  importId: ({ bucket }) => bucket,
  make: (scope, id, { bucket }, { document }, meta) =>
    new S3BucketPolicy(scope, id, { bucket, policy: document, ...meta }),
});

export const publicAccessBlock = defineRendering<SettingAddress, NonNullable<Bucket['publicAccessBlock']>>({
  name: ({ bucket }) => [bucket],
  region: ({ region }) => region,
  importId: ({ bucket }) => bucket,
  make: (scope, id, { bucket }, block, meta) => new S3BucketPublicAccessBlock(scope, id, { bucket, ...block, ...meta }),
});

export const bucketLogging = defineRendering<SettingAddress, { target: string; prefix: string }>({
  name: ({ bucket }) => [bucket],
  region: ({ region }) => region,
  importId: ({ bucket }) => bucket,
  make: (scope, id, { bucket }, { target, prefix }, meta) =>
    new S3BucketLoggingA(scope, id, { bucket, targetBucket: target, targetPrefix: prefix, ...meta }),
});

export const logGroup = defineRendering<LogGroup, object>({
  name: ({ name, region }) => [name, region],
  region: ({ region }) => region,
  importId: ({ name }) => name,
  make: (scope, id, { name }, _, meta) => new CloudwatchLogGroup(scope, id, { name, ...meta }),
});

type TrailAddress = { region: string; name: string; arn: string };
type TrailValue = Pick<Trail, 'multiRegion' | 'organization' | 'globalServiceEvents' | 'logFileValidation'> &
  Partial<Pick<Trail, 'bucket' | 'logGroupArn' | 'logRoleArn' | 'kmsKey'>>;

/** A trail that Terraform makes is logging at once; of one that exists, what it selects and whether it logs stay as they are. */
export const trail = defineRendering<TrailAddress, TrailValue>({
  name: ({ name, region }) => [name, region],
  region: ({ region }) => region,
  importId: ({ arn }) => arn,
  keeps: [
    'advanced_event_selector',
    'enable_logging',
    'event_selector',
    'insight_selector',
    's3_key_prefix',
    'sns_topic_name',
    'tags',
    'tags_all',
  ],
  make: (scope, id, { name }, { bucket = '', logGroupArn, logRoleArn, kmsKey, ...wanted }, meta) =>
    new Cloudtrail(scope, id, {
      name,
      s3BucketName: bucket,
      isMultiRegionTrail: wanted.multiRegion,
      isOrganizationTrail: wanted.organization,
      includeGlobalServiceEvents: wanted.globalServiceEvents,
      enableLogFileValidation: wanted.logFileValidation,
      ...(logGroupArn === undefined ? {} : { cloudWatchLogsGroupArn: `${logGroupArn}:*` }),
      ...(logRoleArn === undefined ? {} : { cloudWatchLogsRoleArn: logRoleArn }),
      ...(kmsKey === undefined ? {} : { kmsKeyId: kmsKey }),
      ...meta,
    }),
});
