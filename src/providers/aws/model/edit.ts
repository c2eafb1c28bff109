import { compareText } from '../../../engine/finding.ts';
import type { AccountIdentity } from '../../../engine/snapshot.ts';
import type { AwsCollections, AwsDraft, CollectionName } from './collections.ts';

/** The data of a collection of a draft, to be written on; undefined where it could not be read. */
export function editable<K extends CollectionName>(draft: AwsDraft, name: K): AwsCollections[K] | undefined {
  const collection = draft.collections[name];
  return collection.status === 'read' ? (collection.data as AwsCollections[K]) : undefined;
}

/** Puts an item into a list that is sorted by `key`, in the place of an item with the same key. */
export function putSorted<T>(list: T[], item: T, key: (item: T) => string): void {
  const wanted = key(item);
  const at = list.findIndex((other) => compareText(key(other), wanted) >= 0);
  if (at < 0) list.push(item);
  else list.splice(at, key(list[at] as T) === wanted ? 1 : 0, item);
}

/** Takes the items with a key out of a list. */
export function removeKeyed<T>(list: T[], wanted: string, key: (item: T) => string): void {
  const at = list.findIndex((item) => key(item) === wanted);
  if (at >= 0) list.splice(at, 1);
}

/** Moves a counter of the account summary, where the summary was read and holds it. */
export function count(draft: AwsDraft, counter: string, by: number): void {
  const summary = editable(draft, 'account-summary');
  const now = summary?.[counter];
  if (summary !== undefined && now !== undefined) summary[counter] = now + by;
}

/** The ARN of an IAM resource of the account, such as `iamArn(account, 'group', '/', 'admins')`. */
export function iamArn(account: AccountIdentity, kind: string, path: string, name: string): string {
  return `arn:${account.partition}:iam::${account.id}:${kind}${path}${name}`;
}
