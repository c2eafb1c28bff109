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
  const node = document.getIn(issue?.path ?? [], true) as { range?: [number, number, number] } | undefined;
  return stop(node?.range?.[0], `${issue?.path.join('.') || 'the baseline'}: ${issue?.message}`);
}
