import { describe, expect, test } from 'vitest';
import { evaluateCondition, type Truth } from '../../../../src/providers/aws/policy/condition.ts';
import { type ContextValues, contextOf } from '../../../../src/providers/aws/policy/context.ts';
import { parseDocument } from '../../../../src/providers/aws/policy/document.ts';
import { allow } from './support/accounts.ts';

function truth(operator: string, values: unknown, context: ContextValues): Truth | undefined {
  const { statements } = parseDocument(allow('s3:*', '*', { [operator]: { key: values } })).document;
  const condition = statements[0]?.conditions[0];
  return condition === undefined ? undefined : evaluateCondition(condition, contextOf(context));
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
const variable = '${key}';

describe('a value that is there', () => {
  test.each<[string, unknown, string | string[], Truth]>([
    ['StringEquals', 'a', 'a', 'true'],
    ['StringEquals', 'a', 'A', 'false'],
    ['StringEquals', 'a*', 'ab', 'false'],
    ['StringEquals', ['a', 'b'], 'b', 'true'],
    ['StringNotEquals', ['a', 'b'], 'b', 'false'],
    ['StringNotEquals', ['a', 'b'], 'c', 'true'],
    ['StringEqualsIgnoreCase', 'a', 'A', 'true'],
    ['StringNotEqualsIgnoreCase', 'a', 'A', 'false'],
    ['StringLike', 'a*', 'ab', 'true'],
    ['StringLike', 'a?', 'a', 'false'],
    ['StringNotLike', 'a*', 'ab', 'false'],
    ['NumericEquals', 10, '10.0', 'true'],
    ['NumericNotEquals', '10', '11', 'true'],
    ['NumericLessThan', '10', '10', 'false'],
    ['NumericLessThanEquals', '10', '10', 'true'],
    ['NumericGreaterThan', '9', '10', 'true'],
    ['NumericGreaterThanEquals', '11', '10', 'false'],
    ['NumericEquals', 'x', 'x', 'false'],
    ['NumericLessThan', variable, '1', 'false'],
    ['BinaryEquals', variable, 'QQ==', 'false'],
    ['IpAddress', variable, '10.0.0.1', 'false'],
    ['StringEquals', variable, 'a', 'true'],
    ['Bool', variable, 'true', 'true'],
    ['NumericEquals', '0', '', 'false'],
    ['DateEquals', '2024-01-01T00:00:00Z', '2024-01-01T01:00:00+01:00', 'true'],
    ['DateLessThan', '2024-01-01T00:00:00Z', '1704067199', 'true'],
    ['DateGreaterThanEquals', '1704067200', '2024-01-01T00:00:00Z', 'true'],
    ['DateNotEquals', '2024-01-01', '2024-01-02', 'true'],
    ['Bool', 'true', 'TRUE', 'true'],
    ['Bool', false, 'true', 'false'],
    ['BinaryEquals', 'QQ==', 'QQ==', 'true'],
    ['IpAddress', '10.0.0.0/8', '10.255.0.1', 'true'],
    ['IpAddress', '10.0.0.0/8', '11.0.0.1', 'false'],
    ['IpAddress', '10.0.0.1', '10.0.0.1', 'true'],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', 'false'],
    ['IpAddress', '2001:db8::/32', '2001:db8:ffff::1', 'true'],
    ['IpAddress', '2001:db8::/32', '2001:db9::1', 'false'],
    ['NotIpAddress', '10.0.0.0/8', '10.0.0.1', 'false'],
    ['ArnLike', 'arn:aws:iam::*:role/x*', 'arn:aws:iam::111122223333:role/xy', 'true'],
    ['ArnEquals', 'arn:aws:iam::*:role/x*', 'arn:aws:iam::111122223333:role/xy', 'true'],
    ['ArnLike', 'arn:aws:*:role/x', 'arn:aws:iam::111122223333:role/x', 'false'],
    ['ArnNotLike', 'arn:aws:iam::*:role/x', 'arn:aws:iam::1:role/y', 'true'],
    ['Null', 'true', 'a', 'false'],
    ['Null', 'false', 'a', 'true'],
    ['StringEqualsIfExists', 'a', 'b', 'false'],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'c'], 'true'],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'c'], 'false'],
    ['ForAllValues:StringEquals', ['a', 'b'], ['b', 'a'], 'true'],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['b', 'c'], 'true'],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['b', 'c'], 'false'],
    ['StringEquals', [], 'a', 'false'],
  ])('%s %j of %j: %s', (operator, values, value, expected) =>
    expect(truth(operator, values, { KEY: value })).toBe(expected),
  );
});

describe('a key that is absent, and one that is unknown', () => {
  test.each<[string, unknown, Truth, Truth]>([
    ['StringEquals', 'a', 'false', 'unknown'],
    ['StringNotEquals', 'a', 'true', 'unknown'],
    ['StringLike', '*', 'false', 'unknown'],
    ['StringLikeIfExists', '*', 'true', 'true'],
    ['StringEqualsIfExists', 'a', 'true', 'unknown'],
    ['StringNotEqualsIfExists', 'a', 'true', 'unknown'],
    ['Bool', 'true', 'false', 'unknown'],
    ['BoolIfExists', 'false', 'true', 'unknown'],
    ['NotIpAddress', '10.0.0.0/8', 'true', 'unknown'],
    ['Null', 'true', 'true', 'unknown'],
    ['Null', 'false', 'false', 'unknown'],
    ['ForAllValues:StringEquals', 'a', 'true', 'unknown'],
    ['ForAllValues:StringLike', '*', 'true', 'true'],
    ['ForAnyValue:StringEquals', 'a', 'false', 'unknown'],
    ['ForAnyValue:StringNotEquals', 'a', 'false', 'unknown'],
    ['ForAllValues:StringNotEquals', 'a', 'true', 'unknown'],
  ])('%s %j: absent %s, unknown %s', (operator, values, absent, unknown) => {
    expect(truth(operator, values, { key: null })).toBe(absent);
    expect(truth(operator, values, { key: [] })).toBe(absent);
    expect(truth(operator, values, {})).toBe(unknown);
  });
});

describe('policy variables in values', () => {
  const owner = `$${'{owner}'}`;
  test.each<[string, string, ContextValues, Truth]>([
    ['StringEquals', owner, { key: 'a', owner: 'a' }, 'true'],
    ['StringEquals', owner, { key: 'a', owner: 'b' }, 'false'],
    ['StringEquals', owner, { key: 'a' }, 'unknown'],
    ['StringEquals', owner, { key: 'a', owner: null }, 'false'],
    ['StringLike', owner, { key: 'ab', owner: 'a*' }, 'false'],
    ['StringLike', `${owner}*`, { key: 'a*b', owner: 'a*' }, 'true'],
    ['StringEquals', `$${"{owner, 'x'}"}`, { key: 'x', owner: null }, 'true'],
    ['StringEquals', `$${'{*}'}`, { key: '*' }, 'true'],
  ])('%s %s in %j: %s', (operator, value, context, expected) => expect(truth(operator, value, context)).toBe(expected));
});
