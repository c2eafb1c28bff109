import { z } from 'zod';
import { changeSchema, resourceRefSchema } from './change.ts';
import { RemediateError } from './errors.ts';
import { digest, type Json, jsonSchema, parseJson } from './json.ts';
import { type Signer, signatureSchema, type Verifier } from './signature.ts';
import { accountSchema } from './snapshot.ts';

const entrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    run: z.string(),
    mode: z.enum(['apply', 'rollback']),
    plan: z.string(),
    planDigest: z.string(),
    /** The run that a rollback undoes. */
    of: z.string().optional(),
    /** The changes of that run that a rollback was limited to. */
    only: z.array(z.string()).optional(),
    /** The changes that a rollback makes, which its plan does not know. */
    undoing: z.array(changeSchema).optional(),
    account: accountSchema,
    caller: z.string(),
  }),
  /** On disk before a call: what is about to be done, and the value found just before. */
  z.object({ kind: z.literal('intent'), change: changeSchema, before: jsonSchema }),
  /** After a call: the resource as it is named now, and its value. `already` says that nothing had to be done. */
  z.object({
    kind: z.literal('done'),
    change: z.string(),
    resource: resourceRefSchema,
    after: jsonSchema,
    handedTo: z.string().optional(),
    already: z.boolean().optional(),
  }),
  /** A call failed; what it made all the same, where it came so far. */
  z.object({
    kind: z.literal('failed'),
    change: z.string(),
    error: z.string(),
    resource: resourceRefSchema.optional(),
    handedTo: z.string().optional(),
    /** What it did cannot be told, so it is settled like a call without outcome before it is made again. */
    uncertain: z.boolean().optional(),
  }),
  /** An intent whose outcome was not certain and that the account shows as done or as never begun. */
  z.object({
    kind: z.literal('reconciled'),
    change: z.string(),
    outcome: z.enum(['done', 'not-done']),
    resource: resourceRefSchema,
    after: jsonSchema,
  }),
  z.object({ kind: z.literal('skipped'), change: z.string(), reason: z.string() }),
  /** Not due yet: what it waits for, and the time before which looking again is of no use. */
  z.object({ kind: z.literal('waiting'), change: z.string(), reason: z.string(), until: z.string().optional() }),
  z.object({ kind: z.literal('resumed'), caller: z.string() }),
  /** The record is closed; the signature is over this line, and by its chain over all before it. */
  z.object({
    kind: z.literal('end'),
    outcome: z.enum(['complete', 'partial', 'waiting', 'interrupted']),
    signature: signatureSchema.optional(),
  }),
]);
export type Entry = z.infer<typeof entrySchema>;

const lineSchema = z.intersection(
  z.object({ seq: z.number(), at: z.string(), prev: z.string(), hash: z.string() }),
  entrySchema,
);
/** An entry as the record keeps it: numbered, timed, and chained to the one before by its hash. */
export type Line = z.infer<typeof lineSchema>;

const chainStart = '0'.repeat(64);

/** Where a record's lines go; a line must be on disk when `append` returns. */
export interface Store {
  append(line: string): void;
}

/** Writes a record: one JSON line an entry, each with the hash of the one before. */
export class Journal {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #sign: Signer | undefined;
  #prev: string;
  #seq: number;

  /** Goes on after the given lines, none for a new record; signs each close where it is given a signer. */
  constructor(store: Store, now: () => Date, earlier: readonly Line[] = [], sign?: Signer) {
    this.#store = store;
    this.#now = now;
    this.#sign = sign;
    this.#prev = earlier.at(-1)?.hash ?? chainStart;
    this.#seq = earlier.length;
  }

  /** Puts an entry on disk; throws where that fails, and then nothing may be done. */
  write(entry: Entry): Line {
    const bare = JSON.parse(
      JSON.stringify({ seq: this.#seq, at: this.#now().toISOString(), prev: this.#prev, ...entry }),
    ) as Record<string, Json>;
    const signature = entry.kind === 'end' ? this.#sign?.(digest(bare)) : undefined;
    const body = signature === undefined ? bare : { ...bare, signature };
    const line = { ...body, hash: digest(body) } as unknown as Line;
    try {
      this.#store.append(`${JSON.stringify(line)}\n`);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new RemediateError('Journal', `the record could not be written: ${why}`, {
        cause,
        hint: 'nothing is done without a record; free the disk or choose another folder, then resume the run',
      });
    }
    this.#prev = line.hash;
    this.#seq += 1;
    return line;
  }
}

/** What reading a record gives: its lines, and whether its last one was torn by a crash. */
export interface ParsedRecord {
  readonly lines: readonly Line[];
  readonly torn: boolean;
}

/**
 * Reads a record and proves its chain; a torn last line is told, anything else that does not fit is refused. A line is
 * torn that has no end, and, for a disk may write a line's end before its middle, a last one that is no JSON.
 */
export function parseRecord(text: string, source: string): ParsedRecord {
  const rows = text.split('\n');
  const last = rows.pop() ?? '';
  const lines: Line[] = [];
  let prev = chainStart;
  for (const [index, row] of rows.entries()) {
    if (index === rows.length - 1 && last === '' && !isJson(row)) return { lines, torn: true };
    const line = readLine(row);
    if (line === undefined || line.seq !== index || line.prev !== prev || line.hash !== hashOf(row))
      throw new RemediateError('BadInput', `line ${index + 1} of ${source} does not follow from the line before it`, {
        hint: 'the record was changed or mixed with another; keep it as it is and look at the account itself',
      });
    prev = line.hash;
    lines.push(line);
  }
  return { lines, torn: last !== '' };
}

/**
 * How many lines of a record, from its first, are proved by a signature; one that is of another key, or that does not
 * fit, is refused.
 */
export function countSigned(lines: readonly Line[], verify: Verifier, source: string): number {
  let signed = 0;
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'end' || line.signature === undefined) continue;
    const { signature, hash: _, ...bare } = line;
    if (!verify(digest(bare as unknown as Json), signature))
      throw new RemediateError('BadInput', `the signature in line ${index + 1} of ${source} is not of this key`, {
        hint: `it names the key with the fingerprint ${signature.key}; take that key’s public half, or do not trust the record`,
      });
    signed = index + 1;
  }
  return signed;
}

function isJson(row: string): boolean {
  try {
    JSON.parse(row);
    return true;
  } catch {
    return false;
  }
}

function readLine(row: string): Line | undefined {
  try {
    const parsed = lineSchema.safeParse(parseJson(row));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(row: string): string {
  const { hash: _, ...body } = JSON.parse(row) as Record<string, Json>;
  return digest(body);
}
