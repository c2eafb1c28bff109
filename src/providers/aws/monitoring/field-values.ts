import type { Condition, Operand } from './filter-pattern.ts';

/** A kind of value that a field can have: which of the field's conditions it meets, and the value in words. */
export interface FieldValue {
  readonly label: string;
  readonly meets: readonly boolean[];
  /** Whether AWS is known to answer so; a regular expression on a text that is not fully known is guessed both ways. */
  readonly certain: boolean;
}

/** Something that a field can hold; `made` texts stand for all texts that meet the same conditions. */
type Held =
  | { readonly kind: 'text'; readonly text: string; readonly made: boolean }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'true' | 'false' | 'null' | 'object' | 'missing' };

type Wildcards = { readonly open: boolean; readonly core: string; readonly close: boolean };

/** Conditions on parts of a text can be met in 2^n ways; beyond this number nothing is decided. */
const mostParts = 6;
const mostGuesses = 6;

/**
 * Every way in which the conditions on one field can be met or not met together, each with a value that does so.
 * The list is complete: no event meets the conditions in another way. Undefined where they are too many to tell.
 */
export function fieldValues(field: string, conditions: readonly Condition[]): readonly FieldValue[] | undefined {
  const anywhere = field.includes('*');
  const held = anywhere ? ([{ kind: 'text', text: '…', made: true }] as const) : possibleValues(conditions);
  if (held === undefined) return undefined;
  const values = new Map<string, FieldValue>();
  for (const value of held) {
    const answers = conditions.map((condition) => (anywhere ? undefined : meets(condition, value)));
    const open = answers.flatMap((answer, index) => (answer === undefined ? [index] : []));
    if (open.length > mostGuesses) return undefined;
    for (const chosen of subsets(open)) {
      const met = answers.map((answer, index) => answer ?? chosen.includes(index));
      const key = met.join();
      if (!values.has(key)) values.set(key, { label: inWords(field, value), meets: met, certain: open.length === 0 });
    }
  }
  return [...values.values()];
}

/** The texts are literals, and all joins of a beginning, an end and any of the middles that the conditions know. */
function possibleValues(conditions: readonly Condition[]): readonly Held[] | undefined {
  const operands = conditions.flatMap((condition) => ('operand' in condition ? [condition.operand] : []));
  const texts = operands.filter(({ kind }) => kind !== 'regex').map(({ text }) => wildcards(text));
  const ordered = conditions.some(({ op }) => op === '<' || op === '>' || op === '<=' || op === '>=');
  const loose = operands.some(({ kind }) => kind === 'regex') || texts.some(({ open, close }) => open || close);
  // A number that begins with 4 and is above 1,000: such mixes of order and spelling are not worked out.
  if (ordered && loose) return undefined;
  const cores = (open: boolean, close: boolean) =>
    unique(texts.filter((text) => text.open === open && text.close === close).map((text) => text.core));
  const middles = cores(true, true).filter((core) => core !== '');
  if (middles.length > mostParts) return undefined;
  const filler = fillerFor(texts);
  const held: Held[] = cores(false, false).map((text) => ({ kind: 'text', text, made: false }));
  for (const begin of ['', ...cores(false, true)])
    for (const end of ['', ...cores(true, false)])
      for (const chosen of subsets(middles))
        held.push({ kind: 'text', text: [begin, ...chosen, end].join(filler), made: true });
  const numeric = operands.some(({ kind }) => kind === 'number');
  const numbers = numeric ? operands.map(({ text }) => Number(text)).filter((number) => !Number.isNaN(number)) : [];
  held.push(...around(unique(numbers)).map((number) => ({ kind: 'number', number }) as const));
  return [...held, ...(['missing', 'null', 'true', 'false', 'object'] as const).map((kind) => ({ kind }))];
}

/** Whether the text of a field, undefined where an event lacks it, meets a condition. */
export function textMeets(condition: Condition, text: string | undefined): boolean {
  return meets(condition, text === undefined ? { kind: 'missing' } : { kind: 'text', text, made: false }) === true;
}

/** Whether a value meets a condition; undefined where only AWS knows. */
function meets(condition: Condition, value: Held): boolean | undefined {
  switch (condition.op) {
    case 'EXISTS':
      return value.kind !== 'missing';
    case 'NOT EXISTS':
      return value.kind === 'missing';
    case 'IS NULL':
      return value.kind === 'null';
    case 'IS TRUE':
      return value.kind === 'true';
    case 'IS FALSE':
      return value.kind === 'false';
    default:
      return compares(condition, value);
  }
}

/** Comparisons look at texts and numbers only: on anything else, and on a missing field, not even `!=` matches. */
function compares({ op, operand }: Condition & { readonly operand: Operand }, value: Held): boolean | undefined {
  if (value.kind !== 'text' && value.kind !== 'number') return false;
  if (op === '=' || op === '!=') {
    const equal = equals(operand, value);
    return equal === undefined ? undefined : equal === (op === '=');
  }
  if (value.kind === 'text') return false;
  const limit = Number(operand.text);
  if (op === '<') return value.number < limit;
  if (op === '>') return value.number > limit;
  return op === '<=' ? value.number <= limit : value.number >= limit;
}

function equals(operand: Operand, value: Held & { readonly kind: 'text' | 'number' }): boolean | undefined {
  if (operand.kind === 'number' && value.kind === 'number') return value.number === Number(operand.text);
  const text = value.kind === 'text' ? value.text : String(value.number);
  if (operand.kind !== 'regex') return matchesWildcards(operand.text, text);
  return value.kind === 'text' && value.made ? undefined : new RegExp(operand.text).test(text);
}

function matchesWildcards(pattern: string, text: string): boolean {
  const { open, core, close } = wildcards(pattern);
  if (open && close) return text.includes(core);
  if (open) return text.endsWith(core);
  return close ? text.startsWith(core) : text === core;
}

/** `*` is a wildcard at either end of a text; within it, it stands for itself. */
function wildcards(text: string): Wildcards {
  if (text === '*') return { open: true, core: '', close: true };
  const open = text.startsWith('*');
  const close = text.endsWith('*') && text.length > 1;
  return { open, core: text.slice(open ? 1 : 0, close ? -1 : undefined), close };
}

/** A character that none of the texts holds, so that what it joins meets no further condition. */
function fillerFor(texts: readonly Wildcards[]): string {
  let code = '…'.charCodeAt(0);
  while (texts.some(({ core }) => core.includes(String.fromCharCode(code)))) code++;
  return String.fromCharCode(code);
}

/** The numbers, one between each two of them, and one beyond either end. */
function around(numbers: readonly number[]): readonly number[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const between = sorted.slice(1).map((number, index) => (number + (sorted[index] ?? number)) / 2);
  return unique([...sorted, ...between, first - 1, last + 1]);
}

function inWords(field: string, value: Held): string {
  if (value.kind === 'missing') return `${field} does not exist`;
  // A made text of one character is the filler alone.
  if (value.kind === 'text' && value.made && value.text.length === 1) return `${field} is something else`;
  if (value.kind === 'text') return `${field} = "${value.text}"`;
  if (value.kind === 'number') return `${field} = ${value.number}`;
  return `${field} is ${value.kind === 'object' ? 'an object' : value.kind}`;
}

function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** items.length }, (_, bits) => items.filter((_, index) => (bits >> index) % 2 === 1));
}

function unique<T>(items: readonly T[]): readonly T[] {
  return [...new Set(items)];
}
