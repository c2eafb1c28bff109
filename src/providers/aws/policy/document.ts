import { memoized, onceEach } from './memo.ts';
import { elementName, kindOf, missing, type Parsing, shown, wrongType } from './parse-problems.ts';
import { parseStatement } from './parse-statement.ts';
import type { Problem } from './problem.ts';
import type { Statement } from './statement.ts';

/** A policy document as data. */
export interface PolicyDocument {
  readonly version: '2012-10-17' | '2008-10-17';
  readonly id: string | undefined;
  readonly statements: readonly Statement[];
  /** False when something could not be understood: then nothing that rests on this document is certain. */
  readonly complete: boolean;
}

/** A document with everything that is wrong with it; parsing never throws. */
export interface ParsedDocument {
  readonly document: PolicyDocument;
  readonly problems: readonly Problem[];
}

const NOTHING: PolicyDocument = { version: '2012-10-17', id: undefined, statements: [], complete: false };

/** Reads a policy document: identity, resource or trust policy, as JSON text or URL-encoded as the IAM API returns it. */
export const parseDocument: (text: string) => ParsedDocument = memoized(readDocument);

/** The JSON value that a policy text holds, or undefined; URL-encoding is undone. */
export function documentValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    if (!/^\s*%/.test(text)) return undefined;
  }
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

const ELEMENTS = ['Version', 'Id', 'Statement'] as const;

function readDocument(text: string): ParsedDocument {
  const value = documentValue(text);
  if (value === undefined)
    return unreadable('not-json', 'the text is not JSON', 'a JSON object with Version and Statement');
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return unreadable('not-a-document', `the document is ${kindOf(value)}`, 'an object with Version and Statement');

  const problems: Problem[] = [];
  let version: unknown;
  let id: unknown;
  let statement: unknown;
  for (const written in value) {
    const element: unknown = value[written as keyof typeof value];
    const name = elementName(written, ELEMENTS, '', problems);
    if (name === 'Version') version = element;
    else if (name === 'Id') id = element;
    else if (name === 'Statement') statement = element;
  }
  const legacy = version === undefined || version === '2008-10-17';
  if (!legacy && version !== '2012-10-17')
    problems.push({
      path: 'Version',
      code: 'unknown-version',
      severity: 'error',
      message: `the version is ${shown(version)}`,
      expected: '2012-10-17 or 2008-10-17',
    });
  if (id !== undefined && typeof id !== 'string') problems.push(wrongType('Id', id, 'a string'));
  const statements = readStatements(statement, { problems, legacy });
  return {
    document: {
      version: legacy ? '2008-10-17' : '2012-10-17',
      id: typeof id === 'string' ? id : undefined,
      statements,
      complete: !problems.some(hidesMeaning),
    },
    problems,
  };
}

function readStatements(value: unknown, parsing: Parsing): Statement[] {
  if (value === undefined) {
    parsing.problems.push(missing('', 'Statement', 'a statement or a list of statements'));
    return [];
  }
  if (!Array.isArray(value)) {
    const statement = parseStatement(value, 0, 'Statement', parsing);
    return statement === undefined ? [] : [statement];
  }
  const read = value.map((item: unknown, index) => parseStatement(item, index, statementPath(index), parsing));
  return read.every(isMeant) ? read : read.filter(isMeant);
}

/** The path of a statement of a list; shared among documents, for every statement has one, and hardly one is ever told. */
export const statementPath: (index: number) => string = onceEach((index: number) => `Statement[${index}]`);

function isMeant(statement: Statement | undefined): statement is Statement {
  return statement !== undefined;
}

const MEANINGLESS = new Set(['misspelt-element', 'invalid-sid', 'repeated-sid', 'empty-element', 'invalid-resource']);

/** A problem after which the meaning of the document is not known for certain. */
function hidesMeaning(problem: Problem): boolean {
  return problem.severity === 'error' && !MEANINGLESS.has(problem.code) && problem.path !== 'Id';
}

function unreadable(code: 'not-json' | 'not-a-document', message: string, expected: string): ParsedDocument {
  return { document: NOTHING, problems: [{ path: '', code, severity: 'error', message, expected }] };
}
