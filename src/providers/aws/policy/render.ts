import { type RawDocument, type RawStatement, readRaw, writeRaw } from './raw-document.ts';

/** AWS's size limits of documents, in characters without white space; inline limits are for all of a principal's together. */
export const DOCUMENT_LIMITS = { managed: 6144, user: 2048, group: 5120, role: 10240, trust: 2048 } as const;

/** A document's size as AWS counts it: characters, white space aside. */
export function documentSize(text: string): number {
  const raw = readRaw(text);
  return (raw === undefined ? text : JSON.stringify({ ...raw.head, Statement: raw.statements })).replace(/\s/g, '')
    .length;
}

/**
 * Renders a document within a size limit: as one, or as several that together say the same when all are attached to the
 * same principal. Undefined when some statement can neither fit nor be divided, or when the text cannot be read.
 */
export function renderWithin(text: string, limit: number = DOCUMENT_LIMITS.managed): string[] | undefined {
  const raw = readRaw(text);
  if (raw === undefined) return undefined;
  if (documentSize(text) <= limit) return [writeRaw(raw)];
  const { Id: _, ...head } = raw.head;
  const fits = (statements: readonly RawStatement[]) =>
    documentSize(JSON.stringify({ ...head, Statement: statements })) <= limit;
  const pieces: RawStatement[] = [];
  for (const statement of raw.statements) {
    const divided = divide(statement, (one) => fits([one]));
    if (divided === undefined) return undefined;
    pieces.push(...divided);
  }
  return pack(pieces, fits).map((statements) => writeRaw({ head, statements } satisfies RawDocument));
}

/** First fit: a statement goes into the first document that has room, so that the documents are few. */
function pack(
  pieces: readonly RawStatement[],
  fits: (statements: readonly RawStatement[]) => boolean,
): RawStatement[][] {
  const documents: RawStatement[][] = [];
  for (const piece of pieces) {
    const roomy = documents.find((statements) => fits([...statements, piece]));
    if (roomy === undefined) documents.push([piece]);
    else roomy.push(piece);
  }
  return documents;
}

/** Halves a statement by its longer list until each part fits; a Not-element cannot be halved without changing its meaning. */
function divide(statement: RawStatement, fits: (statement: RawStatement) => boolean): RawStatement[] | undefined {
  if (fits(statement)) return [statement];
  const lists = (['Action', 'Resource'] as const)
    .map((element) => ({ element, list: statement[element] }))
    .filter(
      (one): one is { element: 'Action' | 'Resource'; list: unknown[] } =>
        Array.isArray(one.list) && one.list.length > 1,
    )
    .sort((a, b) => JSON.stringify(b.list).length - JSON.stringify(a.list).length);
  const longest = lists[0];
  if (longest === undefined) return undefined;
  const { element, list } = longest;
  const middle = Math.ceil(list.length / 2);
  const { Sid: _, ...rest } = statement;
  const left = divide({ ...statement, [element]: list.slice(0, middle) }, fits);
  const right = divide({ ...rest, [element]: list.slice(middle) }, fits);
  return left === undefined || right === undefined ? undefined : [...left, ...right];
}
