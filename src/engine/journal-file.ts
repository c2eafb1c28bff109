import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { RemediateError } from './errors.ts';
import { type ParsedRecord, parseRecord, type Store } from './journal.ts';

/** A record's file, open for appending. Every line is flushed to the disk before the next step. */
export class RecordFile implements Store {
  readonly path: string;
  readonly #handle: number;

  private constructor(path: string, handle: number) {
    this.path = path;
    this.#handle = handle;
  }

  /** Begins a record; a file that exists already is never written over. */
  static create(path: string): RecordFile {
    try {
      mkdirSync(dirname(path), { recursive: true });
      const handle = openSync(path, 'ax', 0o600);
      syncFolder(dirname(path));
      return new RecordFile(path, handle);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new RemediateError('Journal', `the record ${path} could not be begun: ${why}`, {
        cause,
        hint: 'nothing is done without a record; check the folder and the disk',
      });
    }
  }

  /** Reads a record and opens it again; a line that a crash tore is cut off, for it was never acted on. */
  static reopen(path: string): { file: RecordFile; record: ParsedRecord } {
    const text = readRecordText(path);
    const record = parseRecord(text, path);
    if (record.torn) {
      const whole = text.split('\n').slice(0, record.lines.length);
      truncateSync(path, Buffer.byteLength(whole.map((line) => `${line}\n`).join('')));
    }
    return { file: new RecordFile(path, openSync(path, 'a')), record };
  }

  append(line: string): void {
    // Unlike writeSync, this goes on until the whole line is written or the disk says no.
    writeFileSync(this.#handle, line);
    fsyncSync(this.#handle);
  }

  close(): void {
    closeSync(this.#handle);
  }
}

/** Reads a record's file. */
export function readRecord(path: string): ParsedRecord {
  return parseRecord(readRecordText(path), path);
}

function readRecordText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new RemediateError('BadInput', `the record ${path} could not be read`, {
      cause,
      hint: 'name a file from a plan’s runs folder, such as plans/<id>/runs/<run>.jsonl',
    });
  }
}

// A new file survives a crash only once its folder is on disk as well.
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
