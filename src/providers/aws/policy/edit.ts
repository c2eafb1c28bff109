import { canonicalStatements } from './canonical.ts';
import { parseDocument } from './document.ts';
import { type RawStatement, readRaw, writeRaw } from './raw-document.ts';

/**
 * Replaces statements of a document by their place in the original text, or removes them where the replacement is undefined;
 * the others stay as their author wrote them. Undefined when the text cannot be read or no statement would be left.
 */
export function editStatements(text: string, edits: ReadonlyMap<number, RawStatement | undefined>): string | undefined {
  const raw = readRaw(text);
  if (raw === undefined) return undefined;
  const statements = raw.statements.flatMap((statement, at) => {
    if (!edits.has(at)) return [statement];
    const replacement = edits.get(at);
    return replacement === undefined ? [] : [replacement];
  });
  return statements.length === 0 ? undefined : writeRaw({ ...raw, statements });
}

/**
 * Makes an edit that was decided on the canonical form: the statement of that canonical text is replaced or removed in the
 * original text, in every place that says it. The canonical order is not the original's, so places are never passed on.
 */
export function editCanonicalStatement(
  text: string,
  canonical: string,
  replacement: RawStatement | undefined,
): string | undefined {
  const found = canonicalStatements(parseDocument(text).document).find((statement) => statement.text === canonical);
  if (found === undefined) return text;
  const [first, ...repeats] = found.origins;
  const edits = new Map<number, RawStatement | undefined>(repeats.map((place) => [place, undefined]));
  if (first !== undefined) edits.set(first, replacement);
  return editStatements(text, edits);
}
