import { isNegated } from './condition-operators.ts';
import type { Condition } from './statement.ts';

/**
 * True when the conditions surely hold a request to certain values of a key: a request without the key fails, and so does
 * one with any other value. `StringLike "*"`, `IfExists`, `ForAllValues` and the negated operators do not constrain.
 */
export function constrains(conditions: readonly Condition[], key: string): boolean {
  return constraintsOn(conditions, key).length > 0;
}

/** The conditions that constrain a key, as `constrains` judges them. */
export function constraintsOn(conditions: readonly Condition[], key: string): Condition[] {
  const wanted = key.toLowerCase();
  return conditions.filter((condition) => condition.key === wanted && isConstraint(condition));
}

function isConstraint({ name, ifExists, quantifier, values }: Condition): boolean {
  if (ifExists || quantifier === 'ForAllValues' || isNegated(name) || name === 'Null' || values.length === 0)
    return false;
  const takesWildcards = name === 'StringLike' || name.startsWith('Arn');
  if (takesWildcards && values.some((value) => /^[*?:]*$/.test(value) || value === 'arn:*')) return false;
  if (name === 'IpAddress') return !values.some((value) => value.endsWith('/0'));
  return name !== 'Bool' || !(values.includes('true') && values.includes('false'));
}

/** True when the conditions let only requests with multi-factor authentication through. */
export function requiresMfa(conditions: readonly Condition[]): boolean {
  return conditions.some(({ key, name, ifExists, quantifier, values }) => {
    if (ifExists || quantifier === 'ForAllValues') return false;
    const only = (wanted: string) => values.length > 0 && values.every((value) => value.toLowerCase() === wanted);
    if (key === 'aws:multifactorauthpresent')
      return (name === 'Bool' || name.startsWith('StringEquals')) && only('true');
    if (key !== 'aws:multifactorauthage') return false;
    return name.startsWith('NumericLess') || (name === 'Null' && only('false'));
  });
}
