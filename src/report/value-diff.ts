import { structuredPatch } from 'diff';
import type { Change } from '../engine/change.ts';
import { type Json, parseJson, sameJson } from '../engine/json.ts';
import { neutralJson } from './neutral-text.ts';

/** One line of a document's diff; a gap stands for lines that are the same on both sides. */
export type DocumentLine = { readonly sign: '+' | '-' | ' ' | '…'; readonly text: string };

/** One attribute that a change adds, removes or gives another value; a document's diff goes line by line. */
export interface AttributeDiff {
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly document?: readonly DocumentLine[];
}

/** What a change makes of one resource, as data that a terminal and a pull request show alike. */
export interface ValueDiff {
  readonly sign: '+' | '-' | '~';
  /** The resource's type and the names in its address. */
  readonly resource: string;
  readonly attributes: readonly AttributeDiff[];
  readonly unchanged: number;
}

/** The difference between the value that a change expects and the one that it wants. */
export function diffChange({
  resource,
  from,
  to,
  facts,
}: Pick<Change, 'resource' | 'from' | 'to' | 'facts'>): ValueDiff {
  const names = Object.entries(resource.address).map(([key, name]) => `${key}=${name}`);
  const [before, after] = [attributesOf(from), attributesOf(to)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => !facts.includes(key));
  const changed = keys.filter((key) => !same(before[key], after[key]));
  return {
    sign: from === null ? '+' : to === null ? '-' : '~',
    resource: [resource.type, ...names].join(' '),
    attributes: changed.map((key) => diffAttribute(key, before[key], after[key])),
    unchanged: keys.length - changed.length,
  };
}

function attributesOf(value: Json): { readonly [key: string]: Json } {
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) return { value };
  return value as { readonly [key: string]: Json };
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return a === undefined || b === undefined ? a === b : sameJson(a, b);
}

function diffAttribute(key: string, before: Json | undefined, after: Json | undefined): AttributeDiff {
  const [was, is] = [documentOf(before), documentOf(after)];
  const inline = { key, before: showInline(before), after: showInline(after) };
  const documents = (before === undefined || was !== undefined) && (after === undefined || is !== undefined);
  return documents ? { ...inline, document: diffDocuments(was ?? [], is ?? []) } : inline;
}

function showInline(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : typeof value === 'string' && value !== '' ? value : neutralJson(value);
}

/** Longest value that is shown on one line. */
const inlineLength = 60;

/** The lines of a value that is a document: JSON text of an object, or a value too large for one line. */
function documentOf(value: Json | undefined): string[] | undefined {
  const content = typeof value === 'string' ? parseDocument(value) : value;
  if (content === undefined || content === null || typeof content !== 'object') return undefined;
  if (typeof value !== 'string' && JSON.stringify(content).length <= inlineLength) return undefined;
  return neutralJson(content, 2).split('\n');
}

function parseDocument(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseJson(text) as Json;
  } catch {
    return undefined;
  }
}

/** The difference between two texts, line by line; what is far from it is left out. */
export function diffDocuments(before: readonly string[], after: readonly string[]): DocumentLine[] {
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  const { hunks } = structuredPatch('', '', text(before), text(after), '', '', { context: 3 });
  let next = 1;
  const lines = hunks.flatMap((hunk) => {
    const gap = hunk.oldStart > next && before.length > 0 ? [{ sign: '…', text: '' } as const] : [];
    next = hunk.oldStart + hunk.oldLines;
    return [...gap, ...hunk.lines.map(toLine)];
  });
  return next <= before.length && hunks.length > 0 ? [...lines, { sign: '…', text: '' }] : lines;
}

function toLine(line: string): DocumentLine {
  const sign = line.startsWith('+') ? '+' : line.startsWith('-') ? '-' : ' ';
  return { sign, text: line.slice(1) };
}
