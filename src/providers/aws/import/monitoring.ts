import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { MetricFilter as LiveFilter } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { sortedBy } from '../collect/define.ts';
import { toSelectors } from '../collect/event-selectors.ts';
import { toTopics } from '../collect/sns.ts';
import { toTrail } from '../collect/trails.ts';
import { type Selected, selectedBy, usualSelectors } from '../model/event-selectors.ts';
import {
  type Alarm,
  type LogGroup,
  type MetricFilter,
  monitoringKeys,
  type Topic,
  type Trail,
} from '../model/monitoring.ts';
import { toAlarm } from '../operations/alarms.ts';
import { toMetricFilter } from '../operations/metric-filters.ts';
import { broken, date, decodePages, type ImportFile, maybe, maybeList } from './files.ts';

const text = maybe(z.string());
const flag = maybe(z.boolean());
const isObject = (value: unknown) => value !== null && typeof value === 'object';

const trails = z.object({
  trailList: maybeList(
    z.object({
      Name: z.string(),
      TrailARN: z.string(),
      HomeRegion: text,
      S3BucketName: text,
      CloudWatchLogsLogGroupArn: text,
      CloudWatchLogsRoleArn: text,
      KmsKeyId: text,
      IsMultiRegionTrail: flag,
      IsOrganizationTrail: flag,
      IncludeGlobalServiceEvents: flag,
      LogFileValidationEnabled: flag,
      HasCustomEventSelectors: flag,
    }),
  ),
  IsLogging: flag,
  StartLoggingTime: maybe(date),
  LatestCloudWatchLogsDeliveryTime: maybe(date),
  TrailARN: text,
  EventSelectors: maybeList(z.custom<EventSelector>(isObject)),
  AdvancedEventSelectors: maybeList(z.custom<AdvancedEventSelector>(isObject)),
});
type TrailAnswer = z.output<typeof trails>;

/**
 * Reads what `aws cloudtrail describe-trails`, `get-trail-status` and `get-event-selectors` print. A status does not
 * say whose it is: for more than one trail, its TrailARN must have been added.
 */
export function importTrails(files: readonly ImportFile[]): Trail[] {
  const answers = files.flatMap((file) => decodePages(file, trails));
  const listed = new Map(answers.flatMap((answer) => answer.trailList ?? []).map((trail) => [trail.TrailARN, trail]));
  const [first] = files;
  const belongs = (arn: string) => (answer: TrailAnswer) =>
    answer.TrailARN === arn || (answer.TrailARN === undefined && listed.size === 1);
  const found = [...listed.values()].map((trail) => {
    const own = answers.filter(belongs(trail.TrailARN));
    const status = own.find((answer) => answer.IsLogging !== undefined);
    if (status === undefined && first !== undefined)
      throw broken(
        first,
        `nothing says whether trail ${trail.Name} is logging: add the file that aws cloudtrail get-trail-status prints, with "TrailARN": "${trail.TrailARN}" in it`,
      );
    const region = trail.HomeRegion ?? trail.TrailARN.split(':')[3] ?? '';
    return toTrail({ ...trail, HomeRegion: region }, status ?? {}, readSelectors(trail, own));
  });
  return sortedBy(found, (trail) => trail.arn);
}

function readSelectors(
  trail: { readonly HasCustomEventSelectors: boolean | undefined },
  answers: readonly TrailAnswer[],
): Selected {
  const selectors = answers.find((answer) => answer.EventSelectors ?? answer.AdvancedEventSelectors);
  if (selectors !== undefined)
    return selectedBy(toSelectors(selectors.EventSelectors, selectors.AdvancedEventSelectors));
  if (trail.HasCustomEventSelectors === false) return selectedBy(usualSelectors);
  return { managementEvents: 'unknown', excludedSources: [] };
}

const logGroups = z.object({ logGroups: z.array(z.looseObject({ logGroupName: z.string(), arn: z.string() })) });

/** Reads what `aws logs describe-log-groups` prints. */
export function importLogGroups(files: readonly ImportFile[]): LogGroup[] {
  const found = files
    .flatMap((file) => decodePages(file, logGroups))
    .flatMap((page) => page.logGroups)
    .map(({ logGroupName: name, arn }) => ({ region: arn.split(':')[3] ?? '', name }));
  return sortedBy(found, monitoringKeys.logGroup);
}

const filters = z.object({
  metricFilters: z.array(
    z.looseObject({
      filterName: z.string(),
      logGroupName: z.string(),
      filterPattern: text,
      metricTransformations: z.array(z.looseObject({ metricName: z.string(), metricNamespace: z.string() })),
    }),
  ),
});

/** Reads what `aws logs describe-metric-filters` prints; the region is that of the trail which feeds the log group. */
export function importMetricFilters(
  files: readonly ImportFile[],
  known: readonly Trail[],
  region?: string,
): MetricFilter[] {
  const groups = new Map(
    known.flatMap(({ logGroupArn = '' }) => {
      const [, , , at, , , name] = logGroupArn.split(':');
      return name === undefined || at === undefined ? [] : [[name, at] as const];
    }),
  );
  const found = files.flatMap((file) =>
    decodePages(file, filters)
      .flatMap((page) => page.metricFilters)
      .map((filter) => {
        const at = groups.get(filter.logGroupName) ?? region;
        if (at === undefined)
          throw broken(
            file,
            `the region of log group ${filter.logGroupName} is not told: give --region, or the trails as well`,
          );
        return toMetricFilter(at, filter as unknown as LiveFilter);
      }),
  );
  return sortedBy(found, monitoringKeys.filter);
}

const alarms = z.object({
  MetricAlarms: z.array(z.looseObject({ AlarmName: z.string(), AlarmArn: z.string().regex(/^arn:[^:]+:cloudwatch:/) })),
});

/** Reads what `aws cloudwatch describe-alarms` prints. */
export function importAlarms(files: readonly ImportFile[]): Alarm[] {
  const found = files
    .flatMap((file) => decodePages(file, alarms))
    .flatMap((page) => page.MetricAlarms)
    .flatMap((alarm) => toAlarm(alarm.AlarmArn.split(':')[3] ?? '', alarm as unknown as MetricAlarm) ?? []);
  return sortedBy(found, monitoringKeys.alarm);
}

const topics = z.object({
  Topics: maybeList(z.object({ TopicArn: z.string() })),
  Subscriptions: maybeList(
    z.object({ TopicArn: z.string(), SubscriptionArn: z.string(), Protocol: z.string(), Endpoint: text }),
  ),
});

/** Reads what `aws sns list-topics`, `list-subscriptions` and `list-subscriptions-by-topic` print. */
export function importTopics(files: readonly ImportFile[]): Topic[] {
  const answers = files.flatMap((file) =>
    decodePages(file, topics).map((answer) => {
      if (answer.Topics !== undefined || answer.Subscriptions !== undefined) return answer;
      throw broken(file, 'holds neither Topics nor Subscriptions');
    }),
  );
  const subscriptions = answers.flatMap((answer) => answer.Subscriptions ?? []);
  const arns = [...answers.flatMap((answer) => answer.Topics ?? []), ...subscriptions].map((item) => item.TopicArn);
  const listed = subscriptions.map(({ Endpoint, ...rest }) => ({
    ...rest,
    ...(Endpoint === undefined ? {} : { Endpoint }),
  }));
  return sortedBy(toTopics([...new Set(arns)], listed), monitoringKeys.topic);
}
