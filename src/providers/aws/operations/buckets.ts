import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { Refusal, type ResourceRef } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { Bucket } from '../model/buckets.ts';
import type { AwsDraft, AwsSnapshot } from '../model/collections.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

/** A bucket's name is unique in the world; its region is where it is asked about. */
type BucketAddress = { readonly region: string; readonly name: string };
type BucketValue = Readonly<Record<never, never>>;

const byName = ({ name }: Bucket) => name;

/** A bucket as the resource that its settings belong to. */
export function bucketRef(region: string, name: string): ResourceRef {
  return { type: 's3-bucket', address: { region, name } };
}

/** A bucket of the evidence, as long as it is this account's own and in that region. */
export function ownBucket(account: AwsSnapshot | AwsDraft, region: string, name: string): Bucket | undefined {
  return readable(account, 'buckets')?.items.find((item) => item.name === name && item.region === region);
}

/** The bucket to write a setting of; undefined where the buckets were not read. */
export function editableBucket(draft: AwsDraft, region: string, name: string): Bucket | undefined {
  if (editable(draft, 'buckets') === undefined) return undefined;
  const found = ownBucket(draft, region, name);
  if (found === undefined) throw new Refusal(`there is no bucket ${name} in ${region} that could be looked at`);
  return found;
}

/** A bucket, without its policy, its access log and what it blocks: those are resources of their own. */
export const bucketResource = defineResource<BucketAddress, BucketValue>({
  type: 's3-bucket',
  collection: 'buckets',
  volatile: [],
  label: ({ name }) => `bucket ${name}`,
  read: (snapshot, { region, name }) => (ownBucket(snapshot, region, name) === undefined ? null : {}),
  write(draft, { region, name }, value) {
    const items = editable(draft, 'buckets')?.items;
    if (items === undefined) return;
    const present = items.find((item) => item.name === name);
    if (value !== null) {
      if (present !== undefined) throw new Refusal(`bucket ${name} exists already`);
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
        throw new Refusal(`S3 does not accept ${name} as the name of a bucket`);
      putSorted(items, { name, region, trails: [], logging: { status: 'off' } }, byName);
      return;
    }
    if (present?.region !== region) throw new Refusal(`there is no bucket ${name} in ${region} to delete`);
    holdDeletion(present, items);
    removeKeyed(items, name, byName);
  },
  requires: () => [],
  permissions: ['s3:ListBucket'],
  async observe(live, { region, name }) {
    const s3 = await live.s3(region);
    return (await absent(() => s3.headBucket({ Bucket: name }))) === null ? null : {};
  },
  /** A bucket is in use once it holds something: S3 would not delete it, and nobody wants it to. */
  async lastUsed(live, { region, name }) {
    const s3 = await live.s3(region);
    const { Contents: [object] = [] } = await s3.listObjectsV2({ Bucket: name, MaxKeys: 1 });
    return object === undefined ? 'never' : (object.LastModified?.toISOString() ?? 'unknown');
  },
});

export const createBucket = defineOperation({
  name: 's3:CreateBucket',
  resource: bucketResource,
  inverse: 's3:DeleteBucket',
  reversibility: 'reversible',
  undoGate: { neverUsed: true },
  permissions: ['s3:CreateBucket', 's3:ListBucket'],
  title: ({ region, name }) => `Create bucket ${name} in ${region}`,
  command: ({ region, name }) => [
    ...['s3api', 'create-bucket', '--region', region, '--bucket', name],
    ...(region === 'us-east-1' ? [] : ['--create-bucket-configuration', `LocationConstraint=${region}`]),
  ],
  async perform(live, { address: { region, name } }) {
    const s3 = await live.s3(region);
    // S3 knows its oldest region by no name.
    const where = region === 'us-east-1' ? undefined : { LocationConstraint: region as BucketLocationConstraint };
    await s3.createBucket({ Bucket: name, ...(where === undefined ? {} : { CreateBucketConfiguration: where }) });
    return undefined;
  },
});

export const deleteBucket = defineOperation({
  name: 's3:DeleteBucket',
  resource: bucketResource,
  inverse: 's3:CreateBucket',
  // Anybody may take the name meanwhile.
  reversibility: 'recoverable',
  permissions: ['s3:DeleteBucket', 's3:ListBucket'],
  title: ({ name }) => `Delete bucket ${name}, which holds nothing`,
  command: ({ region, name }) => ['s3api', 'delete-bucket', '--region', region, '--bucket', name],
  async perform(live, { address: { region, name } }) {
    const s3 = await live.s3(region);
    await absent(() => s3.deleteBucket({ Bucket: name }));
    return undefined;
  },
});

export const bucketOperations = [createBucket, deleteBucket];

/** What is written to by others, or could not come back as it was, stays. */
function holdDeletion({ name, trails, logging, policy, publicAccessBlock }: Bucket, items: readonly Bucket[]): void {
  if (trails.length > 0) throw new Refusal(`bucket ${name} is not deleted while a trail delivers into it`);
  if (items.some((item) => item.logging.status === 'on' && item.logging.bucket === name))
    throw new Refusal(`bucket ${name} is not deleted while it takes the access log of another`);
  if (logging.status !== 'off' || policy !== undefined || publicAccessBlock !== undefined)
    throw new Refusal(`bucket ${name} is not deleted while it has settings of its own`);
}
