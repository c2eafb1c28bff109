import type { GetBucketLoggingOutput, PublicAccessBlockConfiguration } from '@aws-sdk/client-s3';
import { describeError, isDenied } from '../live-errors.ts';
import { type Bucket, type BucketLogging, foreignBucket, isPlannedBucket } from '../model/buckets.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, type CollectContext, defineCollector, pagesOf, requireRead, sortedBy } from './define.ts';

/** As many buckets as a page holds at most. */
const page = 10_000;

/**
 * The buckets that the trails deliver into with those that take their access logs and those that plans would make, or
 * all of the account, and whether each has an access log itself. One listing tells which are the account's own and
 * where they are; the trail of an organization writes to another account's. What protects the record is read of all
 * but the buckets that hold none.
 */
export const bucketsCollector = defineCollector({
  name: 'buckets',
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketLogging', 's3:GetBucketPolicy', 's3:GetBucketPublicAccessBlock'],
  needs: ['trails'],
  async collect(context) {
    const { allBuckets = false } = context.scope;
    const trails = requireRead('trails', await context.evidence('trails'));
    const delivered = new Set(trails.flatMap(({ bucket }) => bucket ?? []));
    const own = await listBuckets(context);
    const ofRecord = (name: string) => delivered.has(name) || isPlannedBucket(name, context.account.id);
    const first = await readLoggings(
      context,
      [...own].filter(([name]) => allBuckets || ofRecord(name)),
    );
    const targets = logTargets([...first].filter(([name]) => delivered.has(name)).map(([, logging]) => logging));
    const further = await readLoggings(
      context,
      [...own].filter(([name]) => targets.has(name) && !first.has(name)),
    );
    const logging = new Map([...first, ...further]);
    const kept = [...own].filter(([name]) => ofRecord(name) || targets.has(name));
    const protection = new Map(
      await context.each(kept, async ([name, place]) => [name, await readProtection(context, name, place)] as const),
    );
    const items = [...new Set([...delivered, ...logging.keys()])].map(
      (name): Bucket => ({
        name,
        ...own.get(name),
        trails: trails.filter(({ bucket }) => bucket === name).map(({ arn }) => arn),
        logging: logging.get(name) ?? { status: 'unknown', reason: foreignBucket },
        ...protection.get(name),
      }),
    );
    return { scope: allBuckets ? 'all' : 'trails', items: sortedBy(items, ({ name }) => name) };
  },
  floor({ items }, { snapshot }) {
    const known = items.filter(({ logging }) => logging.status !== 'unknown');
    const targets = logTargets(known.filter(({ trails }) => trails.length > 0).map(({ logging }) => logging));
    const { id } = snapshot.account;
    const kept = known.filter(
      ({ name, trails }) => trails.length > 0 || targets.has(name) || isPlannedBucket(name, id),
    );
    return {
      's3:ListAllMyBuckets': pagesOf(items.length, page),
      's3:GetBucketLogging': known.length,
      's3:GetBucketPolicy': kept.length,
      's3:GetBucketPublicAccessBlock': kept.length,
    };
  },
});

/** The buckets that take the access logs of others. */
function logTargets(loggings: readonly BucketLogging[]): Set<string> {
  return new Set(loggings.flatMap((logging) => (logging.status === 'on' ? logging.bucket : [])));
}

/** Where a bucket is; endpoints older than this part of the answer do not tell. */
type Place = Pick<Bucket, 'region'>;

async function listBuckets({ live }: CollectContext): Promise<Map<string, Place>> {
  const s3 = await live.s3(live.region);
  const pages = await allPages(
    // S3 tells the regions only where the listing is asked for by pages.
    (ContinuationToken) => s3.listBuckets({ MaxBuckets: page, ContinuationToken }),
    (answer) => answer.ContinuationToken || undefined,
  );
  const buckets = pages.flatMap((answer) => answer.Buckets ?? []);
  return new Map(buckets.map(({ Name = '', BucketRegion: region }) => [Name, region === undefined ? {} : { region }]));
}

/** Whether each bucket has an access log; where no bucket tells, the first says why. */
async function readLoggings(
  { live, account, each }: CollectContext,
  buckets: readonly (readonly [string, Place])[],
): Promise<Map<string, BucketLogging>> {
  const errors: unknown[] = [];
  const read = await each(buckets, async ([name, { region = live.region }]): Promise<[string, BucketLogging]> => {
    try {
      const s3 = await live.s3(region);
      return [name, toBucketLogging(await s3.getBucketLogging({ Bucket: name, ExpectedBucketOwner: account.id }))];
    } catch (error) {
      errors.push(error);
      return [name, { status: 'unknown', reason: describeError(error) }];
    }
  });
  if (errors.length > 0 && errors.length === buckets.length) throw errors[0];
  return new Map(read);
}

/** The policy of a bucket and what S3 blocks of it; it decides nothing, and where it is not told it is left out. */
async function readProtection(
  { live, account }: CollectContext,
  name: string,
  { region = live.region }: Place,
): Promise<Pick<Bucket, 'policy' | 'publicAccessBlock'>> {
  const s3 = await live.s3(region);
  const asked = { Bucket: name, ExpectedBucketOwner: account.id };
  const [policy, block] = await Promise.all([
    told(async () => (await s3.getBucketPolicy(asked)).Policy),
    told(async () => (await s3.getPublicAccessBlock(asked)).PublicAccessBlockConfiguration),
  ]);
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(block === undefined ? {} : { publicAccessBlock: toPublicAccessBlock(block) }),
  };
}

async function told<T>(call: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return (await absent(call)) ?? undefined;
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}

/** What S3 blocks of a bucket. */
export function toPublicAccessBlock(block: PublicAccessBlockConfiguration): NonNullable<Bucket['publicAccessBlock']> {
  return {
    blockPublicAcls: block.BlockPublicAcls ?? false,
    ignorePublicAcls: block.IgnorePublicAcls ?? false,
    blockPublicPolicy: block.BlockPublicPolicy ?? false,
    restrictPublicBuckets: block.RestrictPublicBuckets ?? false,
  };
}

/** Where S3 writes the access log of a bucket. */
export function toBucketLogging({ LoggingEnabled: logging }: GetBucketLoggingOutput): BucketLogging {
  if (logging?.TargetBucket === undefined) return { status: 'off' };
  return { status: 'on', bucket: logging.TargetBucket, prefix: logging.TargetPrefix ?? '' };
}
