import { memoized } from './memo.ts';

const NAMES = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
  'StringLike',
  'StringNotLike',
  'NumericEquals',
  'NumericNotEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'DateEquals',
  'DateNotEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'Bool',
  'BinaryEquals',
  'IpAddress',
  'NotIpAddress',
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'Null',
] as const;

/** A condition operator by AWS's name, without its set quantifier and without `IfExists`. */
export type OperatorName = (typeof NAMES)[number];

/** A condition operator taken apart. */
export interface Operator {
  readonly name: OperatorName;
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
}

const BY_LOWER_CASE = new Map<string, OperatorName>(NAMES.map((name) => [name.toLowerCase(), name]));
const QUANTIFIERS = { forallvalues: 'ForAllValues', foranyvalue: 'ForAnyValue' } as const;

function readOperator(text: string): Operator | null {
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? undefined : text.slice(0, colon).toLowerCase();
  if (prefix !== undefined && prefix !== 'forallvalues' && prefix !== 'foranyvalue') return null;
  const rest = text.slice(colon + 1).toLowerCase();
  const ifExists = rest.endsWith('ifexists');
  const name = BY_LOWER_CASE.get(ifExists ? rest.slice(0, -8) : rest);
  if (name === undefined || (name === 'Null' && (ifExists || prefix !== undefined))) return null;
  return { name, quantifier: prefix === undefined ? undefined : QUANTIFIERS[prefix], ifExists };
}

/** Takes an operator such as `ForAnyValue:StringLikeIfExists` apart; null when AWS knows none such. */
export const parseOperator = memoized(readOperator);

/** The operator's full name in AWS's spelling. */
export function operatorText(operator: Operator): string {
  const prefix = operator.quantifier === undefined ? '' : `${operator.quantifier}:`;
  return `${prefix}${operator.name}${operator.ifExists ? 'IfExists' : ''}`;
}

/** True for the operators that hold when no value matches, and therefore also when the key is absent. */
export function isNegated(name: OperatorName): boolean {
  return name.includes('Not');
}

/** True for the operators in whose values AWS resolves policy variables; to the others a variable is a text like any other. */
export function takesVariables(name: OperatorName): boolean {
  return name === 'Bool' || name.startsWith('String') || name.startsWith('Arn');
}
