import type { Problem } from './problem.ts';

/** The problems found while parsing, and whether the document is of the version without policy variables. */
export interface Parsing {
  readonly problems: Problem[];
  readonly legacy: boolean;
}

/** The element that a key stands for; a wrong case is told of and forgiven, an unknown name is told of. */
export function elementName<N extends string>(
  written: string,
  names: readonly N[],
  path: string,
  problems: Problem[],
): N | undefined {
  for (const name of names) if (name === written) return name;
  const at = path === '' ? written : `${path}.${written}`;
  const forgiven = names.find((name) => name.toLowerCase() === written.toLowerCase());
  problems.push(
    forgiven === undefined
      ? {
          path: at,
          code: 'unknown-element',
          severity: 'error',
          message: `${written} is no element of the policy language here`,
          expected: names.join(', '),
        }
      : {
          path: at,
          code: 'misspelt-element',
          severity: 'warning',
          message: `${written} is spelt in the wrong case`,
          expected: forgiven,
        },
  );
  return forgiven;
}

/** The problem of an element that must be there. */
export function missing(path: string, element: string, expected: string): Problem {
  return { path, code: 'missing-element', severity: 'error', message: `there is no ${element}`, expected };
}

/** The problem of a value that is not of the type wanted. */
export function wrongType(path: string, value: unknown, expected: string): Problem {
  return { path, code: 'wrong-type', severity: 'error', message: `this is ${kindOf(value)}`, expected };
}

/** A JSON value's kind with its article, for a message. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A JSON value in short, for a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
