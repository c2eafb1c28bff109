import { wantedEvents } from '../../../src/providers/aws/model/wanted-events.ts';
import type { Scene } from './scene.ts';
import { accountId, allowing, type Violation } from './violation.ts';

type Monitored = keyof typeof wantedEvents;

/** A link of the chain from the trail to whoever is told, and how it is broken and mended for one kind of event. */
interface Break {
  plant(scene: Scene, name: string): Promise<unknown>;
  mend(scene: Scene, name: string, control: Monitored): Promise<unknown>;
}

const logGroupName = 'cloudtrail';
const rootMfaRule = 'root-account-mfa-enabled';
const topic = `arn:aws:sns:us-east-1:${accountId}:security-alarms`;

const noFilter: Break = {
  plant: ({ logs }, filterName) => logs.deleteMetricFilter({ logGroupName, filterName }),
  mend: (scene, name, control) => putFilter(scene, name, wantedEvents[control](accountId).pattern),
};
const otherFilter: Break = {
  plant: (scene, name) => putFilter(scene, name, '{ $.eventName = "DescribeInstances" }'),
  mend: noFilter.mend,
};
const noAlarm: Break = {
  plant: ({ cloudwatch }, name) => cloudwatch.deleteAlarms({ AlarmNames: [name] }),
  mend: ({ cloudwatch }, name) =>
    cloudwatch.putMetricAlarm({
      AlarmName: name,
      Namespace: 'CISBenchmark',
      MetricName: name,
      Statistic: 'Sum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 1,
      Period: 300,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: [topic],
    }),
};
const mutedAlarm: Break = {
  plant: ({ cloudwatch }, name) => cloudwatch.disableAlarmActions({ AlarmNames: [name] }),
  mend: ({ cloudwatch }, name) => cloudwatch.enableAlarmActions({ AlarmNames: [name] }),
};

/** Alone, three would not be missed: those of `monitor-sign-in` and `monitor-iam-changes` tell of their events too. */
const breaks: Readonly<Record<Monitored, Break>> = {
  'root-activity-monitored': noFilter,
  'monitor-iam-changes': noAlarm,
  'monitor-create-login-profile': noFilter,
  'monitor-mfa-deactivated': mutedAlarm,
  'monitor-sign-in': noFilter,
  'monitor-sign-in-failures': otherFilter,
  'monitor-sign-in-without-mfa': noAlarm,
  'monitor-create-user': noFilter,
  'monitor-create-access-key': mutedAlarm,
  'monitor-attach-user-policy': otherFilter,
  'monitor-create-role': noFilter,
  'monitor-trust-changes': noAlarm,
  'monitor-assume-role': otherFilter,
  'monitor-unauthorized-calls': noFilter,
  'monitor-cloudtrail-changes': noAlarm,
};

/** Trails, alarms, and what else watches the account. */
export const monitoringViolations: readonly Violation[] = [
  ...Object.entries(breaks).map(([control, broken]): Violation => {
    const name = control.replace(/^monitor-|-monitored$/, '');
    return {
      finds: { [control]: accountId },
      plant: (scene) => broken.plant(scene, name),
      mend: (scene) => broken.mend(scene, name, control as Monitored),
    };
  }),
  {
    finds: { 'cloudtrail-enabled': accountId },
    plant: ({ cloudtrail }) => cloudtrail.updateTrail({ Name: 'main', EnableLogFileValidation: false }),
    mend: ({ cloudtrail }) => cloudtrail.updateTrail({ Name: 'main', EnableLogFileValidation: true }),
  },
  {
    finds: { 's3-access-logging': `trail-${accountId}` },
    plant: ({ s3 }) => s3.putBucketLogging({ Bucket: `trail-${accountId}`, BucketLoggingStatus: {} }),
    async mend({ s3 }) {
      const [Bucket, TargetBucket] = [`trail-${accountId}`, `access-logs-${accountId}`];
      await s3.createBucket({ Bucket: TargetBucket });
      const Resource = `arn:aws:s3:::${TargetBucket}/*`;
      const Policy = allowing({
        Principal: { Service: 'logging.s3.amazonaws.com' },
        Action: ['s3:PutObject'],
        Resource,
      });
      await s3.putBucketPolicy({ Bucket: TargetBucket, Policy });
      await s3.putBucketLogging({
        Bucket,
        BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: `${Bucket}/` } },
      });
    },
  },
  {
    finds: { 'billing-alerts': accountId },
    plant: ({ budgets }) => budgets.deleteBudget({ AccountId: accountId, BudgetName: 'monthly' }),
    mend: ({ budgets }) =>
      budgets.createBudget({
        AccountId: accountId,
        Budget: {
          BudgetName: 'monthly',
          BudgetType: 'COST',
          TimeUnit: 'MONTHLY',
          BudgetLimit: { Amount: '1000', Unit: 'USD' },
        },
      }),
  },
  {
    finds: { 'config-rules': accountId },
    async plant({ config, configOfEurope }) {
      for (const each of [config, configOfEurope]) await each.deleteConfigRule({ ConfigRuleName: rootMfaRule });
    },
    mend: ({ config }) =>
      config.putConfigRule({
        ConfigRule: {
          ConfigRuleName: rootMfaRule,
          Source: { Owner: 'AWS', SourceIdentifier: 'ROOT_ACCOUNT_MFA_ENABLED' },
        },
      }),
  },
];

async function putFilter({ logs }: Scene, filterName: string, filterPattern: string): Promise<void> {
  await logs.putMetricFilter({
    logGroupName,
    filterName,
    filterPattern,
    metricTransformations: [{ metricName: filterName, metricNamespace: 'CISBenchmark', metricValue: '1' }],
  });
}
