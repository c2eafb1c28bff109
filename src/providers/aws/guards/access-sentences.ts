import { readable } from '../../../engine/snapshot.ts';
import type { AwsSnapshot } from '../model/collections.ts';
import { accessChanges } from '../policy/access-change.ts';
import { listed } from './wording.ts';

/** Who gains and who loses access between two snapshots, one sentence for each user or role. */
export function accessSentences(before: AwsSnapshot, after: AwsSnapshot): string[] {
  const was = readable(before, 'authorization-details');
  const is = readable(after, 'authorization-details');
  if (was === undefined || is === undefined)
    return ['authorization-details could not be read, so who gains or loses access is not known'];
  return accessChanges(was, is).flatMap(({ principal, gains, loses, certain }) => {
    const who = `${principal.type} ${principal.name}`;
    // Where something is gained, `certain` is about that alone.
    const gain = certain ? 'gains' : 'may gain';
    const lose = certain && gains.length === 0 ? 'loses' : 'may lose';
    return [
      ...(gains.length > 0 ? [`${who} ${gain}: ${listed(gains)}`] : []),
      ...(loses.length > 0 ? [`${who} ${lose}: ${listed(loses)}`] : []),
    ];
  });
}
