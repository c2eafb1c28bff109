import { RemediateError } from '../../../engine/errors.ts';
import { type AwsSnapshot, collectionNames, snapshotSchema } from '../model/collections.ts';
import { firstProblem, parseFile } from './files.ts';

const hint = 'make the snapshot again with `remediate snapshot export`';

/** Reads a snapshot file; a collection that its writer did not know yet is one that was not collected. */
export function parseSnapshot(text: string, source: string): AwsSnapshot {
  const value = parseFile({ path: source, text });
  if (!isObject(value) || value['schema'] === undefined)
    throw new RemediateError('BadInput', `${source} is no snapshot: it has no schema`, {
      hint: 'AWS CLI output is taken in by `remediate snapshot import`',
    });
  const { schema, collections } = value;
  if (typeof schema !== 'string' || !schema.startsWith('remediate.snapshot/'))
    throw new RemediateError('BadInput', `${source} is no snapshot but ${JSON.stringify(schema)}`, { hint });
  if (schema !== 'remediate.snapshot/1')
    throw new RemediateError('BadInput', `${source} is a ${schema}, which this version of remediate does not know`, {
      hint: 'read it with the version of remediate that wrote it, or a later one',
    });
  const unknown = {
    status: 'unreadable',
    cause: 'not-collected',
    reason: 'the snapshot is older than this collection',
  };
  const given = isObject(collections) ? collections : {};
  const complete = Object.fromEntries(collectionNames.map((name) => [name, given[name] ?? unknown]));
  const result = snapshotSchema.safeParse({ ...value, collections: complete });
  if (!result.success) throw new RemediateError('BadInput', `${source}: ${firstProblem(result.error)}`, { hint });
  return result.data as AwsSnapshot;
}

/** A snapshot as the text of a file. */
export function serializeSnapshot(snapshot: AwsSnapshot): string {
  return `${JSON.stringify(snapshot, null, 2)}\n`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
