import { parseDocument, statementPath } from './document.ts';
import type { Problem } from './problem.ts';
import { documentSize } from './render.ts';
import type { Statement } from './statement.ts';
import { findActionProblems } from './validate-actions.ts';
import { findMeaningProblems } from './validate-meaning.ts';
import { findResourceProblems } from './validate-resources.ts';

/** What a document is for; the elements that it may have depend on it. */
export type DocumentKind = 'identity' | 'trust' | 'resource';

/** Everything that is wrong with a document, the worst first: grammar, names that AWS does not document, what has no effect, size. */
export function validateDocument(text: string, kind: DocumentKind, limit?: number): Problem[] {
  const { document, problems } = parseDocument(text);
  const found: Problem[] = [...problems];
  const isList = text.includes('"Statement":[') || /"Statement"\s*:\s*\[/i.test(text) || text.includes('%5B');
  const pathOf = ({ index }: Statement) => (isList ? statementPath(index) : 'Statement');
  const sids = new Set<string>();
  for (const statement of document.statements) {
    const path = pathOf(statement);
    findElementProblems(statement, kind, path, found);
    findSidProblems(statement, kind, sids, path, found);
    findActionProblems(statement, path, found);
    findResourceProblems(statement, path, found);
  }
  for (const statement of document.statements)
    findMeaningProblems(statement, document.statements, pathOf(statement), found);
  if (limit !== undefined) found.push(...sizeProblems(documentSize(text), limit));
  return found.length < 2
    ? found
    : found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const SEVERITIES: readonly Problem['severity'][] = ['error', 'warning', 'suggestion'];

function findElementProblems(
  { principal, resource }: Statement,
  kind: DocumentKind,
  path: string,
  found: Problem[],
): void {
  const error = (code: Problem['code'], message: string, expected: string) =>
    found.push({ path, code, severity: 'error', message, expected });
  if (kind === 'identity' && principal !== undefined)
    error(
      'principal-not-allowed',
      'an identity policy names no principal',
      'no Principal: it is whoever has the policy',
    );
  if (kind !== 'identity' && principal === undefined)
    error('principal-missing', 'nobody is named', 'Principal or NotPrincipal');
  if (kind === 'trust' && resource !== undefined)
    error('resource-not-allowed', 'a trust policy names no resource', 'no Resource: it is the role itself');
  if (kind !== 'trust' && resource === undefined)
    error('missing-element', 'there is no Resource', 'Resource or NotResource');
}

function sizeProblems(size: number, limit: number): Problem[] {
  if (size <= limit) return [];
  return [
    {
      path: '',
      code: 'over-quota',
      severity: 'error',
      message: `the document has ${size} characters`,
      expected: `at most ${limit}, white space aside`,
    },
  ];
}

const LETTERS_AND_DIGITS = /^[A-Za-z0-9]*$/;

function findSidProblems(
  { sid }: Statement,
  kind: DocumentKind,
  sids: Set<string>,
  path: string,
  found: Problem[],
): void {
  if (sid === undefined || sid === '') return;
  if (kind !== 'resource' && !LETTERS_AND_DIGITS.test(sid))
    found.push({
      path: `${path}.Sid`,
      code: 'invalid-sid',
      severity: 'error',
      message: `the Sid is ${sid}`,
      expected: 'letters and digits',
    });
  if (sids.has(sid))
    found.push({
      path: `${path}.Sid`,
      code: 'repeated-sid',
      severity: 'error',
      message: `${sid} names two statements`,
      expected: 'each Sid once',
    });
  sids.add(sid);
}
