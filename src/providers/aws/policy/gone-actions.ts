import { shrinkActions } from './action-lists.ts';
import { actionsOfElement } from './classify.ts';
import { parseDocument } from './document.ts';

/**
 * The documented actions, in short, that one version of a document allows at all and the next does not; none where one of
 * them does not exist. What stays under stricter conditions, or on fewer resources, is not among them.
 */
export function goneActions(before: string | undefined, after: string | undefined): string[] {
  if (before === undefined || after === undefined) return [];
  const left = allowedActions(after);
  return shrinkActions([...allowedActions(before)].filter((name) => !left.has(name)));
}

function allowedActions(text: string): ReadonlySet<string> {
  const allows = parseDocument(text).document.statements.filter(({ effect }) => effect === 'Allow');
  return new Set(allows.flatMap(({ action }) => actionsOfElement(action).map(({ name }) => name)));
}
