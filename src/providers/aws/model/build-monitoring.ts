import type { DaysAgo } from './build-user.ts';
import type { AwsCollections } from './collections.ts';

const region = 'us-east-1';
const logGroup = 'cloudtrail';

/** The metric filters of a monitored account: name, and pattern as the CIS benchmark writes it. */
export const monitoredPatterns: Readonly<Record<string, string>> = {
  'root-activity':
    '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  'iam-changes': `{${[
    'DeleteGroupPolicy',
    'DeleteRolePolicy',
    'DeleteUserPolicy',
    'PutGroupPolicy',
    'PutRolePolicy',
    'PutUserPolicy',
    'CreatePolicy',
    'DeletePolicy',
    'CreatePolicyVersion',
    'DeletePolicyVersion',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'AttachUserPolicy',
    'DetachUserPolicy',
    'AttachGroupPolicy',
    'DetachGroupPolicy',
  ]
    .map((event) => `($.eventName=${event})`)
    .join('||')}}`,
};

/** A multi-region trail into one log group, and for each pattern a filter, an alarm and the one confirmed subscriber. */
export function quietMonitoring(
  account: { id: string; partition: string },
  daysAgo: DaysAgo,
): Pick<AwsCollections, 'trails' | 'metric-filters' | 'alarms' | 'sns'> {
  const arn = (service: string, rest: string) => `arn:${account.partition}:${service}:${region}:${account.id}:${rest}`;
  const topic = arn('sns', 'security-alarms');
  const names = Object.keys(monitoredPatterns).sort();
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
        logging: true,
        latestLogsDeliveryAt: daysAgo(0),
        managementEvents: 'all',
        excludedSources: [],
      },
    ],
    'metric-filters': names.map((name) => ({
      region,
      logGroup,
      name,
      pattern: monitoredPatterns[name] ?? '',
      metric: name,
      namespace: 'CISBenchmark',
      value: '1',
    })),
    alarms: names.map((name) => ({
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
