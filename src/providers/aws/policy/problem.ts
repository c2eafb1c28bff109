/** What kind of fault a problem is; `policy-validation` shows it beside the text. */
export type ProblemCode =
  | 'not-json'
  | 'not-a-document'
  | 'unknown-element'
  | 'misspelt-element'
  | 'wrong-type'
  | 'missing-element'
  | 'conflicting-elements'
  | 'unknown-version'
  | 'unknown-effect'
  | 'unknown-principal-kind'
  | 'unknown-operator'
  | 'repeated-condition'
  | 'invalid-sid'
  | 'repeated-sid'
  | 'invalid-action'
  | 'invalid-resource'
  | 'empty-element'
  | 'principal-not-allowed'
  | 'principal-missing'
  | 'resource-not-allowed'
  | 'unknown-service'
  | 'unknown-action'
  | 'unknown-condition-key'
  | 'wrong-resource-type'
  | 'resource-not-supported'
  | 'redundant-pattern'
  | 'redundant-statement'
  | 'dead-statement'
  | 'broad-pass-role'
  | 'allow-not-action'
  | 'ineffective-condition'
  | 'over-quota';

/** One place where a document is not as AWS wants it: where, what stands there, and what was expected. */
export interface Problem {
  /** Where in the document, such as `Statement[2].Action[0]`; empty for the document as a whole. */
  readonly path: string;
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning' | 'suggestion';
  readonly message: string;
  readonly expected: string;
}
