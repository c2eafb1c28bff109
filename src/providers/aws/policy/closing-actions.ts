import { compareText } from '../../../engine/finding.ts';

/** The smallest set of actions of which every path holds one, in order; with several as small, the first found. */
export function closingActions(paths: readonly (readonly string[])[]): string[] {
  const needed = paths.filter((path) => !paths.some((other) => other !== path && isSmaller(other, path, paths)));
  let best = [...new Set(needed.flatMap((path) => path[0] ?? []))];
  const choose = (left: readonly (readonly string[])[], chosen: readonly string[]) => {
    const shortest = left.toSorted((a, b) => a.length - b.length)[0];
    if (shortest === undefined) {
      if (chosen.length < best.length) best = [...chosen];
      return;
    }
    if (chosen.length + 1 >= best.length && left.length > 0 && chosen.length + lowerBound(left) >= best.length) return;
    const closes = (action: string) => left.filter((path) => path.includes(action)).length;
    for (const action of shortest.toSorted((a, b) => closes(b) - closes(a)))
      choose(
        left.filter((path) => !path.includes(action)),
        [...chosen, action],
      );
  };
  choose(needed, []);
  return best.toSorted(compareText);
}

/** Paths that share no action need an action each. */
function lowerBound(paths: readonly (readonly string[])[]): number {
  const used = new Set<string>();
  let count = 0;
  for (const path of paths) {
    if (path.some((action) => used.has(action))) continue;
    count++;
    for (const action of path) used.add(action);
  }
  return count;
}

/** True when closing `other` closes `path` too; of equal paths the first stays. */
function isSmaller(other: readonly string[], path: readonly string[], paths: readonly (readonly string[])[]): boolean {
  if (!other.every((action) => path.includes(action))) return false;
  return other.length < path.length || paths.indexOf(other) < paths.indexOf(path);
}
