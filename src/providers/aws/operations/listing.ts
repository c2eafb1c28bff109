import { allPages } from '../collect/define.ts';

/** One page of an answer of IAM. */
interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** All that an IAM listing holds, page after page. */
export async function listAll<P extends Page, T>(
  ask: (Marker: string | undefined) => Promise<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const pages = await allPages(ask, (page) => (page.IsTruncated === true ? page.Marker : undefined));
  return pages.flatMap((page) => items(page) ?? []);
}
