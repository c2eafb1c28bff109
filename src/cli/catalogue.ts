import { controls } from '../../remediations/index.ts';
import type { Baseline } from '../engine/baseline.ts';
import { RemediateError } from '../engine/errors.ts';
import { parametersOf } from '../engine/evaluate.ts';
import { severities } from '../engine/severity.ts';
import { type CollectScope, collectScopeSchema } from '../providers/aws/collect/define.ts';
import type { AwsControl } from '../providers/aws/model/control.ts';
import { nearest } from './nearest.ts';
import type { SelectionOptions } from './options.ts';
import type { Wanted } from './source.ts';

/** The controls that the options choose and the baseline does not leave out. */
export function selectControls(options: SelectionOptions, baseline: Baseline): readonly AwsControl[] {
  checkNames(options);
  const rank = severities.indexOf(options.minSeverity ?? 'info');
  const chosen = controls.filter(
    (control) =>
      (options.control === undefined || options.control.includes(control.id)) &&
      (options.area === undefined || options.area.includes(control.area)) &&
      severities.indexOf(control.severity) <= rank &&
      baseline.controls[control.id] !== false,
  );
  // An empty choice would find nothing and look like a clean account.
  if (chosen.length === 0)
    throw new RemediateError('Usage', 'no control is left to judge by', {
      hint: 'widen --control, --area or --min-severity, or look which controls the baseline leaves out',
    });
  return chosen;
}

/** The control of an id; an unknown one is refused with the nearest name. */
export function findControl(id: string): AwsControl {
  const control = controls.find((candidate) => candidate.id === id);
  if (control !== undefined) return control;
  throw new RemediateError('Usage', `there is no control ${id}`, { hint: nearestControl(id) });
}

/** What is said where a file names a control that does not exist. */
export function unknownControl(id: string): string {
  return `there is no control ${id}; ${nearestControl(id)}`;
}

function nearestControl(id: string): string {
  const near = nearest(
    id,
    controls.map((candidate) => candidate.id),
  );
  return near === undefined ? 'see `remediate controls list`' : `did you mean ${near}?`;
}

/**
 * What the controls need of the account: the collections that they read, and what their parameters ask for besides;
 * for a plan what their remedies and the guards look at as well.
 */
export function wantedOf(chosen: readonly AwsControl[], baseline: Baseline, toPlan = false): Wanted {
  const scope = scopeOf(chosen, baseline);
  const remedies = toPlan ? chosen.flatMap((control) => control.remedies) : [];
  const names = new Set([
    ...chosen.flatMap((control) => control.reads),
    ...remedies.flatMap((remedy) => remedy.looksAt ?? []),
  ]);
  // No plan holds its guards without them: they judge who is an administrator and who keeps a way back.
  if (remedies.length > 0) names.add('authorization-details');
  // Who used a canary key, and for what, decides nothing and is what its owner asks first.
  if (scope.canaryKeys !== undefined && scope.canaryKeys.length > 0) names.add('cloudtrail-events');
  return { collections: [...names].sort(), scope };
}

/** What the controls' parameters want read beyond what is read by itself: the parameters of the same names. */
export function scopeOf(chosen: readonly AwsControl[], baseline: Baseline): CollectScope {
  const asked = chosen.map((control) => collectScopeSchema.parse(parametersOf(control, baseline)));
  return {
    allBuckets: asked.some(({ allBuckets }) => allBuckets === true),
    canaryKeys: [...new Set(asked.flatMap(({ canaryKeys }) => canaryKeys ?? []))],
  };
}

function checkNames(options: SelectionOptions): void {
  for (const id of options.control ?? []) findControl(id);
  const areas = [...new Set(controls.map((control) => control.area))].sort();
  for (const area of options.area ?? [])
    if (!areas.includes(area))
      throw new RemediateError('Usage', `there is no area ${area}`, { hint: `the areas are ${areas.join(', ')}` });
}
