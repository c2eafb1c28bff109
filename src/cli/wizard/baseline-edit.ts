import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Document, Node } from 'yaml';
import type { Exception } from '../../engine/baseline.ts';
import { RemediateError } from '../../engine/errors.ts';

/** Writes an exception into a baseline, which stays as it is otherwise, its comments and its layout too; gives the lines that were added. */
export async function addException(path: string, exception: Exception): Promise<string[]> {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : 'version: 1\n';
  const { text, lines } = await withException(before, exception);
  const next = `${path}.next`;
  try {
    writeFileSync(next, text);
    renameSync(next, path);
  } catch (cause) {
    throw new RemediateError('Configuration', `${path} cannot be written (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
      hint: 'the exception was not made; check the permissions of the file and its folder',
    });
  }
  return lines;
}

/** The text of a baseline with one more exception, and the lines that are new in it. */
export async function withException(before: string, exception: Exception): Promise<{ text: string; lines: string[] }> {
  const { parseDocument, stringify } = await import('yaml');
  const document = parseDocument(before);
  const [first = '', ...rest] = stringify(exception, { lineWidth: 0, singleQuote: true }).trimEnd().split('\n');
  const lines = [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  const wanted = appended(document, exception);
  const inserted = insertInto(before, document, lines);
  if (isDeepStrictEqual(parseDocument(inserted).toJS(), wanted)) return { text: inserted, lines };
  // An unusual layout, such as a baseline in braces: the document is written anew, its comments with it.
  const exceptions = document.get('exceptions', true);
  if (isList(exceptions)) document.addIn(['exceptions'], exception);
  else document.set('exceptions', [exception]);
  return { text: document.toString({ lineWidth: 0 }), lines };
}

function appended(document: Document, exception: Exception): unknown {
  const data = (document.toJS() ?? {}) as { readonly exceptions?: readonly unknown[] | null };
  return { ...data, exceptions: [...(data.exceptions ?? []), exception] };
}

/** The text with the lines put after the last exception, or in the place of an empty list, or at the end. */
function insertInto(text: string, document: Document, lines: readonly string[]): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const put = (at: number, indent: string, until = at) => {
    const start = text.slice(0, at).replace(/[ \t]+$/, '');
    const gap = start === '' || start.endsWith('\n') ? '' : newline;
    const rest = text.slice(until).replace(/^\r?\n/, '');
    return `${start}${gap}${lines.map((line) => indent + line + newline).join('')}${rest}`;
  };
  const exceptions = document.get('exceptions', true);
  if (exceptions === undefined)
    return `${text.replace(/\s*$/, '')}${newline}${newline}exceptions:${newline}${lines.map((line) => `  ${line}${newline}`).join('')}`;
  const [start, end] = rangeOf(exceptions);
  const last = isList(exceptions) ? exceptions.items.at(-1) : undefined;
  if (last === undefined) return put(start, '  ', end);
  const lineEnd = text.indexOf('\n', rangeOf(last)[1] - 1);
  const indent = text.slice(text.lastIndexOf('\n', start) + 1, start);
  return put(lineEnd === -1 ? text.length : lineEnd + 1, indent);
}

/** Where a node begins and where its value ends. */
function rangeOf(node: unknown): readonly [number, number] {
  const [start, end] = (node as Node).range ?? [0, 0];
  return [start, end];
}

function isList(node: unknown): node is Node & { readonly items: readonly Node[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);
}
