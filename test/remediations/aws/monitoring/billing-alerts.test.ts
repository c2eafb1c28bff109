import { expect, test } from 'vitest';
import billingAlerts from '../../../../remediations/aws/monitoring/billing-alerts.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { Alarm } from '../../../../src/providers/aws/model/monitoring.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const usage = { name: 'hours', type: 'USAGE', timeUnit: 'MONTHLY' };

/** The account without a cost budget, and with one alarm on its charges. */
const alarmed = (change: Partial<Alarm>) =>
  account()
    .budgets([usage])
    .monitoring(({ alarms }) => {
      const [alarm] = alarms;
      if (alarm === undefined) throw new Error('the boring account has no alarm');
      const charges = { namespace: 'AWS/Billing', metric: 'EstimatedCharges', threshold: 500 };
      alarms.push({ ...alarm, name: 'charges', comparison: 'GreaterThanThreshold', ...charges, ...change });
    });
const fails = (reason: string, given: ReturnType<typeof account>) => ({
  given,
  expect: [{ resource: '111122223333', reason }],
});

testRemediation(billingAlerts, {
  baseline: {
    alarmEmails: ['finance@example.com'],
    controls: { 'billing-alerts': { billingThreshold: 500 } },
  },
  compliant: {
    'the boring account': account(),
    'an alarm instead of a budget': alarmed({}),
    'an alarm on the charges of one service': alarmed({ dimensions: { ServiceName: 'AmazonEC2', Currency: 'USD' } }),
  },
  violating: {
    'neither of the two': fails('none', account().budgets([])),
    'a budget of usage': fails('none', account().budgets([usage])),
    'an alarm on another metric': fails('none', alarmed({ metric: 'CallCount' })),
    'an alarm on low charges': fails('none', alarmed({ comparison: 'LessThanThreshold' })),
    'an alarm that is switched off': fails('silent', alarmed({ actionsEnabled: false })),
    'an alarm that tells nobody': fails('silent', alarmed({ actions: [] })),
  },
});

test.each([
  [{}, 'set controls.billing-alerts.billingThreshold in remediate.yaml'],
  [{ billingThreshold: 500 }, 'set alarmEmails in remediate.yaml'],
])('with %j it says what to set', (parameters, blocked) => {
  const proposals = proposalsOf(billingAlerts, 'create-budget', account().budgets([]), parameters);
  expect(proposals).toMatchObject([{ blocked: expect.stringContaining(blocked) }]);
});
