import { expect, test } from 'vitest';
import type { BoringChain } from '../../../support/monitor-cases.ts';
import { broken, planFor, titles } from './chain-plans.ts';

const confirming = '(in effect once the mail that SNS sends is confirmed)';
const asked = { protocol: 'email', endpoint: 'oncall@example.com', confirmed: false };

test.each<[string, (chain: BoringChain) => unknown, string[]]>([
  [
    'a filter, an alarm, a topic and a subscription where there is a log group alone',
    ({ filter }) => {
      filter.logGroup = 'application';
    },
    [
      'Create alarm root-activity-monitored on the metric CISBenchmark/root-activity-monitored',
      'Create metric filter root-activity-monitored of log group cloudtrail',
      'Create topic remediate-alarms in us-east-1',
      `Subscribe oncall@example.com to topic remediate-alarms ${confirming}`,
    ],
  ],
  [
    'an alarm on the metric of the filter that exists',
    ({ monitoring }) => {
      monitoring.alarms = monitoring.alarms.filter(({ name }) => name !== 'root-activity');
    },
    [
      'Create alarm root-activity-monitored on the metric CISBenchmark/root-activity',
      'Create topic remediate-alarms in us-east-1',
      `Subscribe oncall@example.com to topic remediate-alarms ${confirming}`,
    ],
  ],
  [
    'a topic for an alarm without actions',
    ({ alarm }) => {
      alarm.actions = [];
    },
    [
      'Create topic remediate-alarms in us-east-1',
      'Have alarm root-activity notify remediate-alarms',
      `Subscribe oncall@example.com to topic remediate-alarms ${confirming}`,
    ],
  ],
  [
    'nothing but the switch of an alarm whose actions are off',
    ({ alarm }) => {
      alarm.actionsEnabled = false;
    },
    ['Switch the actions of alarm root-activity on'],
  ],
  [
    'a subscription to the topic that is notified, once for both controls',
    ({ topic }) => {
      topic.subscriptions = [];
    },
    [`Subscribe oncall@example.com to topic security-alarms ${confirming}`],
  ],
])('it makes %s', (_, change, expected) => {
  const plan = planFor(broken(change));
  expect(titles(plan)).toEqual(expected);
  expect(plan.predicted.leaves).toEqual([]);
});

test('two broken chains share one topic and its subscriptions', () => {
  const plan = planFor(broken(({ monitoring }) => monitoring.alarms.splice(0)));
  expect(titles(plan)).toEqual([
    'Create alarm monitor-iam-changes on the metric CISBenchmark/iam-changes',
    'Create alarm root-activity-monitored on the metric CISBenchmark/root-activity',
    'Create topic remediate-alarms in us-east-1',
    `Subscribe oncall@example.com to topic remediate-alarms ${confirming}`,
  ]);
  const topic = plan.changes.find(({ operation }) => operation === 'sns:CreateTopic');
  expect(topic?.closes).toHaveLength(2);
  expect(plan.changes.every(({ via }) => via === 'terraform')).toBe(true);
});

test('an alarm keeps all that it has when it is given a topic', () => {
  const own = {
    threshold: 1,
    periodSeconds: 60,
    okActions: ['arn:aws:sns:us-east-1:111122223333:calm'],
    description: 'ours',
  };
  const [change] = planFor(
    broken(({ alarm }) => Object.assign(alarm, own, { actions: ['arn:aws:sns:us-east-1:111122223333:gone'] })),
  ).changes.filter(({ operation }) => operation === 'cloudwatch:PutMetricAlarm');
  expect(change?.to).toMatchObject(own);
  expect(change?.to).toHaveProperty('actions', [
    'arn:aws:sns:us-east-1:111122223333:gone',
    'arn:aws:sns:us-east-1:111122223333:remediate-alarms',
  ]);
});

test('nobody is subscribed to a shared topic that somebody hears', () => {
  const arn = 'arn:aws:sns:us-east-1:111122223333:remediate-alarms';
  const plan = planFor(
    broken(({ monitoring, alarm, topic }) => {
      monitoring.sns.unshift({ ...topic, arn, name: 'remediate-alarms' });
      alarm.actions = [];
    }),
    [],
  );
  expect(titles(plan)).toEqual(['Have alarm root-activity notify remediate-alarms']);
});

test('without anybody to tell, nothing is made', () => {
  const plan = planFor(
    broken(({ alarm }) => {
      alarm.actions = [];
    }),
    [],
  );
  expect(plan.changes).toEqual([]);
  expect(plan.unplanned.map(({ reason }) => reason)).toEqual([
    'nobody would be told: set alarmEmails in remediate.yaml to the addresses that alarms go to',
  ]);
});

test('who was asked already is guided to the mail, not asked again', () => {
  const plan = planFor(
    broken(({ topic }) => {
      topic.subscriptions = [asked];
    }),
  );
  expect(plan.changes).toEqual([]);
  expect(plan.parts.map(({ guide }) => guide?.steps[0])).toEqual(
    Array(2).fill(
      'Open the mail with the subject "AWS Notification - Subscription Confirmation" at oncall@example.com and follow its link "Confirm subscription"',
    ),
  );
});

test('while the mail waits, a plan says that the finding stays', () => {
  const arn = 'arn:aws:sns:us-east-1:111122223333:remediate-alarms';
  const plan = planFor(
    broken(({ monitoring, alarm, topic }) => {
      monitoring.sns.unshift({ ...topic, arn, name: 'remediate-alarms', subscriptions: [asked] });
      alarm.actions = [];
    }),
  );
  expect(titles(plan)).toEqual(['Have alarm root-activity notify remediate-alarms']);
  expect([plan.predicted.closes, plan.predicted.leaves.length]).toEqual([[], 1]);
});

test.each<[string, (chain: BoringChain) => unknown, string]>([
  [
    'another alarm has the name',
    ({ monitoring, alarm }) => {
      monitoring.alarms = [{ ...alarm, name: 'root-activity-monitored', metric: 'cpu' }];
      monitoring['metric-filters'] = monitoring['metric-filters'].filter(({ name }) => name === 'root-activity');
    },
    'an alarm named root-activity-monitored exists in us-east-1 for another metric; rename it, then plan again',
  ],
  [
    'the alarm has five actions',
    ({ alarm }) => {
      alarm.actions = [1, 2, 3, 4, 5].map((number) => `arn:aws:sns:us-east-1:111122223333:gone-${number}`);
    },
    'alarm root-activity would have 6 actions; CloudWatch allows 5',
  ],
  [
    'the log group has a hundred filters',
    ({ monitoring, filter }) => {
      filter.pattern = '{ $.eventName = "ConsoleLogin" }';
      const filters = monitoring['metric-filters'];
      while (filters.length < 100) filters.push({ ...filter, name: `z${String(filters.length).padStart(2, '0')}` });
    },
    'log group cloudtrail has 100 metric filters already, the most that AWS allows',
  ],
])('it says why it can do nothing: %s', (_, change, reason) => {
  expect(planFor(broken(change)).unplanned.map((left) => left.reason)).toContain(reason);
});
