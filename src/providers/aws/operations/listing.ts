/** One page of an answer of IAM. */
interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

/** Whether any page of an IAM listing holds what is looked for; pages after the first hit are not asked for. */
export async function anyPage<P extends Page>(
  ask: (Marker: string | undefined) => Promise<P>,
  holds: (page: P) => boolean,
): Promise<boolean> {
  let marker: string | undefined;
  do {
    const page = await ask(marker);
    if (holds(page)) return true;
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
  return false;
}
