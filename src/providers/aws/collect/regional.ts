import { describeError } from '../live-errors.ts';
import type { Coverage, Regional } from '../model/regional.ts';
import { type Calls, type CollectContext, dataOf, pagesOf, sortedBy, tally } from './define.ts';

const enabled = new WeakMap<CollectContext, Promise<Coverage>>();

/** The regions that are enabled in the account, asked for once; where that is not permitted, those that are known of, and a gap. */
export function enabledRegions(context: CollectContext): Promise<Coverage> {
  const regions = enabled.get(context) ?? listRegions(context);
  enabled.set(context, regions);
  return regions;
}

async function listRegions(context: CollectContext): Promise<Coverage> {
  const ec2 = await context.live.ec2(context.live.region);
  try {
    const { Regions = [] } = await ec2.describeRegions({});
    return {
      regions: sortedBy(
        Regions.flatMap(({ RegionName }) => RegionName ?? []),
        String,
      ),
      gaps: [],
    };
  } catch (error) {
    const reason = `the enabled regions could not be listed: ${describeError(error)}`;
    return { regions: await regionsInSight(context), gaps: [{ reason }] };
  }
}

/** The caller's region and those where trails live, if trails are read at all. */
async function regionsInSight({ live, wanted, evidence }: CollectContext): Promise<string[]> {
  const trails = wanted.has('trails') ? (dataOf(await evidence('trails')) ?? []) : [];
  return sortedBy([...new Set([live.region, ...trails.map((trail) => trail.homeRegion)])], String);
}

/**
 * Reads each enabled region. One that refuses, as regions do that are shut by an organization or just being opened,
 * is a gap in the coverage; where none could be read, the caller's region says why.
 */
export async function readRegions<T>(
  context: CollectContext,
  read: (region: string) => Promise<T>,
): Promise<{ coverage: Coverage; answers: T[] }> {
  const { regions, gaps } = await enabledRegions(context);
  const outcomes = await Promise.all(
    regions.map((region) =>
      read(region).then(
        (answer) => ({ region, answer }) as const,
        (error: unknown) => ({ region, error }) as const,
      ),
    ),
  );
  const answered = outcomes.filter((outcome) => 'answer' in outcome);
  const refused = outcomes.filter((outcome) => 'error' in outcome);
  if (answered.length === 0 && refused.length > 0)
    throw (refused.find(({ region }) => region === context.live.region) ?? refused[0])?.error;
  return {
    coverage: {
      regions: answered.map(({ region }) => region),
      gaps: [...gaps, ...refused.map(({ region, error }) => ({ region, reason: describeError(error) }))],
    },
    answers: answered.map(({ answer }) => answer),
  };
}

/** Lists the things of each enabled region, no more regions at a time than the account bears. */
export async function listRegional<T>(
  context: CollectContext,
  list: (region: string) => Promise<T[]>,
  key: (item: T) => string,
): Promise<Regional<T>> {
  const { coverage, answers } = await readRegions(context, (region) => once(context, () => list(region)));
  return { ...coverage, items: sortedBy(answers.flat(), key) };
}

/** The fewest pages of a listing that each region has of its own. */
export function pagesByRegion(
  regions: readonly string[],
  things: readonly { readonly region: string }[],
  size: number,
): number {
  const within = tally(things.map(({ region }) => region));
  return regions.reduce((sum, region) => sum + pagesOf(within.get(region) ?? 0, size), 0);
}

/** The fewest calls that list the things of each enabled region. */
export function regionalFloor(call: string, size: number): (data: Regional<{ readonly region: string }>) => Calls {
  return ({ regions, items }) => ({ ...regionsFloor, [call]: pagesByRegion(regions, items, size) });
}

/** What it takes to know the enabled regions. */
export const regionsFloor: Calls = { 'ec2:DescribeRegions': 1 };

/** One call, or one listing, among those that may be under way at a time. */
export async function once<T>({ each }: CollectContext, call: () => Promise<T>): Promise<T> {
  const [answer] = await each([call], (one) => one());
  return answer as T;
}
