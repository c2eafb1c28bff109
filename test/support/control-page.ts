import { controls } from '../../remediations/index.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import type { Baseline } from '../../src/engine/baseline.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { readPermissions } from '../../src/providers/aws/collect/index.ts';
import type { AccountBuilder } from '../../src/providers/aws/model/builder.ts';
import type { CollectionName } from '../../src/providers/aws/model/collections.ts';
import type { AwsControl } from '../../src/providers/aws/model/control.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { type ControlPage, controlPage } from '../../src/report/control-page.ts';
import { plain } from '../../src/report/painter.ts';
import { stepsText } from '../../src/report/plan-text.ts';

/** A control's page in the documentation, its example made from an account that breaks the practice. */
export function pageOf(control: AwsControl, given: AccountBuilder | undefined, baseline: Baseline): string {
  return controlPage({
    ...control,
    permissions: readPermissions(control.reads as CollectionName[]),
    parameters: control.parameters.parse({}),
    ...(given === undefined ? {} : { example: exampleOf(control, given, baseline) }),
  });
}

function exampleOf(
  control: AwsControl,
  given: AccountBuilder,
  baseline: Baseline,
): NonNullable<ControlPage['example']> {
  const snapshot = given.build();
  const { now } = given;
  const chosen = evaluate([control], snapshot, baseline, now).filter((finding) => finding.status === 'fail');
  const plan = assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline,
    now,
    chosen: control.remedies.length === 0 ? [] : chosen,
    via: 'api',
    declarative: () => false,
  });
  return {
    messages: chosen.map((finding) => finding.message),
    steps: stepsText(plan, { width: 100, paint: plain }).trim(),
  };
}
