import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Baseline, baselineSchema, defaultBaseline } from '../engine/baseline.ts';
import type { Host } from './host.ts';
import { readYamlFile } from './yaml-file.ts';

/** The baseline that the options or the folder name; the default one where there is none. A broken one stops the run. */
export async function loadBaseline(host: Host, config: string | undefined): Promise<Baseline> {
  const path = resolve(host.cwd, config ?? 'remediate.yaml');
  if (config === undefined && !existsSync(join(host.cwd, 'remediate.yaml'))) return defaultBaseline;
  return readYamlFile(path, baselineSchema, {
    what: 'the baseline',
    hint: 'nothing was judged: a baseline that cannot be read mutes nothing and allows nothing',
  });
}
