import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import type { AccountBuilder } from '../../../../src/providers/aws/model/builder.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { type BoringChain, withChain } from '../../../support/monitor-cases.ts';

/** The plan for the findings of both alarm controls. */
export function planFor(
  given: AccountBuilder,
  alarmEmails: readonly string[] = ['oncall@example.com'],
  remedy?: string,
): Plan {
  const baseline = baselineSchema.parse({ version: 1, alarmEmails });
  const family = controls.filter(({ id }) => id === 'root-activity-monitored' || id === 'monitor-iam-changes');
  const snapshot = given.build();
  const chosen = evaluate(family, snapshot, baseline, given.now).filter(({ status }) => status === 'fail');
  return assemblePlan({
    provider: awsProvider,
    controls: family,
    snapshot,
    baseline,
    now: given.now,
    chosen,
    ...(remedy === undefined ? {} : { remedies: Object.fromEntries(chosen.map((one) => [one.fingerprint, remedy])) }),
    via: 'recommended',
    declarative: () => true,
  });
}

/** The account whose alarm on the root user's activity was changed somewhere. */
export const broken = (change: (chain: BoringChain) => unknown) => withChain('root-activity', change);
/** What the steps of a plan are called, sorted. */
export const titles = (plan: Plan) => plan.changes.map(({ title }) => title).sort();
