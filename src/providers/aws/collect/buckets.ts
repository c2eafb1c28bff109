import type { GetBucketLoggingOutput } from '@aws-sdk/client-s3';
import { describeError } from '../live-errors.ts';
import type { Bucket, BucketLogging } from '../model/buckets.ts';
import { allPages, type CollectContext, defineCollector, pagesOf, requireRead, sortedBy } from './define.ts';

/** As many buckets as a page holds at most. */
const page = 10_000;
const foreign = 'it is not among the buckets of this account, so that only its owner can tell';

/**
 * The buckets that the trails deliver into, or all of the account, and whether each has an access log. One listing
 * tells which are the account's own and where they are; the trail of an organization writes to another account's.
 */
export const bucketsCollector = defineCollector({
  name: 'buckets',
  permissions: ['s3:ListAllMyBuckets', 's3:GetBucketLogging'],
  needs: ['trails'],
  async collect(context) {
    const { allBuckets = false } = context.scope;
    const trails = requireRead('trails', await context.evidence('trails'));
    const delivered = new Set(trails.flatMap(({ bucket }) => bucket ?? []));
    const own = allBuckets || delivered.size > 0 ? await listBuckets(context) : new Map<string, Place>();
    const logging = await readLoggings(
      context,
      [...own].filter(([name]) => allBuckets || delivered.has(name)),
    );
    const items = [...new Set([...delivered, ...logging.keys()])].map(
      (name): Bucket => ({
        name,
        ...own.get(name),
        trails: trails.filter(({ bucket }) => bucket === name).map(({ arn }) => arn),
        logging: logging.get(name) ?? { status: 'unknown', reason: foreign },
      }),
    );
    return { scope: allBuckets ? 'all' : 'trails', items: sortedBy(items, ({ name }) => name) };
  },
  floor: ({ scope, items }) => ({
    's3:ListAllMyBuckets': scope === 'all' || items.length > 0 ? pagesOf(items.length, page) : 0,
    's3:GetBucketLogging': items.filter(({ logging }) => logging.status !== 'unknown').length,
  }),
});

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

/** Where S3 writes the access log of a bucket. */
export function toBucketLogging({ LoggingEnabled: logging }: GetBucketLoggingOutput): BucketLogging {
  if (logging?.TargetBucket === undefined) return { status: 'off' };
  return { status: 'on', bucket: logging.TargetBucket, prefix: logging.TargetPrefix ?? '' };
}
