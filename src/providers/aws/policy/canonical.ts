import { canonicalJson, type Json } from '../../../engine/json.ts';
import { operatorText } from './condition-operators.ts';
import { documentValue, type PolicyDocument, parseDocument } from './document.ts';
import { memoized, memoizedByObject } from './memo.ts';
import type { Condition, Principals, Statement } from './statement.ts';

/** A statement of a document in canonical form, and the places in the original text that say it. */
export interface CanonicalStatement {
  readonly text: string;
  /** Indexes into the original Statement list; more than one where the original repeats itself. */
  readonly origins: readonly number[];
}

/**
 * The canonical JSON text of a policy document. Equal texts mean equal decisions: order, scalar against list,
 * duplicates, the case of actions, operators and keys, Sid, Id and spelling of accounts are gone from it.
 */
export const canonicalDocument: (text: string) => string = memoized((text) => {
  const { document } = parseDocument(text);
  if (!document.complete) return incompleteText(text);
  const write = isPlain(text) ? writePlain : writeStatement;
  const statements = document.statements.map((statement) => write(statement));
  const unique = isCanonical(statements) ? statements : sortedOnce(statements);
  let listed = unique[0] ?? '';
  for (let at = 1; at < unique.length; at++) listed += `,${unique[at] ?? ''}`;
  return `{"Statement":[${listed}],"Version":"2012-10-17"}`;
});

/** True when two documents surely decide alike; two that cannot be understood are equal only as the same JSON. */
export function sameMeaning(a: string, b: string): boolean {
  return a === b || canonicalDocument(a) === canonicalDocument(b);
}

/** The document's statements in canonical form and order, each once. */
export const canonicalStatements: (document: PolicyDocument) => readonly CanonicalStatement[] = memoizedByObject(
  (document) => {
    const origins = new Map<string, number[]>();
    for (const statement of document.statements) {
      const text = writeStatement(statement);
      const known = origins.get(text);
      if (known === undefined) origins.set(text, [statement.index]);
      else known.push(statement.index);
    }
    return [...origins.keys()].sort().map((text) => ({ text, origins: origins.get(text) ?? [] }));
  },
);

/** One statement as canonical JSON. */
export const statementText: (statement: Statement) => string = memoizedByObject((statement) =>
  writeStatement(statement),
);

type ListWriter = (list: readonly string[]) => string;

/** True when no text of a document needs escaping in JSON: without a backslash in it none was escaped. */
function isPlain(text: string): boolean {
  return text.startsWith('{') && !text.includes('\\');
}

/** A statement of a plain document: joining is ten times faster than JSON.stringify, and the most of a large account. */
function writePlain(statement: Statement): string {
  return writeStatement(statement, plainList);
}

const EFFECT = { Allow: '"Effect":"Allow"', Deny: '"Effect":"Deny"' } as const;

function writeStatement(statement: Statement, write: ListWriter = jsonList): string {
  const { action, resource, principal, conditions, effect } = statement;
  if (!action.not && resource?.not === false && principal === undefined && conditions.length === 0)
    return `{"Action":${actionsText(action.patterns)},${EFFECT[effect]},"Resource":${write(resource.patterns)}}`;
  let text: string = EFFECT[effect];
  if (conditions.length > 0) text = `"Condition":${conditionsText(conditions, write)},${text}`;
  const actions = actionsText(action.patterns);
  text = action.not ? `${text},"NotAction":${actions}` : `"Action":${actions},${text}`;
  if (principal?.not === true) text += `,"NotPrincipal":${principalsText(principal, write)}`;
  if (resource?.not === true) text += `,"NotResource":${write(resource.patterns)}`;
  if (principal?.not === false) text += `,"Principal":${principalsText(principal, write)}`;
  if (resource?.not === false) text += `,"Resource":${write(resource.patterns)}`;
  return `{${text}}`;
}

function conditionsText(conditions: readonly Condition[], write: ListWriter): string {
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined)
    return `{"${operatorText(only)}":{${JSON.stringify(only.key)}:${write(canonicalValues(only))}}}`;
  const byOperator = new Map<string, string[]>();
  for (const condition of conditions) {
    const operator = operatorText(condition);
    const test = `${JSON.stringify(condition.key)}:${write(canonicalValues(condition))}`;
    const known = byOperator.get(operator);
    if (known === undefined) byOperator.set(operator, [test]);
    else known.push(test);
  }
  const blocks = [...byOperator].map(([operator, tests]) => `"${operator}":{${tests.sort().join(',')}}`);
  return `{${blocks.sort().join(',')}}`;
}

/** The values as the operator compares them. */
function canonicalValues({ name, values }: Condition): readonly string[] {
  const ignoresCase = name === 'Bool' || name === 'Null' || name.endsWith('IgnoreCase');
  return ignoresCase ? values.map((value) => value.toLowerCase()) : values;
}

function principalsText({ entries }: Principals, write: ListWriter): string {
  const kinds = [...new Set(entries.map((entry) => entry.kind))].sort();
  const parts = kinds.map(
    (kind) => `"${kind}":${write(entries.filter((entry) => entry.kind === kind).map((entry) => entry.value))}`,
  );
  return `{${parts.join(',')}}`;
}

function jsonList(list: readonly string[]): string {
  return JSON.stringify(isCanonical(list) ? list : sortedOnce(list));
}

function plainList(list: readonly string[]): string {
  if (list.length === 0) return '[]';
  const sorted = isCanonical(list) ? list : sortedOnce(list);
  let text = `["${sorted[0] ?? ''}`;
  for (let at = 1; at < sorted.length; at++) text += `","${sorted[at] ?? ''}`;
  return `${text}"]`;
}

/** Lists of actions are shared among statements. */
const actionsText: ListWriter = memoized(jsonList);

/** Many lists are written in order and without duplicates: those need no copy. */
function isCanonical(list: readonly string[]): boolean {
  for (let at = 1; at < list.length; at++) if ((list[at - 1] ?? '') >= (list[at] ?? '')) return false;
  return true;
}

/** Sorted and without duplicates; lists are mostly short, and for those insertion is several times faster than a sort. */
function sortedOnce(list: readonly string[]): readonly string[] {
  if (list.length > 24) return [...new Set(list)].sort();
  const sorted = list.slice();
  let length = 0;
  for (const item of list) {
    let at = length;
    while (at > 0 && (sorted[at - 1] ?? '') > item) at--;
    if (at > 0 && sorted[at - 1] === item) continue;
    for (let place = length; place > at; place--) sorted[place] = sorted[place - 1] ?? '';
    sorted[at] = item;
    length++;
  }
  sorted.length = length;
  return sorted;
}

function incompleteText(text: string): string {
  const value = documentValue(text);
  return value === undefined ? text : canonicalJson(value as Json);
}
