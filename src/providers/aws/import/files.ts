import { z } from 'zod';
import { RemediateError } from '../../../engine/errors.ts';
import { parseJson } from '../../../engine/json.ts';

/** A file that a user gave: what it holds, and its path for messages. */
export interface ImportFile {
  readonly path: string;
  readonly text: string;
  /** When the file was last written, which stands for the time of evidence that does not tell its own. */
  readonly modifiedAt?: Date;
}

/** Evidence that files hold, and what they lack of it. */
export interface InPart<T> {
  readonly data: T;
  readonly partial?: string;
}

/** Reads JSON that must have a shape; a file that holds a list of answers counts as that many pages. */
export function decodePages<S extends z.ZodType>(file: ImportFile, page: S): z.output<S>[] {
  const value = parseFile(file);
  const result = Array.isArray(value) ? z.array(page).safeParse(value) : page.safeParse(value);
  if (!result.success) throw broken(file, firstProblem(result.error));
  return [result.data].flat() as z.output<S>[];
}

/** Parses a file as JSON; several values after one another, as pages that were appended to one file, are a list. */
export function parseFile({ path, text }: ImportFile): unknown {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return parseJson(plain);
  } catch (cause) {
    const pages = appendedValues(plain);
    if (pages !== undefined) return pages;
    throw new RemediateError('BadInput', `${path} is not JSON: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
      hint: 'give the file as the AWS CLI prints it with --output json',
    });
  }
}

/** The objects of a text that holds one after another, each beginning on a line of its own; undefined when it is none. */
function appendedValues(text: string): unknown[] | undefined {
  const parts = text.split(/(?<=\}\s*\n)(?=\{)/);
  if (parts.length < 2) return undefined;
  try {
    return parts.map(parseJson);
  } catch {
    return undefined;
  }
}

/** A file that is not what it was given for. */
export function broken(file: ImportFile, trouble: string): RemediateError {
  return new RemediateError('BadInput', `${file.path}: ${trouble}`, {
    hint: 'give the file as the AWS CLI prints it with --output json',
  });
}

/** The place and the nature of the first thing that is wrong. */
export function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'is not as expected';
  const place = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return `${place === '' ? '' : `${place.replace(/^\./, '')}: `}${issue.message}`;
}

/** A field that may be missing or null. */
export function maybe<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** A list that may be missing or null, or be what AWS's own examples hold: its only item, or an empty object. */
export function maybeList<S extends z.ZodType>(item: S) {
  const listed = (value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.keys(value).length === 0 ? [] : [value];
  };
  return maybe(z.preprocess(listed, z.array(item).nullish()));
}

/** A time as AWS's tools write it: text, or the seconds since 1970. */
export const time = z
  .union([z.string(), z.number().transform((seconds) => new Date(seconds * 1000).toISOString())])
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: 'is no time' });

/** The same as a date. */
export const date = time.transform((text) => new Date(text));
