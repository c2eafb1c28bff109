import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Baseline, baselineSchema, defaultBaseline } from '../engine/baseline.ts';
import { RemediateError } from '../engine/errors.ts';
import type { Host } from './host.ts';
import { readInput } from './source.ts';

/** The baseline that the options or the folder name; the default one where there is none. A broken one stops the run. */
export async function loadBaseline(host: Host, config: string | undefined): Promise<Baseline> {
  const path = resolve(host.cwd, config ?? 'remediate.yaml');
  if (config === undefined && !existsSync(join(host.cwd, 'remediate.yaml'))) return defaultBaseline;
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(readInput(path), { lineCounter: lines, prettyErrors: false });
  const stop = (offset: number | undefined, what: string): never => {
    const at = offset === undefined ? path : `${path}:${lines.linePos(offset).line}`;
    throw new RemediateError('Configuration', `${at}: ${what}`, {
      hint: 'nothing was judged: a baseline that cannot be read mutes nothing and allows nothing',
    });
  };
  const [broken] = document.errors;
  if (broken !== undefined) return stop(broken.pos[0], broken.message);
  const parsed = baselineSchema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return stop(offsetOf(document, issue?.path ?? []), `${issue?.path.join('.') || 'the baseline'}: ${issue?.message}`);
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
