import { readable } from '../../../engine/snapshot.ts';
import type { AwsSnapshot, CollectionName } from '../model/collections.ts';

/** The two snapshots of a comparison, the old one under the names of the new. */
export interface Sides {
  readonly before: AwsSnapshot;
  readonly after: AwsSnapshot;
}

/** True where both snapshots hold a collection, so that it tells its own differences. */
export function bothHold({ before, after }: Sides, name: CollectionName): boolean {
  return readable(before, name) !== undefined && readable(after, name) !== undefined;
}
