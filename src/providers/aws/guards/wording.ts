const most = 5;

/** The first few of a list in one line, and how many more there are. */
export function listed(items: readonly string[]): string {
  const more = items.length - most;
  return `${items.slice(0, most).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
