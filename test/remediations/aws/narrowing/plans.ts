import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import type { AccountBuilder } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { freeze } from '../../../support/harness.ts';

/** The controls whose findings narrowing closes. */
export const narrowing = controls.filter(({ remedies }) => remedies.some(({ id }) => id === 'narrow-policies'));
const baseline = baselineSchema.parse({ version: 1 });

/** The plan that narrows for all findings of some controls. */
export function planFor(
  given: AccountBuilder,
  ids = narrowing.map(({ id }) => id),
  remedy = 'narrow-policies',
  now = given.now,
) {
  return planOn(freeze(given.build()), ids, remedy, now);
}

export function planOn(snapshot: AwsSnapshot, ids: readonly string[], remedy: string, now: Date): Plan {
  const chosen = evaluate(
    controls.filter(({ id }) => ids.includes(id)),
    snapshot,
    baseline,
    now,
  ).filter(({ status }) => status === 'fail');
  return assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline,
    now,
    chosen,
    remedies: Object.fromEntries(chosen.map(({ fingerprint }) => [fingerprint, remedy])),
    via: 'api',
    declarative: () => false,
  });
}

/** The operations of a plan, in its order. */
export const operationsOf = ({ changes }: Plan) => changes.map(({ operation }) => operation);
/** Why a plan takes away what it does. */
export const reasonsOf = ({ parts }: Plan) => parts.flatMap(({ because = [] }) => because);
/** The guards that refuse a plan. */
export const refusals = ({ guards }: Plan) => guards.filter(({ verdict }) => verdict === 'refused');
