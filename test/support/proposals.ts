import { type Baseline, baselineSchema } from '../../src/engine/baseline.ts';
import { evaluate, parametersOf } from '../../src/engine/evaluate.ts';
import type { Proposal, Settings } from '../../src/engine/remedy.ts';
import type { AccountBuilder } from '../../src/providers/aws/model/builder.ts';
import type { AwsControl } from '../../src/providers/aws/model/control.ts';

/** What one remedy of a control proposes for the failing findings of an account, whether they suit it or not. */
export function proposalsOf(
  control: AwsControl,
  remedy: string,
  given: AccountBuilder,
  parameters: Baseline['controls'][string] = {},
  settled: Partial<Settings> = {},
): Proposal[] {
  const chosen = control.remedies.find(({ id }) => id === remedy);
  if (chosen === undefined) throw new Error(`${control.id} has no remedy ${remedy}`);
  const snapshot = given.build();
  const baseline = baselineSchema.parse({ version: 1, controls: { [control.id]: parameters } });
  const findings = evaluate([control], snapshot, baseline, given.now).filter((finding) => finding.status === 'fail');
  const settings = { alarmEmails: [], protectedPrincipals: [], ...settled };
  const own = parametersOf(control, baseline);
  return [...chosen.propose({ findings, snapshot, settings, now: given.now, parameters: () => own })];
}
