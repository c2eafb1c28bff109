import type { AccountIdentity } from '../../../engine/snapshot.ts';

type Principal = { readonly Service: string };
type Condition = { readonly StringEquals: { readonly [key: string]: string } };
type Statement = { readonly [part: string]: string | readonly string[] | Principal | Condition };

/** A document that allows what it lists. */
export type AllowingPolicy = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };

const cloudtrail: Principal = { Service: 'cloudtrail.amazonaws.com' };

/** The trust of a role that CloudTrail delivers events to a log group as. */
export const deliveryTrust = allowing({ Principal: cloudtrail, Action: 'sts:AssumeRole' });

/** What CloudTrail needs of a log group: to open streams of its own name and to write to them. */
export function deliveryPolicy(logGroupArn: string, { id }: AccountIdentity, region: string): AllowingPolicy {
  const streams = `${logGroupArn}:log-stream:${id}_CloudTrail_${region}*`;
  return allowing({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: streams });
}

/** What CloudTrail needs of a bucket, for one trail alone. */
export function trailBucketPolicy(bucket: string, trail: string, { partition, id }: AccountIdentity): AllowingPolicy {
  const arn = `arn:${partition}:s3:::${bucket}`;
  const full = { 's3:x-amz-acl': 'bucket-owner-full-control' };
  return allowing(
    {
      Sid: 'CloudTrailLooksAtTheBucket',
      Principal: cloudtrail,
      Action: 's3:GetBucketAcl',
      Resource: arn,
      Condition: { StringEquals: { 'aws:SourceArn': trail } },
    },
    {
      Sid: 'CloudTrailDelivers',
      Principal: cloudtrail,
      Action: 's3:PutObject',
      Resource: `${arn}/AWSLogs/${id}/*`,
      Condition: { StringEquals: { ...full, 'aws:SourceArn': trail } },
    },
  );
}

/** S3 may write the access logs of this account's buckets, and nobody else may do anything. */
export function accessLogPolicy(bucket: string, { partition, id }: AccountIdentity): AllowingPolicy {
  return allowing({
    Sid: 'AccessLogsOfThisAccount',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:${partition}:s3:::${bucket}/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': id } },
  });
}

/** What S3 blocks of a bucket that nobody outside is to see. */
export const everythingBlocked = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
} as const;

function allowing(...statements: readonly Statement[]): AllowingPolicy {
  return { Version: '2012-10-17', Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })) };
}
