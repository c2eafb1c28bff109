import { actionsMatching, isService, splitAction } from './action-catalogue.ts';
import { parseDocument } from './document.ts';
import { editStatements } from './edit.ts';
import { type RawStatement, readRaw } from './raw-document.ts';
import type { Statement } from './statement.ts';

/** A document with its certain corrections, and each of them in words. */
export interface Corrected {
  /** Undefined when nothing would be left of it. */
  readonly document: string | undefined;
  readonly corrections: readonly string[];
}

const elements = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
  'Principal',
  'NotPrincipal',
];

/**
 * Corrects what can be corrected without giving anybody anything: elements in the wrong case, Sids that AWS does not take,
 * allowed actions that AWS does not document (they allow nothing; the one that was meant is for a person to add), and
 * conditions that hold too when their key is absent. A Deny keeps its actions and conditions, for it would deny less.
 */
export function correctDocument(text: string): Corrected {
  const { document } = parseDocument(text);
  const raw = readRaw(text);
  if (raw === undefined || !document.complete) return { document: text, corrections: [] };
  const corrections: string[] = [];
  const sids = new Set<string>();
  const edits = new Map<number, readonly RawStatement[]>();
  for (const statement of document.statements) {
    const original = raw.statements[statement.index];
    if (original === undefined) continue;
    const notes: string[] = [];
    const corrected = correctStatement(original, statement, sids, notes);
    if (notes.length === 0) continue;
    edits.set(statement.index, corrected === undefined ? [] : [corrected]);
    corrections.push(...notes.map((note) => `statement ${statement.index + 1}: ${note}`));
  }
  if (corrections.length === 0) return { document: text, corrections };
  return { document: editStatements(text, edits), corrections };
}

function correctStatement(
  original: RawStatement,
  { effect, action, conditions }: Statement,
  sids: Set<string>,
  notes: string[],
): RawStatement | undefined {
  let left: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(original)) {
    const element = elements.find((name) => name.toLowerCase() === written.toLowerCase()) ?? written;
    if (element !== written) notes.push(`${written} is spelt ${element}`);
    left[element] = value;
  }
  const sid = left['Sid'];
  if (typeof sid === 'string') left = { ...left, ...correctSid(sid, sids, notes) };
  if (left['Sid'] === undefined) delete left['Sid'];
  if (effect === 'Deny') return left;
  if (!action.not) {
    const known = action.written.filter((_, at) => isDocumented(action.patterns[at] ?? ''));
    const unknown = action.written.filter((name) => !known.includes(name));
    if (unknown.length > 0) notes.push(`AWS documents no ${unknown.join(', ')}, which allows nothing`);
    if (known.length === 0) return undefined;
    if (unknown.length > 0) left['Action'] = known;
  }
  const loose = conditions.filter(({ quantifier }) => quantifier === 'ForAllValues').map(({ key }) => key);
  const open = loose.filter((key) => !conditions.some((one) => one.key === key && one.name === 'Null'));
  if (open.length === 0) return left;
  notes.push(`${open.join(', ')} must be there for ForAllValues to hold anybody back`);
  const block = left['Condition'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  left['Condition'] = {
    ...block,
    Null: { ...block['Null'], ...Object.fromEntries(open.map((key) => [key, 'false'])) },
  };
  return left;
}

function correctSid(sid: string, sids: Set<string>, notes: string[]): { readonly Sid: string | undefined } {
  const plain = sid.replace(/[^A-Za-z0-9]/g, '');
  const isTaken = plain !== '' && sids.has(plain);
  if (isTaken) notes.push(`the Sid ${sid} names another statement already`);
  else if (plain !== sid) notes.push(`the Sid ${sid} is letters and digits only`);
  sids.add(plain);
  return { Sid: isTaken || plain === '' ? undefined : plain };
}

function isDocumented(pattern: string): boolean {
  const [service] = splitAction(pattern);
  return pattern === '*' || ((/[*?]/.test(service) || isService(service)) && actionsMatching(pattern).length > 0);
}
