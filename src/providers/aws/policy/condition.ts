import { isNegated, type OperatorName, takesVariables } from './condition-operators.ts';
import { type Context, literalOf, resolveVariables } from './context.ts';
import { inRange } from './ip-range.ts';
import type { Condition } from './statement.ts';
import { matchesPattern } from './wildcard.ts';

/** A verdict in three values: `unknown` where the context lacks what would decide. */
export type Truth = 'true' | 'false' | 'unknown';

/** Decides all conditions of a statement together. */
export function evaluateConditions(conditions: readonly Condition[], context: Context): Truth {
  let truth: Truth = 'true';
  for (const condition of conditions) {
    const one = evaluateCondition(condition, context);
    if (one === 'false') return 'false';
    if (one === 'unknown') truth = 'unknown';
  }
  return truth;
}

/** Decides one condition. */
export function evaluateCondition(condition: Condition, context: Context): Truth {
  const { name, quantifier, ifExists } = condition;
  const present = context.get(condition.key);
  if (present === undefined) return holdsAnyway(condition) ? 'true' : 'unknown';
  const absent = present === null || present.length === 0;
  if (name === 'Null') return nullTruth(condition.values, absent);
  if (absent) {
    if (ifExists || quantifier === 'ForAllValues') return 'true';
    return quantifier !== 'ForAnyValue' && isNegated(name) ? 'true' : 'false';
  }
  const truths = present.map((value) => satisfies(value, condition, context));
  const all = quantifier === 'ForAllValues' || (quantifier === undefined && isNegated(name));
  return all ? every(truths) : some(truths);
}

/** True for a test that no request can fail, whatever its context. */
function holdsAnyway({ name, ifExists, quantifier, values }: Condition): boolean {
  const passesAnyValue = (name === 'StringLike' || name === 'ArnLike' || name === 'ArnEquals') && values.includes('*');
  return passesAnyValue && (ifExists || quantifier === 'ForAllValues');
}

function nullTruth(values: readonly string[], absent: boolean): Truth {
  return values.some((value) => (value.toLowerCase() === 'true') === absent) ? 'true' : 'false';
}

/** Whether one value of the context passes: it fits one of the policy's values, or with a negated operator none. */
function satisfies(value: string, condition: Condition, context: Context): Truth {
  const fits = some(condition.values.map((wanted) => fitsValue(condition.name, wanted, value, context)));
  return isNegated(condition.name) ? negate(fits) : fits;
}

function fitsValue(name: OperatorName, wanted: string, value: string, context: Context): Truth {
  if (!takesVariables(name)) return fits(name, wanted, value) ? 'true' : 'false';
  const resolved = resolveVariables(wanted, context);
  if (resolved.state === 'unknown') return 'unknown';
  if (resolved.state === 'void') return 'false';
  return fits(name, resolved.pattern, value) ? 'true' : 'false';
}

function fits(name: OperatorName, pattern: string, value: string): boolean {
  switch (name) {
    case 'StringLike':
    case 'StringNotLike':
      return matchesPattern(pattern, value);
    case 'ArnEquals':
    case 'ArnLike':
    case 'ArnNotEquals':
    case 'ArnNotLike':
      return matchesArn(pattern, value);
    case 'StringEqualsIgnoreCase':
    case 'StringNotEqualsIgnoreCase':
    case 'Bool':
      return literalOf(pattern).toLowerCase() === value.toLowerCase();
    case 'IpAddress':
    case 'NotIpAddress':
      return inRange(value, pattern);
    case 'StringEquals':
    case 'StringNotEquals':
      return literalOf(pattern) === value;
    case 'BinaryEquals':
    case 'Null':
      return pattern === value;
    default:
      return compare(name, name.startsWith('Date') ? readDate : readNumber, pattern, value);
  }
}

function compare(name: OperatorName, read: (text: string) => number, pattern: string, value: string): boolean {
  const wanted = read(pattern);
  const given = read(value);
  if (Number.isNaN(wanted) || Number.isNaN(given)) return false;
  if (name.endsWith('LessThan')) return given < wanted;
  if (name.endsWith('LessThanEquals')) return given <= wanted;
  if (name.endsWith('GreaterThan')) return given > wanted;
  if (name.endsWith('GreaterThanEquals')) return given >= wanted;
  return given === wanted;
}

function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** A date as ISO 8601 or as seconds of the epoch, in milliseconds. */
function readDate(text: string): number {
  return /^\d{5,}(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** ARN operators compare each of the six parts by itself, so that a wildcard does not reach over a colon. */
function matchesArn(pattern: string, value: string): boolean {
  if (pattern === '*') return true;
  const wanted = arnParts(pattern);
  const given = arnParts(value);
  return wanted.length === 6 && given.length === 6 && wanted.every((part, at) => matchesPattern(part, given[at] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function every(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false';
  return truths.includes('unknown') ? 'unknown' : 'true';
}

function some(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true';
  return truths.includes('unknown') ? 'unknown' : 'false';
}

function negate(truth: Truth): Truth {
  if (truth === 'unknown') return truth;
  return truth === 'true' ? 'false' : 'true';
}
