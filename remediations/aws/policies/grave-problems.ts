import { memoized } from '../../../src/providers/aws/policy/memo.ts';
import type { Problem } from '../../../src/providers/aws/policy/problem.ts';
import { validateDocument } from '../../../src/providers/aws/policy/validate.ts';

/** All that the validator says of an identity policy; the same document is validated once. */
export const problemsOf = memoized((document: string) => validateDocument(document, 'identity'));

/** True for an error, and for a condition that holds nobody back. */
export function isGrave({ severity, code }: Problem): boolean {
  return severity === 'error' || (severity === 'warning' && code === 'ineffective-condition');
}
