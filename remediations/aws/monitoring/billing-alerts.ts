import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { accountResource, defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { Alarm } from '../../../src/providers/aws/model/monitoring.ts';
import { createBudget } from '../../../src/providers/aws/operations/budgets.ts';

const parameters = z.object({
  /** What the account may cost in a month, in US dollars: a budget that a plan makes has this limit. */
  billingThreshold: z.number().positive().optional(),
});

const newName = 'monthly-cost';

const watchCost = defineRemedy({
  id: 'create-budget',
  via: ['terraform', 'api'],
  title: 'Create a monthly budget that tells the people of the baseline',
  reversibility: 'reversible',
  *propose(context) {
    const { billingThreshold } = parameters.parse(context.parameters('billing-alerts'));
    const { alarmEmails } = context.settings;
    yield* eachFinding(context, (_, steps) => {
      const title = 'Watch the monthly cost';
      if (billingThreshold === undefined)
        return {
          title,
          blocked:
            'how much is too much is not told: set controls.billing-alerts.billingThreshold in remediate.yaml to US dollars a month',
        };
      if (alarmEmails.length === 0)
        return {
          title,
          blocked: 'nobody would be told: set alarmEmails in remediate.yaml to the addresses that alarms go to',
        };
      const account = context.snapshot.account.id;
      let name = newName;
      for (let next = 2; steps.value(createBudget, { account, name }) !== null; next += 1) name = `${newName}-${next}`;
      const limit = { amount: String(billingThreshold), unit: 'USD' };
      steps.add(
        createBudget,
        { account, name },
        { type: 'COST', timeUnit: 'MONTHLY', limit, emails: [...alarmEmails] },
      );
      return { title };
    });
  },
});

/** A budget of cost counts, one of usage or savings does not; an alarm counts that tells somebody, whatever its threshold. */
export default defineControl({
  id: 'billing-alerts',
  area: 'monitoring',
  severity: 'low',
  title: 'A billing alarm or budget exists',
  rationale:
    'What an intruder does with a stolen credential is mostly to spend: machines for mining, in every region at once. The bill shows it within hours, if somebody is told.',
  risk: 'The first sign of an intrusion is the invoice at the end of the month.',
  whenNotToFix: 'The management account of the organization watches the cost of this account.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html',
    'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html',
  ],
  frameworks: {},
  reads: ['alarms', 'budgets'],
  parameters,
  messages: {
    budget: 'The budgets {budgets} watch the cost',
    alarm: 'The alarms {alarms} watch the estimated charges',
    silent: 'The alarms {alarms} watch the estimated charges and tell nobody, and there is no cost budget',
    none: 'No alarm watches the estimated charges, and there is no cost budget',
  },
  *evaluate({ evidence, account, pass, fail }) {
    const resource = accountResource(account);
    const budgets = named(evidence.budgets.filter(({ type }) => type === 'COST'));
    const watching = evidence.alarms.filter(watchesCharges);
    const telling = named(watching.filter((alarm) => alarm.actionsEnabled && alarm.actions.length > 0));
    if (budgets.length > 0) yield pass('budget', resource, { budgets });
    else if (telling.length > 0) yield pass('alarm', resource, { alarms: telling });
    else if (watching.length > 0) yield fail('silent', resource, { alarms: named(watching) });
    else yield fail('none', resource, {});
  },
  remedies: [watchCost],
});

function watchesCharges({ namespace, metric, comparison }: Alarm): boolean {
  return namespace === 'AWS/Billing' && metric === 'EstimatedCharges' && comparison.startsWith('GreaterThan');
}

function named(items: readonly { readonly name: string }[]): string[] {
  return items.map(({ name }) => name).sort();
}
