import { compareText } from '../../../engine/finding.ts';
import type { DaysAgo } from './build-user.ts';
import type { AwsCollections } from './collections.ts';
import { type WantedEvents, wantedEvents } from './wanted-events.ts';

const region = 'us-east-1';
const logGroup = 'cloudtrail';

/** The events that the boring account raises alarms on, by the names of its filters and alarms. */
const monitored: Readonly<Record<string, (account: string) => WantedEvents>> = Object.fromEntries(
  Object.entries(wantedEvents).map(([id, wantedBy]) => [id.replace(/^monitor-|-monitored$/, ''), wantedBy]),
);

/** A multi-region trail into one log group, and for the monitored events a filter, an alarm and the one confirmed subscriber. */
export function quietMonitoring(
  account: { id: string; partition: string },
  daysAgo: DaysAgo,
): Pick<AwsCollections, 'trails' | 'log-groups' | 'metric-filters' | 'alarms' | 'sns'> {
  const arn = (service: string, rest: string) => `arn:${account.partition}:${service}:${region}:${account.id}:${rest}`;
  const topic = arn('sns', 'security-alarms');
  const alarms = Object.entries(monitored).sort(([a], [b]) => compareText(a, b));
  return {
    trails: [
      {
        name: 'main',
        arn: arn('cloudtrail', 'trail/main'),
        homeRegion: region,
        multiRegion: true,
        organization: false,
        globalServiceEvents: true,
        logFileValidation: true,
        bucket: `trail-${account.id}`,
        logGroupArn: arn('logs', `log-group:${logGroup}`),
        logRoleArn: `arn:${account.partition}:iam::${account.id}:role/cloudtrail-to-logs`,
        logging: true,
        loggingSince: daysAgo(300),
        latestLogsDeliveryAt: daysAgo(0),
        managementEvents: 'all',
        excludedSources: [],
      },
    ],
    'log-groups': [{ region, name: logGroup }],
    'metric-filters': alarms.map(([name, wantedBy]) => ({
      region,
      logGroup,
      name,
      pattern: wantedBy(account.id).pattern,
      metric: name,
      namespace: 'CISBenchmark',
      value: '1',
    })),
    alarms: alarms.map(([name]) => ({
      region,
      name,
      metric: name,
      namespace: 'CISBenchmark',
      statistic: 'Sum',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      actions: [topic],
    })),
    sns: [
      {
        arn: topic,
        region,
        name: 'security-alarms',
        subscriptions: [
          {
            protocol: 'email',
            endpoint: 'security@example.com',
            confirmed: true,
            arn: `${topic}:0f1e2d3c-0000-4000-8000-000000000001`,
          },
        ],
      },
    ],
  };
}
