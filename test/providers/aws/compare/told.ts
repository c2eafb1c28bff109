import type { Comparison, Difference } from '../../../../src/engine/comparison.ts';
import { compareSnapshots } from '../../../../src/providers/aws/compare/compare-snapshots.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import type {
  AwsCollections,
  AwsDraft,
  AwsSnapshot,
  CollectionName,
} from '../../../../src/providers/aws/model/collections.ts';

/** How an account deviates from a boring one. */
export type Deviate = (built: AccountBuilder) => unknown;

/** A boring account with deviations. */
export function built(...deviations: readonly Deviate[]): AwsSnapshot {
  const builder = account();
  for (const deviate of deviations) deviate(builder);
  return builder.build();
}

/** The snapshot with the data of a collection edited. */
export function edited<K extends CollectionName>(
  snapshot: AwsSnapshot,
  name: K,
  edit: (data: AwsCollections[K]) => unknown,
): AwsSnapshot {
  const draft = structuredClone(snapshot) as AwsDraft;
  const collection = draft.collections[name];
  if (collection.status !== 'read') throw new Error(`${name} is not read`);
  edit(collection.data as AwsCollections[K]);
  return draft as AwsSnapshot;
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

/** The differences as `+ sentence`. */
export function sentences({ differences }: Pick<Comparison, 'differences'>): string[] {
  return differences.map(({ kind, sentence }: Difference) => `${signs[kind]} ${sentence}`);
}

/** What is told of the way from one snapshot to another. */
export function told(old: AwsSnapshot, now: AwsSnapshot): string[] {
  return sentences(compareSnapshots(old, now));
}
