import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
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
  /** The source of its events, which the trail may not leave out. */
  readonly source: string;
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

type Change = (chain: BoringChain) => unknown;

const set =
  <K extends keyof BoringChain>(link: K, values: Partial<BoringChain[K]>): Change =>
  (found) =>
    Object.assign(found[link], values);

/** The boring account with one chain and no other: a filter on more events would stand in for it. */
function alone(filterName: string, change: Change): AccountBuilder {
  return withChain(filterName, (chain) => {
    chain.monitoring['metric-filters'] = [chain.filter];
    chain.monitoring.alarms = [chain.alarm];
    change(chain);
  });
}

function breaks(filter: string, reason: string, change: Change): Violation {
  return { given: alone(filter, change), expect: [{ resource: '111122223333', reason }] };
}

function named<T>(patterns: Readonly<Record<string, string>>, make: (change: Change) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(patterns).map(([label, pattern]) => [label, make(set('filter', { pattern }))]),
  );
}

/** Two filters that match all of the events together; the second gets an alarm of its own where it is asked for. */
function splitInto([first, second]: MonitorSample['halves'], alarmed: boolean): Change {
  return ({ monitoring, filter, alarm }) => {
    filter.pattern = first;
    monitoring['metric-filters'].push({ ...filter, name: 'rest', metric: 'rest', pattern: second });
    if (alarmed) monitoring.alarms.push({ ...alarm, name: 'rest', metric: 'rest' });
  };
}

/** The cases that tell one control of the family from another: its patterns and sources, and each link broken once. */
export function monitorCases({ filter: name, source, wider, narrower, halves }: MonitorSample): Cases {
  return {
    baseline: { alarmEmails: ['oncall@example.com'] },
    compliant: {
      'the boring account': account(),
      ...named(wider, (change) => alone(name, change)),
      'two filters that cover it together': alone(name, splitInto(halves, true)),
    },
    violating: {
      'a trail of reads': breaks(name, 'noTrail', set('trail', { managementEvents: 'read-only' })),
      'a trail that leaves the source out': breaks(name, 'noTrail', set('trail', { excludedSources: [source] })),
      'a trail without log group': breaks(name, 'noLogGroup', ({ trail }) => {
        delete trail.logGroupArn;
      }),
      ...named(narrower, (change) => breaks(name, 'noFilter', change)),
      'one half without alarm': breaks(name, 'noFilter', splitInto(halves, false)),
      'an alarm on ten events': breaks(name, 'noAlarm', set('alarm', { threshold: 10 })),
      'an alarm that is switched off': breaks(name, 'noAction', set('alarm', { actionsEnabled: false })),
      'a topic without subscriber': breaks(name, 'noSubscriber', set('topic', { subscriptions: [] })),
    },
    unknown: {
      'selectors that could not be read': breaks(name, 'elsewhere', set('trail', { managementEvents: 'unknown' })),
    },
  };
}

/** The same, and every way in which a link can be broken or hold: the family's own laws, which one or two controls prove. */
export function everyLinkCases(sample: MonitorSample): Cases {
  const { filter: name } = sample;
  const chain = (change: Change) => alone(name, change);
  const cases = monitorCases(sample);
  return {
    ...cases,
    compliant: {
      ...cases.compliant,
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
    },
    violating: {
      ...cases.violating,
      'no trail': breaks(name, 'noTrail', ({ monitoring }) => monitoring.trails.splice(0)),
      'a trail that does not log': breaks(name, 'noTrail', set('trail', { logging: false })),
      'a trail of one region': breaks(name, 'noTrail', set('trail', { multiRegion: false })),
      'a trail without global services': breaks(name, 'noTrail', set('trail', { globalServiceEvents: false })),
      'a trail of data events': breaks(name, 'noTrail', set('trail', { managementEvents: 'none' })),
      'a trail that delivers no more': breaks(
        name,
        'noLogGroup',
        set('trail', { latestLogsDeliveryAt: account().daysAgo(3) }),
      ),
      'a filter on another log group': breaks(name, 'noFilter', set('filter', { logGroup: 'application' })),
      'a filter in another region': breaks(name, 'noFilter', set('filter', { region: 'eu-west-1' })),
      'a pattern of words': breaks(name, 'noFilter', set('filter', { pattern: '"Root"' })),
      'a filter on some accounts': breaks(
        name,
        'noFilter',
        set('filter', { selection: '@aws.account = "444455556666"' }),
      ),
      'a filter that counts nothing': breaks(name, 'noFilter', set('filter', { value: '0' })),
      'an alarm on a metric of the same name elsewhere': breaks(
        name,
        'noAlarm',
        set('alarm', { namespace: 'Application' }),
      ),
      'an alarm in another region': breaks(name, 'noAlarm', set('alarm', { region: 'eu-west-1' })),
      'an alarm on few events': breaks(name, 'noAlarm', set('alarm', { comparison: 'LessThanThreshold' })),
      'an alarm on three periods': breaks(name, 'noAlarm', set('alarm', { evaluationPeriods: 3 })),
      'an alarm on a percentile': breaks(name, 'noAlarm', set('alarm', { statistic: 'p99' })),
      'an alarm that is always on': breaks(name, 'noAlarm', set('alarm', { treatMissingData: 'breaching' })),
      'an alarm that never goes off again': breaks(name, 'noAlarm', set('alarm', { treatMissingData: 'ignore' })),
      'an alarm on a dimension': breaks(name, 'noAlarm', set('alarm', { dimensions: { User: 'ada' } })),
      'an alarm without actions': breaks(name, 'noAction', set('alarm', { actions: [] })),
      'an alarm to a topic that is gone': breaks(name, 'noAction', ({ monitoring }) => monitoring.sns.splice(0)),
      'a topic that waits for confirmation': breaks(
        name,
        'noSubscriber',
        set('topic', { subscriptions: [{ protocol: 'email', endpoint: 'security@example.com', confirmed: false }] }),
      ),
    },
    unknown: {
      ...cases.unknown,
      'a trail of the organization': breaks(name, 'elsewhere', ({ trail }) => {
        trail.organization = true;
        trail.arn = 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org';
        trail.logGroupArn = 'arn:aws:logs:us-east-1:444455556666:log-group:org';
      }),
      'a topic of another account': breaks(
        name,
        'elsewhere',
        set('alarm', { actions: ['arn:aws:sns:us-east-1:444455556666:security'] }),
      ),
    },
  };
}
