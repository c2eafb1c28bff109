import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { type Baseline, baselineSchema, defaultBaseline } from '../engine/baseline.ts';
import type { Host } from './host.ts';
import { readYamlFile, troublesOf } from './yaml-file.ts';

/** Where the baseline is looked for, in the working folder, when none is named. */
export const usualBaseline = 'remediate.yaml';

/** The baseline that the options or the folder name; the default one where there is none. A broken one stops the run. */
export async function loadBaseline(host: Host, config: string | undefined): Promise<Baseline> {
  const path = resolve(host.cwd, config ?? usualBaseline);
  if (config === undefined && !existsSync(path)) return defaultBaseline;
  return readYamlFile(path, await baselineFileSchema(), {
    what: 'the baseline',
    hint: 'nothing was judged: a baseline that cannot be read mutes nothing and allows nothing',
  });
}

/** The baseline's schema with what the catalogue knows: which controls there are, and the parameters of each. */
async function baselineFileSchema(): Promise<z.ZodType<Baseline>> {
  const { controls } = await import('../../remediations/index.ts');
  const { unknownControl } = await import('./catalogue.ts');
  const byId = new Map(controls.map((control) => [control.id, control]));
  return baselineSchema.superRefine((baseline, context) => {
    const complain = (path: readonly PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message });
    for (const [id, given] of Object.entries(baseline.controls)) {
      const control = byId.get(id);
      if (control === undefined) complain(['controls', id], unknownControl(id));
      else if (given !== false)
        for (const { path, message } of troublesOf(control.parameters.strict(), given))
          complain(['controls', id, ...path], message);
    }
    for (const [index, { control }] of baseline.exceptions.entries())
      if (!byId.has(control)) complain(['exceptions', index, 'control'], unknownControl(control));
  });
}
