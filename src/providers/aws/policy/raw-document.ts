import { documentValue } from './document.ts';

/** A statement as it stands in the JSON text, its elements as their author wrote them. */
export type RawStatement = Readonly<Record<string, unknown>>;

/** A document as it stands in the JSON text. */
export interface RawDocument {
  /** The elements beside Statement, in their order. */
  readonly head: RawStatement;
  readonly statements: readonly RawStatement[];
}

/** Reads a text for writing: undefined when it is no document with statements. */
export function readRaw(text: string): RawDocument | undefined {
  const value = documentValue(text);
  if (!isObject(value)) return undefined;
  const { Statement, ...head } = value;
  const statements = Array.isArray(Statement) ? (Statement as readonly unknown[]) : [Statement];
  return statements.every(isObject) ? { head, statements } : undefined;
}

/** A document as JSON text for people to read: two spaces, and what AWS stores is the same without them. */
export function writeRaw({ head, statements }: RawDocument): string {
  return JSON.stringify({ ...head, Statement: statements }, null, 2);
}

function isObject(value: unknown): value is RawStatement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
