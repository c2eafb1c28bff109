import type { CollectionName } from '../model/collections.ts';
import { collectionNames } from '../model/collections.ts';
import { type Calls, dataOf, type Reading } from './define.ts';
import { identityFloor } from './identity.ts';
import { collectors } from './index.ts';
import { regionsFloor } from './regional.ts';

/** The fewest calls in which AWS gives out all that a scan read, by `service:Action`; each collector knows its own. */
export function callFloor(reading: Reading): ReadonlyMap<string, number> {
  const floor = new Map(Object.entries(identityFloor));
  for (const name of collectionNames)
    for (const [call, count] of Object.entries(floorOf(name, reading))) {
      // The regions are asked for once, however many collections look into each of them.
      const earlier = call in regionsFloor ? 0 : (floor.get(call) ?? 0);
      if (count > 0) floor.set(call, earlier + count);
    }
  return floor;
}

function floorOf<K extends CollectionName>(name: K, reading: Reading): Calls {
  const data = dataOf(reading.snapshot.collections[name]);
  return data === undefined ? {} : collectors[name].floor(data, reading);
}
