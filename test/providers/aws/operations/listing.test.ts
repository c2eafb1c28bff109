import { expect, test } from 'vitest';
import { anyPage } from '../../../../src/providers/aws/operations/listing.ts';

const pages: readonly { IsTruncated: boolean; Marker?: string; names: string[] }[] = [
  { IsTruncated: true, Marker: '1', names: ['a', 'b'] },
  { IsTruncated: true, Marker: '2', names: ['c'] },
  { IsTruncated: false, Marker: 'stale', names: ['d'] },
];

function search(name: string): Promise<{ found: boolean; asked: (string | undefined)[] }> {
  const asked: (string | undefined)[] = [];
  const ask = async (marker: string | undefined) => {
    asked.push(marker);
    return pages[Number(marker ?? 0)] ?? { IsTruncated: false, names: [] };
  };
  return anyPage(ask, ({ names }) => names.includes(name)).then((found) => ({ found, asked }));
}

test('looks on page after page, to the first hit', async () => {
  expect(await search('b')).toEqual({ found: true, asked: [undefined] });
  expect(await search('c')).toEqual({ found: true, asked: [undefined, '1'] });
});

test('ends with the page that is not truncated', async () => {
  expect(await search('z')).toEqual({ found: false, asked: [undefined, '1', '2'] });
});
