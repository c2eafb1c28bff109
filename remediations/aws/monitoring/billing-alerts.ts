import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import type { Alarm } from '../../../src/providers/aws/model/monitoring.ts';

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
  parameters: z.object({}),
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
  remedies: [],
});

function watchesCharges({ namespace, metric, comparison }: Alarm): boolean {
  return namespace === 'AWS/Billing' && metric === 'EstimatedCharges' && comparison.startsWith('GreaterThan');
}

function named(items: readonly { readonly name: string }[]): string[] {
  return items.map(({ name }) => name).sort();
}
