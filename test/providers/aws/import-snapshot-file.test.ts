import { describe, expect, test } from 'vitest';
import { RemediateError } from '../../../src/engine/errors.ts';
import { parseSnapshot, serializeSnapshot } from '../../../src/providers/aws/import/snapshot-file.ts';
import { account } from '../../../src/providers/aws/model/builder.ts';

describe('a snapshot file', () => {
  const built = account().unreadable('sns', 'denied', 'sns:ListTopics').passwordPolicy(null).build();

  test('is read as it was written', () => {
    expect(parseSnapshot(serializeSnapshot(built), 's.json')).toEqual(built);
  });

  test('of an older version lacks a collection, which was then not collected', () => {
    const { trails: _, ...collections } = built.collections;
    const parsed = parseSnapshot(JSON.stringify({ ...built, collections }), 's.json');
    expect(parsed.collections.trails).toMatchObject({ status: 'unreadable', cause: 'not-collected' });
  });

  test.each([
    ['{', 's.json is not JSON'],
    ['[]', 's.json is no snapshot: it has no schema'],
    ['{"UserDetailList":[]}', 's.json is no snapshot: it has no schema'],
    ['{"schema":"remediate.plan/1"}', 's.json is no snapshot but "remediate.plan/1"'],
    [
      '{"schema":"remediate.snapshot/9"}',
      's.json is a remediate.snapshot/9, which this version of remediate does not know',
    ],
    [JSON.stringify({ ...built, collectedAt: 'today' }), 's.json: collectedAt: '],
    [
      JSON.stringify({ ...built, collections: { ...built.collections, sns: { status: 'read', data: [{ arn: 7 }] } } }),
      's.json: collections.sns.data[0].arn: ',
    ],
  ])('that is broken is one sentence', (text, message) => {
    const parsing = () => parseSnapshot(text, 's.json');
    expect(parsing).toThrow(RemediateError);
    expect(parsing).toThrow(message);
  });
});
