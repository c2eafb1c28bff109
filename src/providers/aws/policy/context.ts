import { memoized } from './memo.ts';

/**
 * What is known of a request beside action and resource: values by condition key in lower case, `null` for a key that is
 * known to be absent. A key that is not there at all is unknown.
 */
export type Context = ReadonlyMap<string, readonly string[] | null>;

/** A context as it is written by hand, keys in any case. */
export type ContextValues = Readonly<Record<string, string | readonly string[] | null>>;

/** A context in which nothing is known. */
export const NOTHING_KNOWN: Context = new Map();

/** Reads a context: one value or a list of values to a key. */
export function contextOf(values: ContextValues): Context {
  return new Map(
    Object.entries(values).map(([key, value]) => [key.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
}

/** A text after its policy variables: as a pattern, `unknown` while a variable is not known, `void` when one has no value. */
export type Resolved =
  | { readonly state: 'known'; readonly pattern: string }
  | { readonly state: 'unknown' }
  | { readonly state: 'void' };

const VOID: Resolved = { state: 'void' };
const UNKNOWN: Resolved = { state: 'unknown' };
const plain = memoized((text: string): Resolved => ({ state: 'known', pattern: text }));

/** Puts a context's values for the variables of a pattern; wildcards within a value mean themselves. */
export function resolveVariables(text: string, context: Context): Resolved {
  if (!text.includes('${')) return plain(text);
  let failure: Resolved | undefined;
  const pattern = text.replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return whole;
    const comma = inner.indexOf(',');
    const key = (comma < 0 ? inner : inner.slice(0, comma)).trim().toLowerCase();
    const fallback = comma < 0 ? undefined : /^\s*'(.*)'\s*$/.exec(inner.slice(comma + 1))?.[1];
    const values = context.get(key);
    if (values === undefined) failure ??= UNKNOWN;
    else if (values !== null && values.length === 1) return asLiteral(values[0] ?? '');
    else if (fallback !== undefined) return asLiteral(fallback);
    else failure = VOID;
    return '';
  });
  return failure ?? { state: 'known', pattern };
}

/** A text as a pattern that only it fits. */
export function asLiteral(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}

/** The text that a pattern without wildcards stands for. */
export function literalOf(pattern: string): string {
  return pattern.includes('${') ? pattern.replace(/\$\{([*?$])\}/g, '$1') : pattern;
}
