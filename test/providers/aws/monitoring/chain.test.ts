import { expect, test } from 'vitest';
import type { Collection } from '../../../../src/engine/snapshot.ts';
import type { AccountBuilder } from '../../../../src/providers/aws/model/builder.ts';
import type { Alarm, MetricFilter } from '../../../../src/providers/aws/model/monitoring.ts';
import { wantedEvents } from '../../../../src/providers/aws/model/wanted-events.ts';
import { alarmFault, filterFault } from '../../../../src/providers/aws/monitoring/alarm.ts';
import { type Chain, judgeChain } from '../../../../src/providers/aws/monitoring/chain.ts';
import { type BoringChain, withChain } from '../../../support/monitor-cases.ts';

function judge(given: AccountBuilder): Chain {
  const { account, collections } = given.build();
  const read = <T>(collection: Collection<T>): T => {
    if (collection.status !== 'read') throw new Error(collection.reason);
    return collection.data;
  };
  const evidence = {
    trails: read(collections.trails),
    'metric-filters': read(collections['metric-filters']),
    alarms: read(collections.alarms),
    sns: read(collections.sns),
  };
  return judgeChain(evidence, { account, wanted: wantedEvents['root-activity-monitored'](), now: given.now });
}

const changed = (change: (chain: BoringChain) => unknown) => judge(withChain('root-activity', change));
const why = (chain: Chain) => (chain.status === 'whole' ? 'whole' : chain.why);

test('a whole chain names what was found for each link, and who is told', () => {
  const { status, found } = changed(() => {});
  expect(status).toBe('whole');
  expect(found).toMatchObject({
    trail: { name: 'main' },
    logGroup: { region: 'us-east-1', name: 'cloudtrail' },
    filters: [{ name: 'root-activity' }],
    alarms: [{ name: 'root-activity' }],
    topic: { name: 'security-alarms' },
    told: ['email security@example.com'],
  });
});

test.each<[string, (chain: BoringChain) => unknown]>([
  ['the account has no trail', ({ monitoring }) => monitoring.trails.splice(0)],
  ['trail main is not logging', ({ trail }) => Object.assign(trail, { logging: false })],
  ['trail main records one region only', ({ trail }) => Object.assign(trail, { multiRegion: false })],
  [
    'trail main records write-only management events',
    ({ trail }) => Object.assign(trail, { managementEvents: 'write-only' }),
  ],
  [
    'trail main leaves out the events of iam.amazonaws.com, sts.amazonaws.com',
    ({ trail }) =>
      Object.assign(trail, { excludedSources: ['sts.amazonaws.com', 'kms.amazonaws.com', 'iam.amazonaws.com'] }),
  ],
  ['whole', ({ trail }) => Object.assign(trail, { excludedSources: ['kms.amazonaws.com'] })],
  ['trail main delivers to no CloudWatch log group', ({ trail }) => delete trail.logGroupArn],
  [
    'trail main has delivered nothing to cloudtrail since 2026-02-27T12:00:00.000Z',
    ({ trail }) => Object.assign(trail, { latestLogsDeliveryAt: '2026-02-27T12:00:00.000Z' }),
  ],
  [
    'trail main has delivered nothing to cloudtrail since 2026-01-01T12:00:00.000Z',
    ({ trail }) =>
      Object.assign(trail, {
        latestLogsDeliveryAt: '2026-01-01T12:00:00.000Z',
        loggingSince: '2026-02-28T11:59:59.000Z',
      }),
  ],
  [
    'whole',
    ({ trail }) =>
      Object.assign(trail, {
        latestLogsDeliveryAt: '2026-01-01T12:00:00.000Z',
        loggingSince: '2026-02-28T12:00:00.000Z',
      }),
  ],
  ['whole', ({ trail }) => delete trail.latestLogsDeliveryAt],
  [
    'trail main delivers to log group org of account 444455556666',
    ({ trail }) => Object.assign(trail, { logGroupArn: 'arn:aws:logs:us-east-1:444455556666:log-group:org' }),
  ],
  [
    'which events trail main records could not be read',
    ({ trail }) => Object.assign(trail, { managementEvents: 'unknown' }),
  ],
  [
    'no metric filter on log group cloudtrail matches all of the events; the nearest is root-activity: it misses events where $.userIdentity.type = "Root" and $.userIdentity.invokedBy does not exist and $.eventType is something else and $.eventName is something else',
    ({ filter }) =>
      Object.assign(filter, { pattern: '{ $.userIdentity.type = "Root" && $.eventName = "ConsoleLogin" }' }),
  ],
  [
    'no metric filter on log group cloudtrail matches all of the events; the nearest is root-activity: its pattern is not understood at character 1: it is not a JSON pattern, which begins with {',
    ({ filter }) => Object.assign(filter, { pattern: 'Root' }),
  ],
  [
    'no alarm watches the metric CISBenchmark/root-activity of filter root-activity',
    ({ alarm }) => Object.assign(alarm, { namespace: 'cisbenchmark' }),
  ],
  [
    'alarm root-activity does not go off on one event: one event does not reach its threshold of 5',
    ({ alarm }) => Object.assign(alarm, { threshold: 5 }),
  ],
  ['alarm root-activity tells nobody: it has no actions', ({ alarm }) => Object.assign(alarm, { actions: [] })],
  [
    'the actions of alarm root-activity are switched off',
    ({ alarm }) => Object.assign(alarm, { actionsEnabled: false }),
  ],
  ['topic security-alarms does not exist', ({ monitoring }) => monitoring.sns.splice(0)],
  [
    'topic other belongs to account 444455556666',
    ({ alarm }) => Object.assign(alarm, { actions: ['arn:aws:sns:us-east-1:444455556666:other'] }),
  ],
  ['topic security-alarms has no subscriber', ({ topic }) => Object.assign(topic, { subscriptions: [] })],
  [
    'topic security-alarms waits for a@example.com to confirm',
    ({ topic }) =>
      Object.assign(topic, { subscriptions: [{ protocol: 'email', endpoint: 'a@example.com', confirmed: false }] }),
  ],
])('%s', (expected, change) => {
  expect(why(changed(change))).toBe(expected);
});

test('of several ways the one that leads furthest counts', () => {
  const twoAlarms = ({ monitoring, alarm }: BoringChain) => {
    monitoring.alarms.push({ ...alarm, name: 'second' });
    Object.assign(alarm, { threshold: 5 });
  };
  expect(changed(twoAlarms).found.alarms?.map(({ name }) => name)).toEqual(['second']);
  const deafTopicFirst = ({ monitoring, alarm, topic }: BoringChain) => {
    monitoring.sns.unshift({ ...topic, arn: 'arn:aws:sns:us-east-1:111122223333:deaf', subscriptions: [] });
    alarm.actions.unshift('arn:aws:sns:us-east-1:111122223333:deaf', 'arn:aws:sns:us-east-1:444455556666:other');
  };
  expect(changed(deafTopicFirst).found.topic?.name).toBe('security-alarms');
});

test('filters with their own alarms count together, and all are named', () => {
  const { status, found } = changed(({ monitoring, filter, alarm }) => {
    filter.pattern = '{ $.userIdentity.type = Root && $.eventType = "AwsApiCall" }';
    const rest = '{ $.userIdentity.type = Root && $.eventType != "AwsApiCall" }';
    monitoring['metric-filters'].push({ ...filter, name: 'rest', metric: 'rest', pattern: rest });
    monitoring.alarms.push({ ...alarm, name: 'rest', metric: 'rest' });
  });
  expect(status).toBe('whole');
  expect([found.filters, found.alarms].map((list) => list?.map(({ name }) => name))).toEqual([
    ['rest', 'root-activity'],
    ['rest', 'root-activity'],
  ]);
});

const filter: MetricFilter = {
  region: 'us-east-1',
  logGroup: 'g',
  name: 'f',
  pattern: '',
  metric: 'm',
  namespace: 'n',
  value: '1',
};
const alarm: Alarm = {
  region: 'us-east-1',
  name: 'a',
  metric: 'm',
  namespace: 'n',
  statistic: 'Sum',
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  periodSeconds: 300,
  evaluationPeriods: 1,
  actionsEnabled: true,
  actions: [],
};

test.each<[Partial<Alarm>, Partial<MetricFilter>, string | undefined]>([
  [{}, {}, undefined],
  [{ statistic: 'Maximum' }, {}, undefined],
  [{ statistic: 'SampleCount' }, {}, undefined],
  [{ statistic: 'Average' }, {}, undefined],
  [{ statistic: 'Average' }, { defaultValue: 0 }, 'one event does not reach its threshold of 1'],
  [{ statistic: 'Minimum' }, { defaultValue: 0 }, 'one event does not reach its threshold of 1'],
  [{ statistic: 'SampleCount' }, { defaultValue: 0 }, 'it is in alarm without any event'],
  [{ threshold: 0 }, {}, undefined],
  [{ threshold: 0 }, { defaultValue: 0 }, 'it is in alarm without any event'],
  [{ comparison: 'GreaterThanThreshold' }, {}, 'one event does not reach its threshold of 1'],
  [{ comparison: 'GreaterThanThreshold' }, { value: '10' }, undefined],
  [
    { comparison: 'GreaterThanUpperThreshold' },
    {},
    'its comparison GreaterThanUpperThreshold says nothing of single events',
  ],
  [{ statistic: 'p99' }, {}, 'its statistic p99 says nothing of single events'],
  [{ evaluationPeriods: 12, datapointsToAlarm: 1 }, {}, undefined],
  [{ evaluationPeriods: 2 }, {}, 'it waits for 2 periods of 300 s with events'],
  [{ unit: 'None' }, {}, undefined],
  [{ unit: 'Count' }, { unit: 'Count' }, undefined],
  [{ unit: 'Count' }, {}, 'it looks at values in Count'],
  [{ dimensions: { a: 'b' } }, {}, 'it looks at dimensions that the metric does not have'],
  [{ treatMissingData: 'breaching' }, {}, 'it is in alarm without any event, for it treats missing data as breaching'],
  [{ treatMissingData: 'breaching' }, { defaultValue: 0 }, undefined],
  [{ treatMissingData: 'ignore' }, {}, 'it stays in alarm after the first event, for it ignores missing data'],
  [{ treatMissingData: 'missing' }, {}, undefined],
])('an alarm with %j on a filter with %j: %s', (given, published, expected) => {
  expect(alarmFault({ ...alarm, ...given }, { ...filter, ...published })).toBe(expected);
});

test.each<[Partial<MetricFilter>, string | undefined]>([
  [{}, undefined],
  [{ value: '2.5', defaultValue: 0 }, undefined],
  [{ value: '0' }, 'it counts an event as 0'],
  [{ value: '$.latency' }, 'it counts an event as $.latency'],
  [{ defaultValue: 1 }, 'it counts 1 where there is no event'],
  [{ dimensions: { User: '$.user' } }, 'its metric is split by dimensions'],
  [{ selection: '@aws.region = "us-east-1"' }, 'it looks only at events with @aws.region = "us-east-1"'],
  [{ transformed: true }, 'it looks at transformed events'],
])('a filter with %j: %s', (given, expected) => {
  expect(filterFault({ ...filter, ...given })).toBe(expected);
});
