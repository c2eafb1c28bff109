import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Far deeper than any evidence or plan is nested; what goes over a value by recursion never meets the end of its stack. */
const deepest = 100;
const tooDeep = `is nested deeper than ${deepest} levels`;

/** The schema of a JSON value. */
export const jsonSchema = z
  .unknown()
  .refine((value) => isShallow(value, deepest), { error: tooDeep, abort: true })
  .pipe(z.json() as z.ZodType<Json, unknown>);

/** Reads JSON text; a value that is nested without sense is refused as if it were none. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!isShallow(value, deepest)) throw new SyntaxError(`it ${tooDeep}`);
  return value;
}

function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (levels === 0) return false;
  for (const key in value) if (!isShallow((value as Record<string, unknown>)[key], levels - 1)) return false;
  return true;
}

/** Serialises a value with sorted keys, so that equal data always gives the same text. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const entries = Object.entries(value as { readonly [key: string]: Json | undefined })
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** The SHA-256 of a value's canonical JSON, in lower-case hexadecimal. */
export function digest(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** True when two values hold the same data, whatever the order of their keys. */
export function sameJson(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** A value as JSON holds it: what is undefined is left out. */
export function toJson(value: { readonly [key: string]: Json | undefined } | null): Json {
  return value === null ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
