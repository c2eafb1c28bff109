import { parseOperator } from './condition-operators.ts';
import { type Parsing, wrongType } from './parse-problems.ts';
import type { Condition } from './statement.ts';
import { literalText } from './wildcard.ts';

const NONE: readonly Condition[] = [];

/** Reads a statement's Condition block, operators in AWS's spelling and keys in lower case; undefined when it means nothing. */
export function parseConditions(block: unknown, path: string, parsing: Parsing): readonly Condition[] | undefined {
  if (block === undefined) return NONE;
  if (!isObject(block)) {
    parsing.problems.push(wrongType(`${path}.Condition`, block, 'an object of operators'));
    return undefined;
  }
  const conditions: Condition[] = [];
  let understood = true;
  for (const written in block) {
    const keys = block[written];
    const operator = parseOperator(written);
    if (operator === null) {
      parsing.problems.push({
        path: `${path}.Condition.${written}`,
        code: 'unknown-operator',
        severity: 'error',
        message: `${written} is no condition operator`,
        expected: 'an operator such as StringEquals, ForAnyValue:StringLike or BoolIfExists',
      });
      understood = false;
    } else if (!isObject(keys)) {
      parsing.problems.push(wrongType(`${path}.Condition.${written}`, keys, 'an object of condition keys'));
      understood = false;
    } else {
      const { name, quantifier, ifExists } = operator;
      for (const key in keys) {
        const values = valueList(keys[key], path, written, key, parsing);
        if (values === undefined) understood = false;
        else conditions.push({ name, quantifier, ifExists, key: key.toLowerCase(), values });
      }
    }
  }
  if (conditions.length > 1) reportRepeated(conditions, `${path}.Condition`, parsing);
  return understood ? conditions : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueList(
  value: unknown,
  path: string,
  operator: string,
  key: string,
  { problems, legacy }: Parsing,
): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  // Nearly every list is one of texts that are meant as they stand: those are kept, and no second list is made.
  if (!legacy && list.length > 0 && list.every(isText)) return list;
  const place = `${path}.Condition.${operator}.${key}`;
  const texts: string[] = [];
  for (const item of list) {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') {
      problems.push(wrongType(place, item, 'a string, a number, true or false, or a list of them'));
      return undefined;
    }
    const text = String(item);
    texts.push(legacy ? literalText(text) : text);
  }
  if (list.length === 0)
    problems.push({
      path: place,
      code: 'empty-element',
      severity: 'warning',
      message: 'the condition has no value, so no value can match',
      expected: 'at least one value',
    });
  return texts;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** One operator with one key twice (in two spellings) cannot be written as JSON again, and AWS refuses it. */
function reportRepeated(conditions: readonly Condition[], path: string, { problems }: Parsing): void {
  const seen = new Set<string>();
  for (const { name, quantifier, ifExists, key } of conditions) {
    const identity = `${quantifier ?? ''}:${name}:${ifExists}:${key}`;
    if (seen.has(identity))
      problems.push({
        path,
        code: 'repeated-condition',
        severity: 'error',
        message: `${name} tests ${key} twice`,
        expected: 'each key once under an operator',
      });
    seen.add(identity);
  }
}
