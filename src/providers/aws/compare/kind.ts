import type { ComparisonGap, Difference, DocumentChange, FactChange } from '../../../engine/comparison.ts';
import { compareText } from '../../../engine/finding.ts';
import { type Json, sameJson } from '../../../engine/json.ts';

/** What comparing yields: a difference, or evidence that cannot be compared. */
export type Told = Difference | ComparisonGap;

/**
 * How a field is compared: `fact` by its value, absence being one; `known` only where both sides have it; `id` and
 * `since` tell one bearer of a name from the next; `key` is what sides are matched by; `passing` moves by itself or
 * follows from another field; `apart` is told by the kind's own words. A function gives what is compared of the
 * value, or undefined where it is not known.
 */
type Treatment<T, F extends keyof T> =
  | 'fact'
  | 'known'
  | 'id'
  | 'since'
  | 'key'
  | 'passing'
  | 'apart'
  | ((value: T[F], item: T) => Json | undefined);

/** A kind of thing that an account holds a list of: how two are told apart, and in which words. */
export interface Kind<T> {
  readonly area: string;
  readonly type: string;
  readonly noun: string;
  key(item: T): string;
  /** What the thing is called in a sentence, after its noun. */
  label(item: T): string;
  arn?(item: T): string;
  /** Every field of the type, so that a new one cannot be forgotten. */
  readonly fields: { readonly [F in keyof T]-?: Treatment<T, F> };
  /** What became of a thing that is new, is gone, or is another of the same name. */
  readonly verbs?: readonly [added: string, removed: string, again?: string];
  /** A changed field in words, such as `stopped logging`. */
  readonly words?: { readonly [F in keyof T]?: (to: T[F]) => string };
  /** The policy document that the thing is, in words and compared. */
  readonly document?: {
    readonly words: string;
    compare(was: T | undefined, is: T | undefined): DocumentChange | undefined;
  };
  /** What is told of a thing besides. */
  parts?(was: T | undefined, is: T | undefined): Iterable<Told>;
}

/** Tells what two lists of one kind of thing have that the other has not, and what is not as it was. */
export function* compareLists<T extends object>(
  kind: Kind<T>,
  before: readonly T[],
  after: readonly T[],
): Generator<Told> {
  const old = new Map(before.map((item) => [kind.key(item), item]));
  const now = new Map(after.map((item) => [kind.key(item), item]));
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort(compareText)) {
    const [was, is] = [old.get(key), now.get(key)];
    // Snapshots are mostly equal: what is the same data needs no words.
    if (was !== undefined && is !== undefined && sameData(was, is)) continue;
    yield* compareItem(kind, was, is);
    if (kind.parts !== undefined) yield* kind.parts(was, is);
  }
}

/** The resource that a difference is about. */
export function resourceOf<T>(kind: Kind<T>, item: T): Difference['resource'] {
  const arn = kind.arn?.(item);
  return { type: kind.type, id: kind.label(item), ...(arn ? { arn } : {}) };
}

function* compareItem<T extends object>(kind: Kind<T>, was: T | undefined, is: T | undefined): Generator<Difference> {
  const item = is ?? was;
  if (item === undefined) return;
  const [added, removed, again = 'was deleted and created again'] = kind.verbs ?? ['was created', 'was deleted'];
  const name = capitalised(`${kind.noun} ${kind.label(item)}`.trimEnd());
  const common = { area: kind.area, resource: resourceOf(kind, item) };
  const document = kind.document?.compare(was, is);
  const documents = document === undefined ? {} : { document };
  if (was === undefined) yield { ...common, kind: 'added', sentence: `${name} ${added}`, ...documents };
  else if (is === undefined) yield { ...common, kind: 'removed', sentence: `${name} ${removed}`, ...documents };
  else {
    const { facts, fields, another } = compareFields(kind, was, is);
    const phrases = [
      ...(another ? [again] : []),
      ...fields.flatMap((field) => kind.words?.[field]?.(is[field]) ?? []),
      ...(document === undefined ? [] : [kind.document?.words ?? '']),
    ];
    const plain = fields.filter((field) => kind.words?.[field] === undefined);
    if (plain.length > 0) phrases.push(`was changed (${plain.join(', ')})`);
    if (phrases.length > 0)
      yield {
        ...common,
        kind: 'changed',
        sentence: `${name} ${phrases.join(' and ')}`,
        ...(facts.length === 0 ? {} : { facts }),
        ...documents,
      };
  }
}

function compareFields<T extends object>(kind: Kind<T>, was: T, is: T) {
  const facts: FactChange[] = [];
  const fields: (keyof T & string)[] = [];
  let another = false;
  for (const field of Object.keys(kind.fields) as (keyof T & string)[]) {
    const treatment: Treatment<T, typeof field> = kind.fields[field];
    if (treatment === 'key' || treatment === 'passing' || treatment === 'apart') continue;
    const value = (item: T) =>
      typeof treatment === 'function' ? treatment(item[field], item) : (item[field] as Json | undefined);
    const [from, to] = [value(was), value(is)];
    const unknown = from === undefined || to === undefined;
    if (treatment === 'id' || treatment === 'since') {
      // Exports leave ids out: an empty one tells nothing.
      if (!isText(from) || !isText(to) || (treatment === 'id' ? from === to : sameTime(from, to))) continue;
      another = true;
      facts.push({ fact: field, from, to });
      continue;
    }
    if (unknown && treatment !== 'fact') continue;
    const changes = compareValues(field, from, to);
    if (changes.length > 0) fields.push(field);
    const told = kind.words?.[field] === undefined ? {} : { told: true as const };
    facts.push(...changes.map((change) => ({ ...change, ...told })));
  }
  return { facts, fields, another };
}

type Facts = { readonly [fact: string]: Json | undefined };

/** The facts in which two records differ; those of records within them are told by their path, such as `tags.owner`. */
export function compareFacts(from: Facts, to: Facts, path = ''): FactChange[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .sort(compareText)
    .flatMap((key) => compareValues(`${path}${key}`, from[key], to[key]));
}

function compareValues(fact: string, from: Json | undefined, to: Json | undefined): FactChange[] {
  if (isRecord(from) && isRecord(to)) return compareFacts(from, to, `${fact}.`);
  const [was, is] = [ordered(from), ordered(to)];
  if (was === undefined ? is === undefined : is !== undefined && sameJson(was, is)) return [];
  return [{ fact, ...(was === undefined ? {} : { from: was }), ...(is === undefined ? {} : { to: is }) }];
}

/** Lists of names are sets: AWS returns some of them in any order. */
function ordered(value: Json | undefined): Json | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? [...value].sort(compareText) : value;
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return value !== undefined && value !== null && typeof value === 'object' && !Array.isArray(value);
}

function sameData(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** True for one moment, whether it is told to the second or to its fraction. */
export function sameTime(a: string, b: string): boolean {
  return a === b || Math.floor(Date.parse(a) / 1000) === Math.floor(Date.parse(b) / 1000);
}

/** The text with its first letter as a capital. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
