import type { Address, Operation, Value } from '../engine/change.ts';
import type { Json } from '../engine/json.ts';
import { codeSpan, escapeMarkdown, markdownTable } from './markdown-text.ts';

/** An operation as the table tells of it: also whether Terraform can carry it out, and what its model was held against. */
export interface TabledOperation {
  readonly operation: Operation<never>;
  readonly terraform: boolean;
  readonly provedBy: readonly string[];
}

/** The table of everything that a plan can write. */
export function operationTable(tabled: readonly TabledOperation[]): string {
  const rows = tabled.map(({ operation, terraform, provedBy }) => [
    codeSpan(operation.name),
    codeSpan(operation.resource.type),
    titlesOf(operation).map(escapeMarkdown).join('; '),
    operation.reversibility,
    operation.inverse === null ? 'nothing' : codeSpan(operation.inverse),
    operation.permissions.map(codeSpan).join(' '),
    terraform ? 'API, Terraform' : 'API',
    provedBy.join(', '),
  ]);
  return [
    '# Operations',
    '',
    `${tabled.length} writes, and no others, are what plans are made of. An update in place is undone by the same operation with the values swapped.`,
    'Each is written twice, as a call and as a pure function on the snapshot. The laws of undoing are tested on random accounts for all;',
    'the last column names what the function is held equal to besides: an AWS-like endpoint (moto), or the real Terraform.',
    '',
    markdownTable(
      ['operation', 'resource', 'what it does', 'undone', 'by', 'permissions', 'carried out by', 'proved by'],
      rows,
    ),
    '',
  ].join('\n');
}

/** What an operation does in its own words, with the names of things in the place of things; each of its ways once. */
export function titlesOf({ title }: Pick<Operation<never>, 'title'>): string[] {
  const address = new Proxy<Address>({}, { get: (_, name) => `<${String(name)}>` });
  const value = new Proxy<Value>({}, { get: (_, name) => placeholder(String(name)) });
  const ways = [null, value, {}].flatMap((from) => [value, {}, null].map((to) => [from, to] as const));
  const titles = ways.flatMap(([from, to]) => {
    try {
      return [title(address, from, to)];
    } catch {
      // The operation is not for this way, such as for making what it only changes.
      return [];
    }
  });
  return [...new Set(titles)].filter((text) => !/undefined|NaN| {2}| $/.test(text));
}

/** Stands for a text, a list or an object alike: it has nothing in it, and reads as its name whatever is made of it. */
function placeholder(name: string): Json {
  const anything: object = new Proxy(() => {}, {
    apply: () => anything,
    get(_, key) {
      if (key === Symbol.toPrimitive) return () => `<${name}>`;
      if (key === Symbol.iterator) return () => [].values();
      return key === 'length' ? 0 : anything;
    },
  });
  return anything as Json;
}
