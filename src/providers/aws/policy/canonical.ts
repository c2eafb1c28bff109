import { canonicalJson, type Json } from '../../../engine/json.ts';
import { operatorText } from './condition-operators.ts';
import { documentValue, type PolicyDocument, parseDocument } from './document.ts';
import { memoized, memoizedByObject } from './memo.ts';
import type { Condition, Patterns, Principals, Statement } from './statement.ts';

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
  return `{"Statement":[${canonicalStatements(document)
    .map((statement) => statement.text)
    .join(',')}],"Version":"2012-10-17"}`;
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
      const text = statementText(statement);
      const known = origins.get(text);
      if (known === undefined) origins.set(text, [statement.index]);
      else known.push(statement.index);
    }
    return [...origins.keys()].sort().map((text) => ({ text, origins: origins.get(text) ?? [] }));
  },
);

/** One statement as canonical JSON. */
export const statementText: (statement: Statement) => string = memoizedByObject((statement) => {
  const { action, resource, principal } = statement;
  const parts: string[] = [];
  if (!action.not) parts.push(`"Action":${listText(action.patterns)}`);
  if (statement.conditions.length > 0) parts.push(`"Condition":${conditionsText(statement.conditions)}`);
  parts.push(`"Effect":"${statement.effect}"`);
  if (action.not) parts.push(`"NotAction":${listText(action.patterns)}`);
  if (principal?.not === true) parts.push(`"NotPrincipal":${principalsText(principal)}`);
  if (resource?.not === true) parts.push(`"NotResource":${resourceText(resource)}`);
  if (principal?.not === false) parts.push(`"Principal":${principalsText(principal)}`);
  if (resource?.not === false) parts.push(`"Resource":${resourceText(resource)}`);
  return `{${parts.join(',')}}`;
});

/** A condition as canonical text, so that equal texts are equal tests. */
export const conditionText: (condition: Condition) => string = memoizedByObject(
  (condition) =>
    `${JSON.stringify(operatorText(condition))}:{${JSON.stringify(condition.key)}:${listText(canonicalValues(condition))}}`,
);

function conditionsText(conditions: readonly Condition[]): string {
  const byOperator = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const operator = operatorText(condition);
    const known = byOperator.get(operator);
    if (known === undefined) byOperator.set(operator, [condition]);
    else known.push(condition);
  }
  const blocks = [...byOperator.keys()].sort().map((operator) => {
    const tests = (byOperator.get(operator) ?? []).map(
      (condition) => `${JSON.stringify(condition.key)}:${listText(canonicalValues(condition))}`,
    );
    return `${JSON.stringify(operator)}:{${tests.sort().join(',')}}`;
  });
  return `{${blocks.join(',')}}`;
}

/** The values as the operator compares them. */
function canonicalValues({ name, values }: Condition): readonly string[] {
  const ignoresCase = name === 'Bool' || name === 'Null' || name.endsWith('IgnoreCase');
  return ignoresCase ? values.map((value) => value.toLowerCase()) : values;
}

function principalsText({ entries }: Principals): string {
  const kinds = [...new Set(entries.map((entry) => entry.kind))].sort();
  const parts = kinds.map(
    (kind) => `"${kind}":${listText(entries.filter((entry) => entry.kind === kind).map((entry) => entry.value))}`,
  );
  return `{${parts.join(',')}}`;
}

function resourceText({ patterns }: Patterns): string {
  return listText(patterns);
}

function listText(list: readonly string[]): string {
  return JSON.stringify(list.length < 2 ? list : [...new Set(list)].sort());
}

function incompleteText(text: string): string {
  const value = documentValue(text);
  return value === undefined ? text : canonicalJson(value as Json);
}
