import { z } from 'zod';
import { selectorsSchema } from './event-selectors.ts';
import { timeSchema } from './time.ts';

/** A CloudTrail trail with its status; `logGroupArn` without the trailing `:*`. */
export const trailSchema = z.object({
  name: z.string(),
  arn: z.string(),
  homeRegion: z.string(),
  multiRegion: z.boolean(),
  organization: z.boolean(),
  globalServiceEvents: z.boolean(),
  logFileValidation: z.boolean(),
  bucket: z.string().optional(),
  logGroupArn: z.string().optional(),
  /** The role that CloudTrail writes to the log group as. */
  logRoleArn: z.string().optional(),
  kmsKey: z.string().optional(),
  logging: z.boolean(),
  /** Since when it has been logging, while it does. */
  loggingSince: timeSchema.optional(),
  latestLogsDeliveryAt: timeSchema.optional(),
  /** What the selectors let through of management events; `unknown` when the selectors could not be read. */
  managementEvents: z.enum(['all', 'read-only', 'write-only', 'none', 'unknown']),
  /** Event sources that the selectors leave out of the management events, such as kms.amazonaws.com. */
  excludedSources: z.array(z.string()),
  /** The selectors; absent where they are those that every trail begins with, or could not be read. */
  selectors: selectorsSchema.optional(),
});
export type Trail = z.infer<typeof trailSchema>;

/** A log group that events of a trail may be delivered to. */
export const logGroupSchema = z.object({ region: z.string(), name: z.string() });
export type LogGroup = z.infer<typeof logGroupSchema>;

/** The log group that plans make for a trail which has none; all monitors share it. */
export const sharedLogGroup = 'cloudtrail';

const dimensionsSchema = z.record(z.string(), z.string());

/** A CloudWatch Logs metric filter; what narrows it beyond its pattern is absent where there is none. */
export const metricFilterSchema = z.object({
  region: z.string(),
  logGroup: z.string(),
  name: z.string(),
  pattern: z.string(),
  metric: z.string(),
  namespace: z.string(),
  value: z.string(),
  defaultValue: z.number().optional(),
  unit: z.string().optional(),
  /** Dimensions of the metric, each from a field of the event. */
  dimensions: dimensionsSchema.optional(),
  /** The criteria on system fields that events must meet besides the pattern. */
  selection: z.string().optional(),
  /** True where the pattern is matched against transformed events. */
  transformed: z.boolean().optional(),
});
export type MetricFilter = z.infer<typeof metricFilterSchema>;

/**
 * A CloudWatch alarm on one metric; `actions` are the ARNs notified when it goes into ALARM, period in seconds.
 * What an alarm does not have (dimensions, a unit, other actions) is absent.
 */
export const alarmSchema = z.object({
  region: z.string(),
  name: z.string(),
  description: z.string().optional(),
  metric: z.string(),
  namespace: z.string(),
  statistic: z.string(),
  comparison: z.string(),
  threshold: z.number(),
  periodSeconds: z.number(),
  evaluationPeriods: z.number(),
  /** How many of the periods must breach; all of them where it is absent. */
  datapointsToAlarm: z.number().optional(),
  treatMissingData: z.string().optional(),
  actionsEnabled: z.boolean(),
  actions: z.array(z.string()),
  okActions: z.array(z.string()).optional(),
  insufficientDataActions: z.array(z.string()).optional(),
  unit: z.string().optional(),
  dimensions: dimensionsSchema.optional(),
});
export type Alarm = z.infer<typeof alarmSchema>;

/** A subscription of an SNS topic; AWS gives no ARN until it is confirmed. */
export const subscriptionSchema = z.object({
  protocol: z.string(),
  endpoint: z.string(),
  confirmed: z.boolean(),
  arn: z.string().optional(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

/** An SNS topic with its subscriptions, sorted by protocol and endpoint. */
export const topicSchema = z.object({
  arn: z.string(),
  region: z.string(),
  name: z.string(),
  subscriptions: z.array(subscriptionSchema),
});
export type Topic = z.infer<typeof topicSchema>;

/** The keys that the lists of monitoring are sorted by. */
export const monitoringKeys = {
  logGroup: ({ region, name }: LogGroup) => `${region} ${name}`,
  filter: ({ region, logGroup, name }: Pick<MetricFilter, 'region' | 'logGroup' | 'name'>) =>
    `${region} ${logGroup} ${name}`,
  alarm: ({ region, name }: Pick<Alarm, 'region' | 'name'>) => `${region} ${name}`,
  topic: ({ arn }: Pick<Topic, 'arn'>) => arn,
  subscription: ({ protocol, endpoint }: Pick<Subscription, 'protocol' | 'endpoint'>) => `${protocol} ${endpoint}`,
} as const;
