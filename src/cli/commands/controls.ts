import { z } from 'zod';
import { controls } from '../../../remediations/index.ts';
import { exitCode } from '../../engine/errors.ts';
import { severities } from '../../engine/severity.ts';
import type { AwsControl } from '../../providers/aws/model/control.ts';
import { hang, measure, pad, wrap } from '../../report/text-layout.ts';
import { findControl } from '../catalogue.ts';
import type { Host } from '../host.ts';

/** `remediate controls list`: the catalogue. */
export async function runList(host: Host, options: { readonly format: 'table' | 'json' }): Promise<number> {
  if (options.format === 'json') host.out(`${JSON.stringify(controls.map(describe), null, 2)}\n`);
  else {
    const columns = { id: widest(controls.map(({ id }) => id)), severity: widest(severities) };
    for (const { id, severity, title } of controls) {
      const lines = hang(`${pad(id, columns.id)}  ${pad(severity, columns.severity)}  `, title, host.width);
      host.out(`${lines.join('\n')}\n`);
    }
    host.err('\nMore on one of them:  remediate controls show ID\n');
  }
  return exitCode.ok;
}

/** `remediate controls show`: one control. */
export async function runShowControl(
  host: Host,
  id: string,
  options: { readonly format: 'text' | 'json' },
): Promise<number> {
  const control = findControl(id);
  if (options.format === 'json') {
    host.out(`${JSON.stringify(describe(control), null, 2)}\n`);
    return exitCode.ok;
  }
  const { parameters, remedies, frameworks } = describe(control);
  const section = (heading: string, lines: readonly string[]) => {
    if (lines.length === 0) return;
    const wrapped = lines.flatMap((line) => (line.startsWith('https:') ? [line] : wrap(line, host.width - 2)));
    host.out(`\n${host.paint('bold', heading)}\n${wrapped.map((line) => `  ${line}\n`).join('')}`);
  };
  for (const line of wrap(control.title, host.width)) host.out(`${host.paint('bold', line)}\n`);
  host.out(`${control.id}, ${control.severity}, area ${control.area}\n`);
  section('Why', [control.rationale, control.risk]);
  section('When not to fix', [control.whenNotToFix]);
  section('Reads', [control.reads.join(', ')]);
  section(
    'Parameters',
    Object.entries(parameters).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
  );
  section(
    'Remedies',
    remedies.map(
      (remedy) =>
        `${remedy.title} (${remedy.via}, ${remedy.reversibility}${remedy.recommended ? ', recommended' : ''})`,
    ),
  );
  section(
    'Frameworks',
    Object.entries(frameworks).map(([name, items]) => `${name}: ${items.join(', ')}`),
  );
  section('References', control.references);
  return exitCode.ok;
}

function widest(words: readonly string[]): number {
  return Math.max(...words.map(measure));
}

/** A control as `controls list --format json` promises it. */
function describe(control: AwsControl) {
  const { id, area, severity, title, reads, frameworks } = control;
  return {
    id,
    area,
    severity,
    title,
    reads,
    parameters: z.record(z.string(), z.json()).parse(control.parameters.parse({})),
    remedies: control.remedies.flatMap((remedy, order) =>
      remedy.via.map((via, way) => ({
        id: remedy.id,
        title: remedy.title,
        via,
        recommended: order === 0 && way === 0,
        reversibility: remedy.reversibility,
      })),
    ),
    frameworks,
  };
}
