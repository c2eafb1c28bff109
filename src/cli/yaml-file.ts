import { statSync } from 'node:fs';
import type { Document, Node } from 'yaml';
import { z } from 'zod';
import { RemediateError } from '../engine/errors.ts';
import { nearest } from './nearest.ts';
import { readInput } from './source.ts';

/** Far more than anybody writes, and read in a moment. */
const largest = 4_000_000;

/** Reads a YAML or JSON file that must have a shape; what is wrong with it is said with its line. */
export async function readYamlFile<S extends z.ZodType>(
  path: string,
  schema: S,
  { what, hint }: { readonly what: string; readonly hint: string },
): Promise<z.output<S>> {
  const text = readText(path, hint);
  const { LineCounter, parseDocument, isMap, isScalar, isSeq } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const stop = (offset: number | undefined, trouble: string): never => {
    const at = offset === undefined ? path : `${path}:${lines.linePos(offset).line}`;
    throw new RemediateError('Configuration', `${at}: ${trouble}`, { hint });
  };
  const [broken] = document.errors;
  if (broken !== undefined) return stop(broken.pos[0], inOurWords[broken.code] ?? broken.message);
  const data = toData(document, (trouble) => stop(undefined, trouble));
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [trouble] = troublesOf(schema, data);
  return stop(offsetOf(trouble?.path ?? []), `${trouble?.path.join('.') || what}: ${trouble?.message}`);

  /** Where the last part of a path stands that there is, by its key in a map. */
  function offsetOf(wanted: readonly PropertyKey[]): number | undefined {
    let node: unknown = document.contents;
    let offset = document.contents?.range?.[0];
    for (const part of wanted) {
      const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === part) : undefined;
      const child = isSeq(node) ? (node.items[Number(part)] as Node | undefined) : undefined;
      if (pair === undefined && child === undefined) break;
      offset = ((pair?.key ?? child) as Node).range?.[0] ?? offset;
      node = pair?.value ?? child;
    }
    return offset;
  }
}

/** What the parser says in terms of its own interface. */
const inOurWords: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key was given before in the same map',
  MULTIPLE_DOCS: 'a second document begins here, expected one',
};

/** What is wrong, and where. */
export interface Trouble {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema finds wrong, in words that name what was expected; a word that it does not know is answered with the nearest. */
export function troublesOf(schema: z.ZodType, data: unknown): Trouble[] {
  const { error } = schema.safeParse(data, { reportInput: true });
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = knownWords(schema, issue.path);
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownWord(key, known) }));
    }
    const missing = issue.input === undefined ? 'is missing, ' : '';
    return [{ path: issue.path, message: missing + plainWords(issue.message) }];
  });
}

const kinds: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map',
  record: 'a map',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function plainWords(message: string): string {
  return message
    .replace(/^Invalid input: |^Invalid discriminator value\. /, '')
    .replace(/(?<=^expected )\w+/, (kind) => kinds[kind] ?? kind)
    .replace(/(?<=, received )\w+/, (kind) => kinds[kind] ?? kind)
    .replace(', received undefined', '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function unknownWord(key: string, known: readonly string[]): string {
  // A word of another kind of the same thing, such as of the other place for secrets.
  const others = known.filter((word) => word !== key);
  const near = nearest(key, others);
  if (near !== undefined) return `is not known here; did you mean ${near}?`;
  return `is not known here; ${others.length === 0 ? 'there is nothing to set' : `expected one of ${others.join(', ')}`}`;
}

/** The keys that a schema has at a path. */
function knownWords(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  interface Shape {
    readonly properties?: Readonly<Record<string, Shape>>;
    readonly additionalProperties?: Shape;
    readonly items?: Shape;
    readonly anyOf?: readonly Shape[];
    readonly oneOf?: readonly Shape[];
  }
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const inner = (shape: Shape, part: PropertyKey): Shape =>
    shape.properties?.[String(part)] ?? shape.items ?? shape.additionalProperties ?? {};
  const { properties, anyOf = [], oneOf = [] } = path.reduce(inner, whole);
  return Object.keys(properties ?? Object.assign({}, ...[...anyOf, ...oneOf].map((shape) => shape.properties)));
}

function readText(path: string, hint: string): string {
  const text = readInput(path);
  const { size } = statSync(path);
  if (size > largest)
    throw new RemediateError('Configuration', `${path} is too large: ${size} bytes, at most ${largest} are read`, {
      hint,
    });
  // What no editor writes into text: it is some other kind of file.
  if (text.includes('\0')) throw new RemediateError('Configuration', `${path} is no text file`, { hint });
  return text;
}

function toData(document: Document, stop: (trouble: string) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    // Aliases that stand for each other by the thousand.
    return stop(error instanceof Error ? error.message : String(error));
  }
}
