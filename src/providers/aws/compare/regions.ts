import type { ComparisonGap } from '../../../engine/comparison.ts';
import type { Coverage, Regional } from '../model/regional.ts';
import { compareLists, type Kind, type Told } from './kind.ts';

/** The regions that both sides read, and a gap for those that one side alone did. */
export function commonRegions(evidence: string, before: Coverage, after: Coverage) {
  const [old, now] = [new Set(before.regions), new Set(after.regions)];
  const only = (these: readonly string[], others: ReadonlySet<string>) => these.filter((region) => !others.has(region));
  return {
    covers: (item: { readonly region: string }) => old.has(item.region) && now.has(item.region),
    *gaps(): Generator<ComparisonGap> {
      yield* regionGap(evidence, 'old', only(after.regions, old), before);
      yield* regionGap(evidence, 'new', only(before.regions, now), after);
    },
  };
}

function* regionGap(
  evidence: string,
  missingIn: 'old' | 'new',
  regions: readonly string[],
  { gaps }: Coverage,
): Generator<ComparisonGap> {
  for (const region of regions) {
    const told = gaps.find((gap) => gap.region === region) ?? gaps.find((gap) => gap.region === undefined);
    yield { evidence: `${evidence} of ${region}`, missingIn, reason: told?.reason ?? 'the region was not looked at' };
  }
}

/** Compares things of many regions, in the regions that both sides read. */
export function compareRegional<T extends { readonly region: string }>(evidence: string, kind: Kind<T>) {
  return function* (before: Regional<T>, after: Regional<T>): Generator<Told> {
    const { covers, gaps } = commonRegions(evidence, before, after);
    yield* gaps();
    yield* compareLists(kind, before.items.filter(covers), after.items.filter(covers));
  };
}
