import { parseDocument } from './document.ts';
import type { Problem } from './problem.ts';
import { documentSize } from './render.ts';
import type { Statement } from './statement.ts';
import { actionProblems } from './validate-actions.ts';
import { meaningProblems } from './validate-meaning.ts';
import { resourceProblems } from './validate-resources.ts';

/** What a document is for; the elements that it may have depend on it. */
export type DocumentKind = 'identity' | 'trust' | 'resource';

/** Everything that is wrong with a document, the worst first: grammar, names that AWS does not document, what has no effect, size. */
export function validateDocument(text: string, kind: DocumentKind, limit?: number): Problem[] {
  const { document, problems } = parseDocument(text);
  const found: Problem[] = [...problems];
  const isList = text.includes('"Statement":[') || /"Statement"\s*:\s*\[/i.test(text) || text.includes('%5B');
  const pathOf = ({ index }: Statement) => (isList ? `Statement[${index}]` : 'Statement');
  const sids = new Set<string>();
  for (const statement of document.statements) {
    const path = pathOf(statement);
    found.push(...elementProblems(statement, kind, path), ...sidProblems(statement, kind, sids, path));
    found.push(...actionProblems(statement, path), ...resourceProblems(statement, path));
  }
  found.push(...meaningProblems(document.statements, pathOf));
  if (limit !== undefined) found.push(...sizeProblems(documentSize(text), limit));
  return found.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const SEVERITIES: readonly Problem['severity'][] = ['error', 'warning', 'suggestion'];

function elementProblems({ principal, resource }: Statement, kind: DocumentKind, path: string): Problem[] {
  const found: Problem[] = [];
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
  return found;
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

function sidProblems({ sid }: Statement, kind: DocumentKind, sids: Set<string>, path: string): Problem[] {
  if (sid === undefined || sid === '') return [];
  const at = `${path}.Sid`;
  const found: Problem[] = [];
  if (kind !== 'resource' && !/^[A-Za-z0-9]*$/.test(sid))
    found.push({
      path: at,
      code: 'invalid-sid',
      severity: 'error',
      message: `the Sid is ${sid}`,
      expected: 'letters and digits',
    });
  if (sids.has(sid))
    found.push({
      path: at,
      code: 'repeated-sid',
      severity: 'error',
      message: `${sid} names two statements`,
      expected: 'each Sid once',
    });
  sids.add(sid);
  return found;
}
