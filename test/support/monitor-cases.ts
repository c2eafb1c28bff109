import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsCollections } from '../../src/providers/aws/model/collections.ts';
import type { Alarm, MetricFilter, Topic, Trail } from '../../src/providers/aws/model/monitoring.ts';
import type { Cases, Violation } from './harness.ts';

export type Monitoring = Pick<AwsCollections, 'trails' | 'metric-filters' | 'alarms' | 'sns'>;

/** The chain of one control in the boring account, to be broken. */
export interface BoringChain {
  readonly monitoring: Monitoring;
  readonly trail: Trail;
  readonly filter: MetricFilter;
  readonly alarm: Alarm;
  readonly topic: Topic;
}

/** What tells one control of the family from another: its filter in the boring account, and patterns for its events. */
export interface MonitorSample {
  readonly filter: string;
  /** Patterns that match all of the events, written otherwise. */
  readonly wider: Readonly<Record<string, string>>;
  /** Patterns that miss some of them. */
  readonly narrower: Readonly<Record<string, string>>;
  /** Two patterns that match all of them together, and neither alone. */
  readonly halves: readonly [string, string];
}

/** The boring account, its chain for one filter changed. */
export function withChain(filterName: string, change: (chain: BoringChain) => unknown) {
  return account().monitoring((monitoring) => {
    const [trail] = monitoring.trails;
    const [topic] = monitoring.sns;
    const filter = monitoring['metric-filters'].find(({ name }) => name === filterName);
    const alarm = monitoring.alarms.find(({ name }) => name === filterName);
    if (!trail || !topic || !filter || !alarm) throw new Error(`the boring account has no chain for ${filterName}`);
    change({ monitoring, trail, filter, alarm, topic });
  });
}

/** The cases that hold for every control of the family: each link broken in turn, and what must not count as broken. */
export function monitorCases({ filter: name, wider, narrower, halves }: MonitorSample): Cases {
  const chain = (change: (chain: BoringChain) => unknown) => withChain(name, change);
  const breaks = (reason: string, change: (chain: BoringChain) => unknown): Violation => ({
    given: chain(change),
    expect: [{ resource: '111122223333', reason }],
  });
  const set =
    <K extends keyof BoringChain>(link: K, values: Partial<BoringChain[K]>) =>
    (found: BoringChain) =>
      Object.assign(found[link], values);
  const named = <T>(patterns: Readonly<Record<string, string>>, make: (change: (chain: BoringChain) => unknown) => T) =>
    Object.fromEntries(Object.entries(patterns).map(([label, pattern]) => [label, make(set('filter', { pattern }))]));
  return {
    baseline: { alarmEmails: ['oncall@example.com'] },
    compliant: {
      'the boring account': account(),
      ...named(wider, chain),
      'a function instead of a topic': chain(
        set('alarm', { actions: ['arn:aws:lambda:us-east-1:111122223333:function:page'] }),
      ),
      'one of twelve periods is enough': chain(set('alarm', { evaluationPeriods: 12, datapointsToAlarm: 1 })),
      'more than zero events': chain(set('alarm', { comparison: 'GreaterThanThreshold', threshold: 0 })),
      'a default of zero beside missing data that breaches': chain(({ filter, alarm }) => {
        filter.defaultValue = 0;
        alarm.treatMissingData = 'breaching';
      }),
      'a trail of one region besides': chain(({ monitoring, trail }) => {
        monitoring.trails.push({ ...trail, name: 'old', arn: `${trail.arn}-old`, multiRegion: false });
      }),
      'two filters that cover it together': chain(({ monitoring, filter, alarm }) => {
        filter.pattern = halves[0];
        monitoring['metric-filters'].push({ ...filter, name: 'rest', metric: 'rest', pattern: halves[1] });
        monitoring.alarms.push({ ...alarm, name: 'rest', metric: 'rest' });
      }),
    },
    violating: {
      'no trail': breaks('noTrail', ({ monitoring }) => monitoring.trails.splice(0)),
      'a trail that does not log': breaks('noTrail', set('trail', { logging: false })),
      'a trail of one region': breaks('noTrail', set('trail', { multiRegion: false })),
      'a trail without global services': breaks('noTrail', set('trail', { globalServiceEvents: false })),
      'a trail of reads': breaks('noTrail', set('trail', { managementEvents: 'read-only' })),
      'a trail of data events': breaks('noTrail', set('trail', { managementEvents: 'none' })),
      'a trail that leaves IAM out': breaks('noTrail', set('trail', { excludedSources: ['iam.amazonaws.com'] })),
      'a trail without log group': breaks('noLogGroup', ({ trail }) => {
        delete trail.logGroupArn;
      }),
      'a trail that delivers no more': breaks(
        'noLogGroup',
        set('trail', { latestLogsDeliveryAt: account().daysAgo(3) }),
      ),
      'a filter on another log group': breaks('noFilter', set('filter', { logGroup: 'application' })),
      'a filter in another region': breaks('noFilter', set('filter', { region: 'eu-west-1' })),
      ...named(narrower, (change) => breaks('noFilter', change)),
      'a pattern of words': breaks('noFilter', set('filter', { pattern: '"Root"' })),
      'a filter on some accounts': breaks('noFilter', set('filter', { selection: '@aws.account = "444455556666"' })),
      'a filter that counts nothing': breaks('noFilter', set('filter', { value: '0' })),
      'one half without alarm': breaks('noFilter', ({ monitoring, filter }) => {
        filter.pattern = halves[0];
        monitoring['metric-filters'].push({ ...filter, name: 'rest', metric: 'rest', pattern: halves[1] });
      }),
      'an alarm on a metric of the same name elsewhere': breaks('noAlarm', set('alarm', { namespace: 'Application' })),
      'an alarm in another region': breaks('noAlarm', set('alarm', { region: 'eu-west-1' })),
      'an alarm on ten events': breaks('noAlarm', set('alarm', { threshold: 10 })),
      'an alarm on few events': breaks('noAlarm', set('alarm', { comparison: 'LessThanThreshold' })),
      'an alarm on three periods': breaks('noAlarm', set('alarm', { evaluationPeriods: 3 })),
      'an alarm on a percentile': breaks('noAlarm', set('alarm', { statistic: 'p99' })),
      'an alarm that is always on': breaks('noAlarm', set('alarm', { treatMissingData: 'breaching' })),
      'an alarm that never goes off again': breaks('noAlarm', set('alarm', { treatMissingData: 'ignore' })),
      'an alarm on a dimension': breaks('noAlarm', set('alarm', { dimensions: { User: 'ada' } })),
      'an alarm without actions': breaks('noAction', set('alarm', { actions: [] })),
      'an alarm that is switched off': breaks('noAction', set('alarm', { actionsEnabled: false })),
      'an alarm to a topic that is gone': breaks('noAction', ({ monitoring }) => monitoring.sns.splice(0)),
      'a topic without subscriber': breaks('noSubscriber', set('topic', { subscriptions: [] })),
      'a topic that waits for confirmation': breaks(
        'noSubscriber',
        set('topic', { subscriptions: [{ protocol: 'email', endpoint: 'security@example.com', confirmed: false }] }),
      ),
    },
    unknown: {
      'a trail of the organization': breaks('elsewhere', ({ trail }) => {
        trail.organization = true;
        trail.arn = 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org';
        trail.logGroupArn = 'arn:aws:logs:us-east-1:444455556666:log-group:org';
      }),
      'a topic of another account': breaks(
        'elsewhere',
        set('alarm', { actions: ['arn:aws:sns:us-east-1:444455556666:security'] }),
      ),
      'selectors that could not be read': breaks('elsewhere', set('trail', { managementEvents: 'unknown' })),
    },
  };
}
