import { z } from 'zod';
import { controls } from '../../../remediations/index.ts';
import { exitCode } from '../../engine/errors.ts';
import type { AwsControl } from '../../providers/aws/model/control.ts';
import { findControl } from '../catalogue.ts';
import type { Host } from '../host.ts';

/** `remediate controls list`: the catalogue. */
export async function runList(host: Host, options: { readonly format: 'table' | 'json' }): Promise<number> {
  if (options.format === 'json') host.out(`${JSON.stringify(controls.map(describe), null, 2)}\n`);
  else {
    const width = Math.max(...controls.map((control) => control.id.length));
    for (const { id, severity, title } of controls) host.out(`${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}\n`);
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
    if (lines.length > 0) host.out(`\n${host.paint('bold', heading)}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  };
  host.out(`${host.paint('bold', control.title)}\n${control.id}, ${control.severity}, area ${control.area}\n`);
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
