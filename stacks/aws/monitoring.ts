import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js';
import type { Alarm, MetricFilter } from '../../src/providers/aws/model/monitoring.ts';
import { defineRendering } from './rendering.ts';

type FilterAddress = Pick<MetricFilter, 'region' | 'logGroup' | 'name'>;

export const metricFilter = defineRendering<FilterAddress, Omit<MetricFilter, keyof FilterAddress>>({
  name: ({ name, logGroup, region }) => [name, logGroup, region],
  region: ({ region }) => region,
  importId: ({ logGroup, name }) => `${logGroup}:${name}`,
  make: (scope, id, { logGroup, name }, { pattern, metric, namespace, value, defaultValue, unit }, meta) =>
    new CloudwatchLogMetricFilter(scope, id, {
      name,
      logGroupName: logGroup,
      pattern,
      metricTransformation: {
        name: metric,
        namespace,
        value,
        ...(defaultValue === undefined ? {} : { defaultValue: String(defaultValue) }),
        ...(unit === undefined ? {} : { unit }),
      },
      ...meta,
    }),
});

type AlarmAddress = Pick<Alarm, 'region' | 'name'>;
type AlarmValue = Omit<Alarm, keyof AlarmAddress>;

export const alarm = defineRendering<AlarmAddress, AlarmValue>({
  name: ({ name, region }) => [name, region],
  region: ({ region }) => region,
  importId: ({ name }) => name,
  keeps: ['evaluate_low_sample_count_percentiles', 'tags', 'tags_all'],
  make: (scope, id, { name }, wanted, meta) =>
    new CloudwatchMetricAlarm(scope, id, {
      alarmName: name,
      ...(wanted.description === undefined ? {} : { alarmDescription: wanted.description }),
      namespace: wanted.namespace,
      metricName: wanted.metric,
      ...statistic(wanted),
      ...(wanted.unit === undefined ? {} : { unit: wanted.unit }),
      ...(wanted.dimensions === undefined ? {} : { dimensions: wanted.dimensions }),
      comparisonOperator: wanted.comparison,
      threshold: wanted.threshold,
      period: wanted.periodSeconds,
      evaluationPeriods: wanted.evaluationPeriods,
      ...(wanted.datapointsToAlarm === undefined ? {} : { datapointsToAlarm: wanted.datapointsToAlarm }),
      treatMissingData: wanted.treatMissingData ?? 'missing',
      actionsEnabled: wanted.actionsEnabled,
      alarmActions: wanted.actions,
      ...(wanted.okActions === undefined ? {} : { okActions: wanted.okActions }),
      ...(wanted.insufficientDataActions === undefined
        ? {}
        : { insufficientDataActions: wanted.insufficientDataActions }),
      ...meta,
    }),
});

/** A percentile such as p99 stands in an attribute of its own. */
function statistic({ statistic }: AlarmValue) {
  return /^(?:Sum|Average|Minimum|Maximum|SampleCount)$/.test(statistic)
    ? { statistic }
    : { extendedStatistic: statistic };
}

export const topic = defineRendering<{ region: string; name: string; arn: string }, object>({
  name: ({ name, region }) => [name, region],
  region: ({ region }) => region,
  importId: ({ arn }) => arn,
  make: (scope, id, { name }, _, meta) => new SnsTopic(scope, id, { name, ...meta }),
});

type SubscriptionAddress = { topicArn: string; protocol: string; endpoint: string };

export const subscription = defineRendering<SubscriptionAddress, { arn?: string }>({
  name: ({ topicArn, protocol, endpoint }) => [topicArn.split(':').at(-1) ?? topicArn, protocol, endpoint],
  region: ({ topicArn }) => topicArn.split(':')[3] ?? '',
  importId: (_, { arn }) => arn ?? '',
  make: (scope, id, { topicArn, protocol, endpoint }, _, meta) =>
    new SnsTopicSubscription(scope, id, { topicArn, protocol, endpoint, ...meta }),
});
