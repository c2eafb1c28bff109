import type { z } from 'zod';
import { RemediateError } from '../engine/errors.ts';
import { readInput } from './source.ts';

/** Reads a YAML or JSON file that must have a shape; what is wrong with it is said with its line. */
export async function readYamlFile<S extends z.ZodType>(
  path: string,
  schema: S,
  { what, hint }: { readonly what: string; readonly hint: string },
): Promise<z.output<S>> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(readInput(path), { lineCounter: lines, prettyErrors: false });
  const stop = (offset: number | undefined, trouble: string): never => {
    const at = offset === undefined ? path : `${path}:${lines.linePos(offset).line}`;
    throw new RemediateError('Configuration', `${at}: ${trouble}`, { hint });
  };
  const [broken] = document.errors;
  if (broken !== undefined) return stop(broken.pos[0], broken.message);
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return stop(offsetOf(document, issue?.path ?? []), `${issue?.path.join('.') || what}: ${issue?.message}`);
}

/** Where a path lies in the text, or what holds it, when it is missing itself. */
function offsetOf(
  document: { getIn(path: unknown[], keep: boolean): unknown },
  path: readonly PropertyKey[],
): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range !== undefined) return node.range[0];
  }
  return undefined;
}
