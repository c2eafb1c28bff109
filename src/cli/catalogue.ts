import { controls } from '../../remediations/index.ts';
import type { Baseline } from '../engine/baseline.ts';
import { RemediateError } from '../engine/errors.ts';
import { severities } from '../engine/finding.ts';
import type { CollectionName } from '../providers/aws/model/collections.ts';
import type { AwsControl } from '../providers/aws/model/control.ts';
import type { SelectionOptions } from './options.ts';

/** The controls that the options choose and the baseline does not leave out. */
export function selectControls(options: SelectionOptions, baseline: Baseline): readonly AwsControl[] {
  checkNames(options, baseline);
  const rank = severities.indexOf(options.minSeverity ?? 'info');
  return controls.filter(
    (control) =>
      (options.control === undefined || options.control.includes(control.id)) &&
      (options.area === undefined || options.area.includes(control.area)) &&
      severities.indexOf(control.severity) <= rank &&
      baseline.controls[control.id] !== false,
  );
}

/** The control of an id; an unknown one is refused with the nearest names. */
export function findControl(id: string): AwsControl {
  const control = controls.find((candidate) => candidate.id === id);
  if (control !== undefined) return control;
  const near = nearest(
    id,
    controls.map((candidate) => candidate.id),
  );
  throw new RemediateError('Usage', `there is no control ${id}`, {
    hint: near === undefined ? 'see `remediate controls list`' : `did you mean ${near}?`,
  });
}

/** The collections that controls read. */
export function collectionsOf(chosen: readonly AwsControl[]): CollectionName[] {
  return [...new Set(chosen.flatMap((control) => control.reads))].sort();
}

function checkNames(options: SelectionOptions, baseline: Baseline): void {
  for (const id of options.control ?? []) findControl(id);
  for (const id of Object.keys(baseline.controls)) findControl(id);
  const areas = [...new Set(controls.map((control) => control.area))].sort();
  for (const area of options.area ?? [])
    if (!areas.includes(area))
      throw new RemediateError('Usage', `there is no area ${area}`, { hint: `the areas are ${areas.join(', ')}` });
}

/** The name nearest to what was typed, or undefined where none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, distance: editDistance(typed, name) }))
    .sort((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, typed.length / 3) ? best.name : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}
