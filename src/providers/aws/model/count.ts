import type { AwsCollections, CollectionName } from './collections.ts';

/** How many things a collection holds, such as rows, users or filters; undefined for what is one thing. */
export function countOf(data: AwsCollections[CollectionName]): number | undefined {
  if (data === null) return 0;
  if (Array.isArray(data)) return data.length;
  const { rows, items, events, analyzers } = data as { [key in 'rows' | 'items' | 'events' | 'analyzers']?: unknown };
  const list = [rows, items, events, analyzers].find(Array.isArray);
  if (list !== undefined) return list.length;
  if ('users' in data && Array.isArray(data.users))
    return Object.values(data).reduce((sum, list: readonly unknown[]) => sum + list.length, 0);
  return undefined;
}
