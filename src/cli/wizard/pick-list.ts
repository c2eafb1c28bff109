/** One thing that may be chosen. */
export interface PickItem {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** What choosing it comes to. */
  readonly about: string;
  /** It cannot be undone exactly: it is chosen by itself, never along with others. */
  readonly careful: boolean;
}

/** Things that belong together, under a heading that chooses them all. */
export interface PickGroup {
  readonly id: string;
  /** A word on how bad it is. */
  readonly mark: string;
  readonly title: string;
  readonly paint: (text: string) => string;
  readonly items: readonly PickItem[];
}

/** A line of the list: a heading, or one thing. */
export type PickLine =
  | { readonly kind: 'group'; readonly group: PickGroup; readonly items: readonly PickItem[] }
  | { readonly kind: 'item'; readonly group: PickGroup; readonly item: PickItem };

/** The lines that hold every word of a search, in their heading or in themselves. */
export function linesOf(groups: readonly PickGroup[], search: string): PickLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return groups.flatMap((group): PickLine[] => {
    const heading = `${group.mark} ${group.id} ${group.title}`;
    const items = group.items.filter(({ name, text }) => {
      const whole = `${heading} ${name} ${text}`.toLowerCase();
      return words.every((word) => whole.includes(word));
    });
    if (items.length === 0) return [];
    return [{ kind: 'group', group, items }, ...items.map((item) => ({ kind: 'item', group, item }) as const)];
  });
}

/** What is chosen once a line is toggled: a thing by itself, a heading with all of its lines that ask for no care. */
export function toggle(chosen: ReadonlySet<string>, line: PickLine): ReadonlySet<string> {
  if (line.kind === 'group') return toggleAll(chosen, line.items);
  const next = new Set(chosen);
  if (!next.delete(line.item.id)) next.add(line.item.id);
  return next;
}

/** Chooses all things that ask for no care; where they are chosen already, none of the things. */
export function toggleAll(chosen: ReadonlySet<string>, items: readonly PickItem[]): ReadonlySet<string> {
  const usual = items.filter(({ careful }) => !careful);
  const missing = usual.filter(({ id }) => !chosen.has(id));
  if (missing.length > 0) return new Set([...chosen, ...missing.map(({ id }) => id)]);
  const dropped = new Set(items.map(({ id }) => id));
  return new Set([...chosen].filter((id) => !dropped.has(id)));
}

/** The things among lines. */
export function itemsOf(lines: readonly PickLine[]): PickItem[] {
  return lines.flatMap((line) => (line.kind === 'item' ? [line.item] : []));
}
