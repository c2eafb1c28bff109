import { canonicalStatements } from './canonical.ts';
import { parseDocument } from './document.ts';
import { type RawStatement, readRaw, writeRaw } from './raw-document.ts';
import type { Statement } from './statement.ts';

/**
 * Replaces statements of a document by their place in the original text, each by as many as are given; the others stay as
 * their author wrote them. Undefined when the text cannot be read or no statement would be left.
 */
export function editStatements(
  text: string,
  edits: ReadonlyMap<number, readonly RawStatement[]>,
  added: readonly RawStatement[] = [],
): string | undefined {
  const raw = readRaw(text);
  if (raw === undefined) return undefined;
  const statements = [...raw.statements.flatMap((statement, at) => edits.get(at) ?? [statement]), ...added];
  return statements.length === 0 ? undefined : writeRaw({ ...raw, statements });
}

/** A document after permissions were taken out. */
export interface Narrowed {
  /** The new text; undefined when no statement would be left. A Deny alone stays: it holds other policies back. */
  readonly document: string | undefined;
  /** The places of the statements that were narrowed or removed. */
  readonly changed: readonly number[];
}

/**
 * Rewrites the Allow statements of a document one by one: undefined leaves a statement as it is, a list takes its place.
 * Every Deny stays, and `denying` may give more of them. A document that is not understood is left alone.
 */
export function rewriteAllows(
  text: string,
  rewrite: (statement: Statement, original: RawStatement) => readonly RawStatement[] | undefined,
  denying: () => readonly RawStatement[] = () => [],
): Narrowed {
  const { document } = parseDocument(text);
  const raw = readRaw(text);
  if (!document.complete || raw === undefined) return { document: text, changed: [] };
  const edits = new Map<number, readonly RawStatement[]>();
  for (const statement of document.statements) {
    const original = raw.statements[statement.index];
    if (statement.effect === 'Deny' || original === undefined) continue;
    const rewritten = rewrite(statement, original);
    if (rewritten !== undefined) edits.set(statement.index, rewritten);
  }
  const added = denying();
  const changed = [...edits.keys()];
  if (changed.length + added.length === 0) return { document: text, changed };
  return { document: editStatements(text, edits, added), changed };
}

/** The statement with these actions instead of its own. */
export function withActions(statement: RawStatement, actions: readonly string[]): RawStatement {
  return Object.fromEntries(
    Object.entries(statement).map(([element, value]) =>
      /^(not)?action$/i.test(element) ? ['Action', actions] : [element, value],
    ),
  );
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
  const edits = new Map<number, readonly RawStatement[]>(repeats.map((place) => [place, []]));
  if (first !== undefined) edits.set(first, replacement === undefined ? [] : [replacement]);
  return editStatements(text, edits);
}
