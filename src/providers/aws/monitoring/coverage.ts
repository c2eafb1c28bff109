import { type FieldValue, fieldValues } from './field-values.ts';
import { type Condition, type Pattern, printPattern } from './filter-pattern.ts';

/** Whether a filter matches every wanted event, and if not, why: an event that it misses, or what is too hard to tell. */
export type Coverage = { readonly covers: true } | { readonly covers: false; readonly because: string };

/** A pattern whose conditions are numbers, equal ones the same number. */
type Numbered = number | { readonly op: 'and' | 'or'; readonly terms: readonly Numbered[] };

/** One field of the patterns: the numbers of its conditions, and all ways in which they can be met together. */
interface Field {
  readonly conditions: readonly number[];
  readonly values: readonly FieldValue[];
}

type Found = ReadonlyMap<Field, FieldValue>;

/** Patterns that need more steps than this are left undecided, so that no filter can stall a scan. */
const mostSteps = 20_000;

/**
 * Judges by meaning whether a filter matches every event that the wanted pattern matches: it looks for an event that
 * is wanted and not matched, over all ways in which the conditions of both patterns can be met together.
 */
export function covers(filter: Pattern, wanted: Pattern): Coverage {
  const missed = findEvent(wanted, filter, false);
  if (missed === undefined) return { covers: true };
  if (missed === 'undecided') return { covers: false, because: 'its pattern is too complex to be judged' };
  const certain = [...missed.values()].every((value) => value.certain);
  const event = [...missed.values()].map((value) => value.label).join(' and ');
  return { covers: false, because: certain ? `it misses events where ${event}` : `it may miss events where ${event}` };
}

/** True when a filter matches at least one wanted event, as far as that can be told. */
export function overlaps(filter: Pattern, wanted: Pattern): boolean {
  return typeof findEvent(wanted, filter, true) === 'object';
}

/** Finds an event that is wanted and that the filter matches, or does not match. */
function findEvent(wantedPattern: Pattern, filterPattern: Pattern, matched: boolean): Found | 'undecided' | undefined {
  const conditions = new Map<string, Condition>();
  const [wanted, filter] = [number(wantedPattern, conditions), number(filterPattern, conditions)];
  const fields = fieldsOf([...conditions.values()]);
  if (fields === undefined) return 'undecided';
  const met: (boolean | undefined)[] = [];
  const chosen = new Map<Field, FieldValue>();
  const choose = (field: Field, value: FieldValue) => {
    chosen.set(field, value);
    for (const [index, condition] of field.conditions.entries()) met[condition] = value.meets[index];
  };
  const forget = (field: Field) => {
    chosen.delete(field);
    for (const condition of field.conditions) met[condition] = undefined;
  };

  let steps = 0;
  const search = (depth: number): boolean | 'undecided' => {
    const [isWanted, isMatched] = [evaluate(wanted, met), evaluate(filter, met)];
    if (isWanted === false || isMatched === !matched) return false;
    if (isWanted === true && isMatched === matched) return true;
    const field = fields[depth];
    if (field === undefined) throw new Error('a pattern has a condition on no field');
    for (const value of field.values) {
      if (++steps > mostSteps) return 'undecided';
      choose(field, value);
      const found = search(depth + 1);
      if (found !== false) return found;
    }
    forget(field);
    return false;
  };

  const found = search(0);
  if (found !== true) return found === 'undecided' ? found : undefined;
  // What the answer does not hang on is left out, so that the event reads as the reason.
  for (const [field, value] of [...chosen]) {
    forget(field);
    if (evaluate(wanted, met) !== true || evaluate(filter, met) !== matched) choose(field, value);
  }
  return chosen;
}

/** True or false as far as the conditions decided so far decide it, undefined otherwise. */
function evaluate(pattern: Numbered, met: readonly (boolean | undefined)[]): boolean | undefined {
  if (typeof pattern === 'number') return met[pattern];
  const decisive = pattern.op === 'or';
  let answer: boolean | undefined = !decisive;
  for (const term of pattern.terms) {
    const value = evaluate(term, met);
    if (value === decisive) return decisive;
    if (value === undefined) answer = undefined;
  }
  return answer;
}

/** Numbers the conditions of a pattern by their text, among those that are known already. */
function number(pattern: Pattern, known: Map<string, Condition>): Numbered {
  if ('terms' in pattern) return { op: pattern.op, terms: pattern.terms.map((term) => number(term, known)) };
  const key = printPattern(pattern);
  known.set(key, pattern);
  return [...known.keys()].indexOf(key);
}

/** The fields in the order in which the patterns name them, or undefined where one has too many ways to be. */
function fieldsOf(conditions: readonly Condition[]): readonly Field[] | undefined {
  const numbers = new Map<string, number[]>();
  for (const [index, { field }] of conditions.entries()) numbers.set(field, [...(numbers.get(field) ?? []), index]);
  const fields: Field[] = [];
  for (const [name, mine] of numbers) {
    const values = fieldValues(
      name,
      mine.flatMap((index) => conditions[index] ?? []),
    );
    if (values === undefined) return undefined;
    fields.push({ conditions: mine, values });
  }
  return fields;
}
