import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A value that survives JSON unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The schema of a JSON value. */
export const jsonSchema: z.ZodType<Json> = z.json();

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
