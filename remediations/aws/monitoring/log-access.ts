import { canonicalJson, toJson } from '../../../src/engine/json.ts';
import type { Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import {
  type AllowingPolicy,
  accessLogPolicy,
  everythingBlocked,
} from '../../../src/providers/aws/model/audit-policies.ts';
import { accessLogBucketName, type Bucket } from '../../../src/providers/aws/model/buckets.ts';
import type { AwsCollections, AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import {
  putBucketLogging,
  putBucketPolicy,
  putPublicAccessBlock,
} from '../../../src/providers/aws/operations/bucket-settings.ts';
import { createBucket } from '../../../src/providers/aws/operations/buckets.ts';

/** Blocks public access to a new bucket, and has its policy let one service in. */
export function makePrivate(
  region: string,
  bucket: string,
  policy: AllowingPolicy,
  steps: Steps<AwsCollections>,
): void {
  steps.add(putPublicAccessBlock, { region, bucket }, everythingBlocked);
  steps.add(putBucketPolicy, { region, bucket }, { document: canonicalJson(toJson(policy)) });
}

/** True for a bucket without settings: undoing a plan takes them off the bucket that it made, and leaves one that was used. */
export function isLeftBehind(bucket: Bucket, region: string): boolean {
  return bucket.region === region && bucket.policy === undefined && bucket.logging.status === 'off';
}

/** The bucket of a region that takes the access logs of all others, made where it is missing; or why it cannot serve. */
export function accessLogBucket(
  region: string,
  snapshot: AwsSnapshot,
  steps: Steps<AwsCollections>,
): { readonly target: string } | { readonly blocked: string } {
  const { account } = snapshot;
  const target = accessLogBucketName(account.id, region);
  const policy = accessLogPolicy(target, account);
  const present = readable(snapshot, 'buckets')?.items.find(({ name }) => name === target);
  if (present !== undefined && !isLeftBehind(present, region))
    return present.region === region && present.policy === canonicalJson(toJson(policy))
      ? { target }
      : { blocked: `bucket ${target} exists, and its policy is not the one by which it takes access logs` };
  steps.add(createBucket, { region, name: target }, {});
  makePrivate(region, target, policy, steps);
  return { target };
}

/** Has S3 write the access log of a bucket; the bucket that takes it must be there, and let S3 in. */
export function logAccess(region: string, bucket: string, target: string, steps: Steps<AwsCollections>): void {
  steps.add(putBucketLogging, { region, bucket }, { target, prefix: `${bucket}/` });
}
