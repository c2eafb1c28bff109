import { expect, test } from 'vitest';
import { listAll } from '../../../../src/providers/aws/operations/listing.ts';

const pages: readonly { IsTruncated: boolean; Marker?: string; names?: string[] }[] = [
  { IsTruncated: true, Marker: '1', names: ['a', 'b'] },
  { IsTruncated: true, Marker: '2' },
  { IsTruncated: false, Marker: 'stale', names: ['c'] },
];

test('reads page after page, to the one that is not truncated', async () => {
  const ask = async (marker: string | undefined) => pages[Number(marker ?? 0)] ?? { IsTruncated: false };
  expect(await listAll(ask, ({ names }) => names)).toEqual(['a', 'b', 'c']);
});
