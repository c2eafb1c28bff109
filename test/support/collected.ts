import { type CollectOptions, collectSnapshot } from '../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../src/providers/aws/live.ts';
import { type AccountBuilder, builtAt } from '../../src/providers/aws/model/builder.ts';
import type { AwsCollections, AwsSnapshot, CollectionName } from '../../src/providers/aws/model/collections.ts';
import type { Moto } from './moto.ts';

/** What tests of collectors do with their endpoint: fill it with an account, and look at the calls that came. */
export function onEndpoint(endpoint: () => Moto) {
  return {
    async seeded(given: AccountBuilder): Promise<AwsSnapshot> {
      const model = given.build();
      await endpoint().reset();
      await endpoint().seed(model);
      return model;
    },
    /** What of the calls is not of finding out who is asking. */
    async calls(): Promise<Record<string, number>> {
      const { 'sts:GetCallerIdentity': _, 'iam:ListAccountAliases': __, ...others } = await endpoint().calls();
      return others;
    },
  };
}

/** Reads collections; each service is asked once, so that a refusal is not waited for. */
export function collect(
  collections: readonly CollectionName[],
  options: Partial<CollectOptions> = {},
): Promise<AwsSnapshot> {
  return collectSnapshot({ live: openLive({ maxAttempts: 1 }), now: builtAt, collections, ...options });
}

/** The data of a collection that must have been read. */
export function read<K extends CollectionName>(snapshot: AwsSnapshot, name: K): AwsCollections[K] {
  const collection = snapshot.collections[name];
  if (collection.status !== 'read') throw new Error(`${name} was not read: ${collection.reason}`);
  return collection.data;
}
