import { type Json, parseJson } from '../src/engine/json.ts';
import { literal, plain, templateMark } from './aws/literal.ts';

type Body = { readonly [key: string]: Json };

/** Attributes that hold references to other things of the stack, which HCL writes without quotes. */
const references = new Set(['provider', 'depends_on', 'ignore_changes', 'to']);
/** Attributes that hold a JSON document, which HCL writes open for the reader. */
const documents = new Set(['policy']);

/** Terraform's JSON configuration as the HCL that a person would write, laid out as `terraform fmt` does. */
export function printHcl(configuration: Body): string {
  const blocks = Object.entries(configuration).flatMap(([kind, content]) => topLevel(kind, content));
  return `${blocks.join('\n\n')}\n`;
}

function topLevel(kind: string, content: Json): string[] {
  if (Array.isArray(content)) return content.map((body) => block(kind, asBody(body), ''));
  if (kind === 'terraform') return [terraformBlock(asBody(content))];
  return Object.entries(asBody(content)).flatMap(([type, named]) => {
    if (Array.isArray(named)) return named.map((body) => block(`${kind} ${quote(type)}`, asBody(body), ''));
    return Object.entries(asBody(named)).map(([name, body]) =>
      block(`${kind} ${quote(type)} ${quote(name)}`, asBody(body), ''),
    );
  });
}

function terraformBlock({ required_providers: providers = {}, backend = {} }: Body): string {
  const wanted = Object.entries(asBody(providers)).map(([name, body]) => `    ${name} = ${expression(body, '    ')}`);
  const backends = Object.entries(asBody(backend)).map(([name, body]) =>
    block(`backend ${quote(name)}`, asBody(body), '  '),
  );
  return ['terraform {', ['  required_providers {', ...wanted, '  }'].join('\n'), '', ...backends, '}'].join('\n');
}

function block(header: string, body: Body, indent: string): string {
  const inner = `${indent}  `;
  const attributes: [string, string][] = [];
  const blocks: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (isBody(value)) blocks.push(block(name, value, inner));
    else attributes.push([name, attribute(name, value, inner)]);
  }
  const parts = [assignments(attributes, inner), ...blocks].filter((part) => part !== '');
  return `${indent}${header} {\n${parts.join('\n\n')}\n${indent}}`;
}

function attribute(name: string, value: Json, indent: string): string {
  if (references.has(name)) return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  const document = documents.has(name) && typeof value === 'string' ? parseDocument(plain(value)) : undefined;
  return document === undefined ? expression(value, indent) : `jsonencode(${expression(document, indent)})`;
}

function parseDocument(text: string): Json | undefined {
  try {
    return mapLiteral(parseJson(text) as Json);
  } catch {
    return undefined;
  }
}

function mapLiteral(value: Json): Json {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(mapLiteral);
  if (!isBody(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [literal(key), mapLiteral(item)]));
}

function expression(value: Json, indent: string): string {
  const inner = `${indent}  `;
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== 'object'))
      return `[${value.map((item) => expression(item, '')).join(', ')}]`;
    return `[\n${value.map((item) => `${inner}${expression(item, inner)},\n`).join('')}${indent}]`;
  }
  if (!isBody(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]): [string, string] => [
    /^(?!for$)[a-z_][\w-]*$/i.test(key) ? key : quote(key),
    expression(item, inner),
  ]);
  return entries.length === 0 ? '{}' : `{\n${assignments(entries, inner)}\n${indent}}`;
}

/** Lines of `name = value`, the signs of neighbours that need one line each in one column. */
function assignments(entries: readonly (readonly [string, string])[], indent: string): string {
  const isShort = ([, value]: readonly [string, string]) => !value.includes('\n');
  return entries
    .map((entry, at) => {
      let [first, last] = [at, at];
      while (first > 0 && entries.slice(first - 1, at + 1).every(isShort)) first -= 1;
      while (last < entries.length - 1 && entries.slice(at, last + 2).every(isShort)) last += 1;
      const width = Math.max(...entries.slice(first, last + 1).map(([name]) => name.length));
      return `${indent}${entry[0].padEnd(width)} = ${entry[1]}`;
    })
    .join('\n');
}

/** What a quoted text cannot hold as it is; the marks of a template are left as they are. */
const special = new RegExp(`${templateMark.source}|[\\p{Cc}"\\\\]`, 'gu');
const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

function quote(template: string): string {
  const escaped = (sign: string) => escapes[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `"${template.replace(special, (mark) => (mark.length > 1 ? mark : escaped(mark)))}"`;
}

function isBody(value: Json): value is Body {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function asBody(value: Json): Body {
  if (!isBody(value)) throw new Error(`expected a block of Terraform's JSON, not ${JSON.stringify(value)}`);
  return value;
}
