import type { Operator } from './condition-operators.ts';

/**
 * An Action, NotAction, Resource or NotResource element.
 * `patterns` is for deciding (actions in lower case), `written` is the author's spelling at the same index.
 */
export interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
  readonly written: readonly string[];
}

/** Who a principal entry names: an AWS account, user, role or session, a service, an identity provider, a canonical user. */
export interface PrincipalEntry {
  readonly kind: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  /** As written, save that an account's root ARN is the account id, and `"Principal": "*"` is AWS `*`. */
  readonly value: string;
}

/** A Principal or NotPrincipal element. */
export interface Principals {
  readonly not: boolean;
  readonly entries: readonly PrincipalEntry[];
}

/** One line of a Condition block; all of a statement's conditions must hold, and one of `values` satisfies one. */
export interface Condition extends Operator {
  /** In lower case: AWS ignores the case of keys. */
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement. Policy variables are kept as `${…}`; in documents of the old version a literal `${` reads `${$}{`. */
export interface Statement {
  /** Its place in the original text's Statement list. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: Principals | undefined;
  readonly action: Patterns;
  /** Absent in trust policies, where the role itself is the resource. */
  readonly resource: Patterns | undefined;
  readonly conditions: readonly Condition[];
}
