import { expect } from 'vitest';
import type { ImportFile } from '../../src/providers/aws/import/files.ts';
import { importSnapshot } from '../../src/providers/aws/import/import-snapshot.ts';
import { builtAt } from '../../src/providers/aws/model/builder.ts';
import { type CollectionName, snapshotSchema } from '../../src/providers/aws/model/collections.ts';

/** The ARN of something of the built account in a region. */
export const inRegion = (service: string, rest: string, region = 'eu-west-1') =>
  `arn:aws:${service}:${region}:111122223333:${rest}`;

/** The gap of a regional collection that comes from files. */
export const elsewhere = { reason: 'other regions than those of the imported files are not known of' };

/** Values as files of a collection, one file each. */
export function given(name: CollectionName, values: readonly unknown[]): Record<string, ImportFile[]> {
  return { [name]: values.map((value, at) => ({ path: `file${at + 1}`, text: JSON.stringify(value) })) };
}

/** The collections of what files tell, which must fit the snapshot's schema. */
export function imported(files: Record<string, ImportFile[]>, region?: string) {
  const options = { files, now: builtAt, accountId: '111122223333', ...(region === undefined ? {} : { region }) };
  const snapshot = importSnapshot(options);
  expect(snapshotSchema.safeParse(snapshot).error).toBeUndefined();
  return snapshot.collections;
}

/** The data of one collection that files tell, or why there is none. */
export function data(name: CollectionName, ...values: unknown[]): unknown {
  const collection = imported(given(name, values))[name];
  return collection.status === 'read' ? collection.data : collection;
}
