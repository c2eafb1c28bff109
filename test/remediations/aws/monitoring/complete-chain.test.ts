import { expect, test } from 'vitest';
import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import { toSelectors } from '../../../../src/providers/aws/collect/event-selectors.ts';
import type { AccountBuilder } from '../../../../src/providers/aws/model/builder.ts';
import { selectedBy } from '../../../../src/providers/aws/model/event-selectors.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { type BoringChain, withChain } from '../../../support/monitor-cases.ts';

/** The plan for the findings of both alarm controls. */
function planFor(
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

const broken = (change: (chain: BoringChain) => unknown) => withChain('root-activity', change);
const titles = (plan: Plan) => plan.changes.map(({ title }) => title).sort();
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

const update =
  'aws cloudtrail update-trail --region us-east-1 --name arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
test.each<[string, (chain: BoringChain) => unknown, string]>([
  [
    'one region',
    ({ trail }) => Object.assign(trail, { multiRegion: false }),
    `${update} --is-multi-region-trail --include-global-service-events`,
  ],
  [
    'not logging',
    ({ trail }) => Object.assign(trail, { logging: false }),
    'aws cloudtrail start-logging --region us-east-1 --name arn:aws:cloudtrail:us-east-1:111122223333:trail/main',
  ],
  [
    'reads',
    ({ trail }) => Object.assign(trail, { managementEvents: 'read-only' }),
    'choose Read and Write, and exclude nothing',
  ],
  [
    'no delivery',
    ({ trail }) => Object.assign(trail, { latestLogsDeliveryAt: '2026-01-01T00:00:00.000Z' }),
    'logs:PutLogEvents on arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:*',
  ],
  [
    'no log group',
    ({ trail }) => delete trail.logGroupArn,
    `${update} --cloud-watch-logs-log-group-arn arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:* --cloud-watch-logs-role-arn arn:aws:iam::111122223333:role/cloudtrail-to-cloudwatch-logs`,
  ],
  ['no trail', ({ monitoring }) => monitoring.trails.splice(0), 'choose Trails, then Create trail'],
  [
    'a trail of another account',
    ({ trail }) => Object.assign(trail, { logging: false, arn: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org' }),
    'Sign in to account 444455556666',
  ],
])('the guide for this very trail: %s', (_, change, step) => {
  const plan = planFor(broken(change), [], 'set-up-trail');
  expect(plan.changes).toEqual([]);
  for (const { guide } of plan.parts) expect(guide?.steps.join('\n')).toContain(step);
  expect(plan.parts).toHaveLength(2);
});

test.each<[string, (chain: BoringChain) => unknown]>([
  [
    'of another account',
    ({ trail }) => Object.assign(trail, { arn: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/o', logging: false }),
  ],
  [
    'whose selectors are not in the evidence',
    ({ trail }) => Object.assign(trail, { managementEvents: 'read-only', logging: false }),
  ],
  ['that cannot deliver', ({ trail }) => Object.assign(trail, { latestLogsDeliveryAt: '2026-01-01T00:00:00.000Z' })],
])('a trail %s is left to a person', (_, change) => {
  const plan = planFor(broken(change));
  expect(plan.parts.map(({ remedy }) => remedy)).toEqual(['set-up-trail', 'set-up-trail']);
});

const delivery = [
  'Attach policy cloudtrail-to-cloudwatch-logs-us-east-1 to role cloudtrail-to-cloudwatch-logs',
  'Create policy cloudtrail-to-cloudwatch-logs-us-east-1',
  'Create role cloudtrail-to-cloudwatch-logs',
];
test.each<[string, (chain: BoringChain) => unknown, string[]]>([
  [
    'nothing is there',
    ({ monitoring }) => {
      for (const list of Object.values(monitoring)) list.splice(0);
    },
    [
      ...delivery,
      'Block public access to bucket aws-cloudtrail-logs-111122223333',
      'Block public access to bucket access-logs-111122223333-us-east-1',
      'Create bucket access-logs-111122223333-us-east-1 in us-east-1',
      'Create bucket aws-cloudtrail-logs-111122223333 in us-east-1',
      'Create log group cloudtrail in us-east-1',
      'Create trail management-events in us-east-1: all regions, log file validation, delivery to log group cloudtrail',
      'Give bucket access-logs-111122223333-us-east-1 a policy',
      'Give bucket aws-cloudtrail-logs-111122223333 a policy',
      'Have the access log of bucket aws-cloudtrail-logs-111122223333 written to access-logs-111122223333-us-east-1/aws-cloudtrail-logs-111122223333/',
      'Have trail management-events start logging',
    ],
  ],
  [
    'the trail has no log group, which is there with all that is behind it',
    ({ trail }) => delete trail.logGroupArn,
    [...delivery, 'Change trail main: delivery to log group cloudtrail'],
  ],
  [
    'the trail was stopped long ago',
    ({ trail }) => Object.assign(trail, { logging: false, latestLogsDeliveryAt: '2026-01-01T00:00:00.000Z' }),
    ['Have trail main start logging'],
  ],
  [
    'the trail records one region',
    ({ trail }) => Object.assign(trail, { multiRegion: false, globalServiceEvents: false }),
    ['Change trail main: all regions, global services'],
  ],
  [
    'the trail records what is read alone, and was stopped',
    ({ trail }) =>
      Object.assign(trail, { logging: false, ...selectedBy(toSelectors([{ ReadWriteType: 'ReadOnly' }])) }),
    ['Have trail main select all management events', 'Have trail main start logging'],
  ],
])('one trail, log group and role serve all monitors: %s', (_, change, expected) => {
  const plan = planFor(broken(change));
  const links = /metric|topic/;
  expect(titles(plan).filter((title) => !links.test(title))).toEqual(expected.sort());
  expect(plan.predicted.leaves).toEqual([]);
  for (const { title, closes } of plan.changes)
    if (!links.test(title)) expect([title, closes.length]).toEqual([title, 2]);
});

test('selectors stay as they are where all that is watched for is selected', () => {
  const writes = selectedBy(
    toSelectors([{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] }]),
  );
  const plan = planFor(broken(({ trail }) => Object.assign(trail, { logging: false, ...writes })));
  const closing = (title: string) =>
    plan.changes.filter((change) => change.title === title).map(({ closes }) => closes);
  // Who reads as the root user is watched for too, so that one of the two wants more.
  expect(closing('Have trail main select all management events')).toEqual([[expect.any(String)]]);
  expect(closing('Have trail main start logging')).toEqual([[expect.any(String), expect.any(String)]]);
  expect(plan.predicted.leaves).toEqual([]);
});

test('a role of that name that lets in others is not used', () => {
  const given = broken(({ trail }) => delete trail.logGroupArn).role('cloudtrail-to-cloudwatch-logs');
  expect(planFor(given).unplanned.map(({ reason }) => reason)).toEqual(
    Array(2).fill(
      'role cloudtrail-to-cloudwatch-logs exists and lets in others than CloudTrail alone; rename it, then plan again',
    ),
  );
});

/** No trail, and a bucket of the name that a plan would give to the trail's. */
const withBucket = (policy: { readonly policy?: string }) =>
  broken(({ monitoring }) => monitoring.trails.splice(0)).buckets(({ items }) =>
    items.push({
      name: 'aws-cloudtrail-logs-111122223333',
      region: 'us-east-1',
      trails: [],
      logging: { status: 'off' },
      ...policy,
    }),
  );

test('a bucket of that name without any settings, as an undone plan leaves it, is used again', () => {
  const { changes, unplanned } = planFor(withBucket({}));
  const titles = changes.map(({ title }) => title);
  expect(unplanned).toEqual([]);
  expect(titles).toContain('Give bucket aws-cloudtrail-logs-111122223333 a policy');
  expect(titles).not.toContain('Create bucket aws-cloudtrail-logs-111122223333 in us-east-1');
});

test('a bucket of that name with a policy of its own is not taken over', () => {
  const given = withBucket({ policy: '{}' });
  for (const { reason } of planFor(given).unplanned)
    expect(reason).toContain('a bucket named aws-cloudtrail-logs-111122223333 exists already');
  expect(planFor(given).unplanned).toHaveLength(2);
});
