import type { ComparisonGap } from '../../../engine/comparison.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AwsSnapshot } from '../model/collections.ts';
import { selectorsOf } from '../model/event-selectors.ts';
import {
  type Alarm,
  type LogGroup,
  type MetricFilter,
  monitoringKeys,
  type Subscription,
  type Topic,
  type Trail,
} from '../model/monitoring.ts';
import { compareLists, type Kind, type Told } from './kind.ts';
import type { Sides } from './sides.ts';

const area = 'monitoring';

export const trails: Kind<Trail> = {
  area,
  type: 'cloudtrail-trail',
  noun: 'trail',
  key: ({ arn }) => arn,
  label: ({ name }) => name,
  arn: ({ arn }) => arn,
  fields: {
    name: 'passing',
    arn: 'key',
    homeRegion: 'passing',
    multiRegion: 'fact',
    organization: 'fact',
    globalServiceEvents: 'fact',
    logFileValidation: 'fact',
    bucket: 'fact',
    logGroupArn: 'fact',
    logRoleArn: 'fact',
    kmsKey: 'fact',
    logging: 'fact',
    loggingSince: 'passing',
    latestLogsDeliveryAt: 'passing',
    managementEvents: (events) => (events === 'unknown' ? undefined : events),
    excludedSources: (sources, { managementEvents }) => (managementEvents === 'unknown' ? undefined : sources),
    selectors: (_, trail) => selectorsOf(trail),
  },
  words: { logging: (logging) => (logging ? 'started logging' : 'stopped logging') },
};

export const logGroups: Kind<LogGroup> = {
  area,
  type: 'logs-log-group',
  noun: 'log group',
  key: monitoringKeys.logGroup,
  label: ({ name, region }) => `${name} in ${region}`,
  fields: { region: 'key', name: 'key' },
};

const filters: Kind<MetricFilter> = {
  area,
  type: 'logs-metric-filter',
  noun: 'metric filter',
  key: monitoringKeys.filter,
  label: ({ name, logGroup, region }) => `${name} of log group ${logGroup} in ${region}`,
  fields: {
    region: 'key',
    logGroup: 'key',
    name: 'key',
    pattern: 'fact',
    metric: 'fact',
    namespace: 'fact',
    value: 'fact',
    defaultValue: 'fact',
    unit: 'fact',
    dimensions: 'fact',
    selection: 'fact',
    transformed: 'fact',
  },
};

const alarms: Kind<Alarm> = {
  area,
  type: 'cloudwatch-alarm',
  noun: 'alarm',
  key: monitoringKeys.alarm,
  label: ({ name, region }) => `${name} in ${region}`,
  fields: {
    region: 'key',
    name: 'key',
    description: 'fact',
    metric: 'fact',
    namespace: 'fact',
    statistic: 'fact',
    comparison: 'fact',
    threshold: 'fact',
    periodSeconds: 'fact',
    evaluationPeriods: 'fact',
    datapointsToAlarm: 'fact',
    treatMissingData: 'fact',
    actionsEnabled: 'fact',
    actions: 'fact',
    okActions: 'fact',
    insufficientDataActions: 'fact',
    unit: 'fact',
    dimensions: 'fact',
  },
};

function subscriptionsOf({ name }: Topic): Kind<Subscription> {
  return {
    area,
    type: 'sns-subscription',
    noun: 'subscription',
    key: monitoringKeys.subscription,
    label: ({ protocol, endpoint }) => `of ${endpoint} (${protocol}) to topic ${name}`,
    fields: { protocol: 'key', endpoint: 'key', confirmed: 'fact', arn: 'passing' },
    words: { confirmed: (confirmed) => (confirmed ? 'was confirmed' : 'is not confirmed any more') },
  };
}

const topics: Kind<Topic> = {
  area,
  type: 'sns-topic',
  noun: 'topic',
  key: monitoringKeys.topic,
  label: ({ name, region }) => `${name} in ${region}`,
  arn: ({ arn }) => arn,
  fields: { arn: 'key', region: 'passing', name: 'passing', subscriptions: 'apart' },
  *parts(was, is) {
    const topic = is ?? was;
    if (topic !== undefined)
      yield* compareLists(subscriptionsOf(topic), was?.subscriptions ?? [], is?.subscriptions ?? []);
  },
};

/** The regions that a snapshot points to by its trails; the snapshot does not tell where else was looked. */
function pointedTo(snapshot: AwsSnapshot): string[] {
  return (readable(snapshot, 'trails') ?? []).flatMap(({ logGroupArn }) => logGroupArn?.split(':')[3] ?? []);
}

function billed({ account }: AwsSnapshot): string[] {
  return account.partition === 'aws' ? ['us-east-1'] : [];
}

function notified(snapshot: AwsSnapshot): string[] {
  const actions = (readable(snapshot, 'alarms') ?? []).flatMap((alarm) => alarm.actions);
  return actions.filter((arn) => arn.split(':')[2] === 'sns').flatMap((arn) => arn.split(':')[3] ?? []);
}

/** Tells what became of metric filters, as far as both sides looked at their regions. */
export const compareFilters = compareWhereLooked('metric filters', filters, pointedTo);

/** Tells what became of alarms, as far as both sides looked at their regions. */
export const compareAlarms = compareWhereLooked('alarms', alarms, (side) => [...pointedTo(side), ...billed(side)]);

/** Tells what became of topics and their subscriptions, as far as both sides looked at their regions. */
export const compareTopics = compareWhereLooked('topics', topics, (side) => [...pointedTo(side), ...notified(side)]);

/** Monitoring is read where trails point to: without a trail of a region, nothing of it does not mean that all is gone. */
function compareWhereLooked<T extends { readonly region: string }>(
  evidence: string,
  kind: Kind<T>,
  lookedAt: (snapshot: AwsSnapshot) => readonly string[],
) {
  return function* (before: readonly T[], after: readonly T[], sides: Sides): Generator<Told> {
    const [old, now] = [
      new Set([...before.map(({ region }) => region), ...lookedAt(sides.before)]),
      new Set([...after.map(({ region }) => region), ...lookedAt(sides.after)]),
    ];
    const gap = (region: string, missingIn: 'old' | 'new'): ComparisonGap => ({
      evidence: `${evidence} of ${region}`,
      missingIn,
      reason: 'no trail points there, so the region may not have been looked at',
    });
    const regions = (items: readonly T[]) => [...new Set(items.map(({ region }) => region))];
    yield* regions(after).flatMap((region) => (old.has(region) ? [] : [gap(region, 'old')]));
    yield* regions(before).flatMap((region) => (now.has(region) ? [] : [gap(region, 'new')]));
    const covered = ({ region }: T) => old.has(region) && now.has(region);
    yield* compareLists(kind, before.filter(covered), after.filter(covered));
  };
}
