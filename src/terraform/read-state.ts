import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RemediateError } from '../engine/errors.ts';
import { parseJson } from '../engine/json.ts';
import type { StateObject } from '../engine/managed.ts';

/** Far more than a state that anybody still works with. */
const largest = 200_000_000;

const fetched = 'give it as `terraform state pull` or `terraform show -json` prints it';

const instanceSchema = z.object({
  index_key: z.union([z.string(), z.number()]).nullish(),
  deposed: z.string().nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  /** How Terraform wrote attributes before 0.12. */
  attributes_flat: z.unknown().optional(),
  /** Paths, each a list of steps into the attributes. */
  sensitive_attributes: z.array(z.array(z.object({ value: z.unknown() }))).nullish(),
});

const stateSchema = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      module: z.string().optional(),
      provider: z.string().default(''),
      instances: z.array(instanceSchema).default([]),
    }),
  ),
});

type State = z.infer<typeof stateSchema>;
type Block = State['resources'][number];

const shownResourceSchema = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  provider_name: z.string().default(''),
  values: z.record(z.string(), z.unknown()).default({}),
  sensitive_values: z.record(z.string(), z.unknown()).default({}),
  deposed_key: z.string().optional(),
});

const moduleSchema = z.object({
  resources: z.array(shownResourceSchema).default([]),
  get child_modules() {
    return z.array(moduleSchema).default([]);
  },
});
type Module = z.infer<typeof moduleSchema>;

/** What `terraform show -json` prints of a state; one that holds nothing has no values. */
const shownSchema = z.object({
  format_version: z.string().regex(/^[01]\./),
  values: z.object({ root_module: moduleSchema.optional() }).optional(),
});

/** The addresses of the resources that a state holds. */
export function stateAddresses(state: unknown): ReadonlySet<string> {
  if (state === undefined) return new Set();
  const { resources } = stateSchema.parse(state);
  return new Set(resources.map(blockAddress));
}

/** Every object that a state manages, or that the states under a folder do; a state is read when its turn comes. */
export function* readStates(path: string): Iterable<StateObject> {
  for (const file of filesOf(path)) yield* objectsOf(parseState(readText(file), file), file);
}

function filesOf(path: string): string[] {
  const stats = read(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) throw trouble(`${path} does not exist`, 'check the path');
  if (!stats.isDirectory()) return [path];
  const files = statesUnder(path);
  if (files.length === 0)
    throw trouble(`there is no *.tfstate file under ${path}`, 'fetch a remote state with `terraform state pull`');
  return files;
}

/** Terraform's own folders hold no states but copies and settings; those of our plans are no other's. */
function statesUnder(folder: string): string[] {
  const entries = read(folder, () => readdirSync(folder, { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const isOurs = entries.some(({ name }) => name === 'plan.json') && entries.some(({ name }) => name === 'stack');
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === '.terraform' || (isOurs && entry.name === 'stack') ? [] : statesUnder(path);
    return entry.name.endsWith('.tfstate') ? [path] : [];
  });
}

function readText(file: string): string {
  const { size } = read(file, () => statSync(file));
  if (size > largest)
    throw trouble(
      `${file} is too large: ${size} bytes, at most ${largest} are read`,
      'name the states of this account alone',
    );
  return read(file, () => readFileSync(file, 'utf8'));
}

function read<T>(path: string, look: () => T): T {
  try {
    return look();
  } catch (cause) {
    throw trouble(`${path} cannot be read`, 'check who may read it', cause);
  }
}

function parseState(text: string, file: string): unknown {
  if (text.startsWith('PK')) throw trouble(`${file} is a saved plan and no state`, fetched);
  if (text.trim() === '') throw trouble(`${file} is empty`, fetched);
  try {
    return parseJson(text);
  } catch (cause) {
    throw trouble(`${file} is not JSON, so it is no state or a broken one`, fetched, cause);
  }
}

function objectsOf(json: unknown, file: string): Iterable<StateObject> {
  const marks = Object(json) as { readonly [name: string]: unknown };
  if ('encrypted_data' in marks)
    throw trouble(`${file} is an encrypted state`, 'give it as `tofu show -json` prints it, which decrypts it');
  if ('planned_values' in marks || 'resource_changes' in marks)
    throw trouble(`${file} is a plan of Terraform and no state`, fetched);
  if ('version' in marks && marks['version'] !== 4)
    throw trouble(`${file} is a state of version ${JSON.stringify(marks['version'])}, expected version 4`, fetched);
  if ('version' in marks) return objectsOfState(parsed(stateSchema, json, file), file);
  if (!('format_version' in marks)) throw trouble(`${file} is no state of Terraform`, fetched);
  const { values } = parsed(shownSchema, json, file);
  return values?.root_module === undefined ? [] : objectsOfModule(values.root_module, file);
}

function parsed<S extends z.ZodType>(schema: S, json: unknown, file: string): z.output<S> {
  const { data, error } = schema.safeParse(json);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw trouble(`${file} is no state of Terraform: ${issue?.path.join('.')}: ${issue?.message}`, fetched);
}

function* objectsOfState({ resources }: State, file: string): Iterable<StateObject> {
  for (const { instances, ...block } of resources) {
    if (block.mode !== 'managed') continue;
    for (const { index_key, deposed, attributes, attributes_flat, sensitive_attributes } of instances) {
      // What waits for its destruction has been replaced already.
      if (deposed !== null && deposed !== undefined) continue;
      const index = index_key === null || index_key === undefined ? '' : `[${JSON.stringify(index_key)}]`;
      const address = `${blockAddress(block)}${index}`;
      if (attributes_flat !== undefined)
        throw trouble(`${file} holds ${address} as Terraform wrote it before 0.12`, 'apply it once with Terraform 1');
      const sensitive = (sensitive_attributes ?? []).map(([first]) => String(first?.value));
      yield toObject({ address, file, type: block.type, provider: block.provider }, attributes ?? {}, sensitive);
    }
  }
}

function* objectsOfModule({ resources, child_modules: children }: Module, file: string): Iterable<StateObject> {
  for (const { address, mode, type, provider_name: provider, values, sensitive_values, deposed_key } of resources) {
    if (mode !== 'managed' || deposed_key !== undefined) continue;
    const sensitive = Object.keys(sensitive_values).filter((name) => holdsTrue(sensitive_values[name]));
    yield toObject({ address, file, type, provider }, values, sensitive);
  }
  for (const child of children) yield* objectsOfModule(child, file);
}

function toObject(
  object: Pick<StateObject, 'address' | 'file' | 'type' | 'provider'>,
  attributes: StateObject['attributes'],
  sensitive: readonly string[],
): StateObject {
  const open = Object.entries(attributes).filter(([name]) => !sensitive.includes(name));
  return { ...object, attributes: Object.fromEntries(open), sensitive };
}

/** Whether anything in an attribute is marked sensitive. */
function holdsTrue(marks: unknown): boolean {
  return marks === true || (marks !== null && typeof marks === 'object' && Object.values(marks).some(holdsTrue));
}

function blockAddress({ mode, type, name, module }: Omit<Block, 'instances'>): string {
  return [...(module === undefined ? [] : [module]), ...(mode === 'managed' ? [] : [mode]), type, name].join('.');
}

function trouble(message: string, hint: string, cause?: unknown): RemediateError {
  return new RemediateError('BadInput', message, { hint, cause });
}
