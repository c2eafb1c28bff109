import { type Json, parseJson } from '../engine/json.ts';
import { neutralJson } from './neutral-text.ts';

/** An argument of a Terraform block as a person would write it, `null` as no line at all; a dot leads into a nested block. */
export function hclLines(argument: string, value: Json): string[] {
  if (value === null) return [];
  const [name = '', ...inner] = argument.split('.');
  return inner.length === 0 ? assignment(name, value) : block(name, hclLines(inner.join('.'), value));
}

/** One entry of a list argument, or of a block that repeats, in its place; `null` as the place without it. */
export function hclEntryLines(argument: string, value: Json): string[] {
  if (isObject(value))
    return block(
      argument,
      Object.entries(value).flatMap(([name, item]) => assignment(name, item)),
    );
  return [`${argument} = [`, ...(value === null ? [] : [`  ${expression(value)},`]), ']'];
}

function block(name: string, lines: readonly string[]): string[] {
  return [`${name} {`, ...lines.map((line) => `  ${line}`), '}'];
}

function assignment(name: string, value: Json): string[] {
  const document = typeof value === 'string' ? parseDocument(value) : undefined;
  const text = document === undefined ? expression(value) : `jsonencode(${escaped(neutralJson(document, 2))})`;
  return `${name} = ${text}`.split('\n');
}

function expression(value: Json): string {
  return escaped(neutralJson(value));
}

/** JSON is HCL but for the marks of a template. */
function escaped(json: string): string {
  return json.replace(/[$%](?=\{)/g, (mark) => mark + mark);
}

function parseDocument(text: string): Json | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return parseJson(text) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
