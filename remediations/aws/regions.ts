import type { Resource } from '../../src/engine/finding.ts';
import type { AccountIdentity } from '../../src/engine/snapshot.ts';
import { accountResource } from '../../src/providers/aws/model/control.ts';
import type { Coverage } from '../../src/providers/aws/model/regional.ts';

/** A region of the account as the resource of a finding. */
export function regionResource(region: string): Resource {
  return { type: 'region', id: region };
}

/** Where things were not looked for, and why: regions, or the account where its regions could not be listed. */
export function gapsOf({ gaps }: Coverage, account: AccountIdentity): { resource: Resource; why: string }[] {
  return gaps.map(({ region, reason }) => ({
    resource: region === undefined ? accountResource(account) : regionResource(region),
    why: reason,
  }));
}

/** Why something of a region may exist without having been seen; undefined where the region was read. */
export function gapIn({ regions, gaps }: Coverage, region: string): string | undefined {
  if (regions.includes(region)) return undefined;
  return gaps.find((gap) => gap.region === region)?.reason ?? `${region} was not looked at`;
}
