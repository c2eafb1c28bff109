import type { CloudTrail } from '@aws-sdk/client-cloudtrail';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { IAM } from '@aws-sdk/client-iam';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { SNS } from '@aws-sdk/client-sns';
import type { STS } from '@aws-sdk/client-sts';

/** The only door to the AWS clients: each is loaded when it is first asked for, and every call is counted. */
export interface Live {
  readonly region: string;
  iam(): Promise<IAM>;
  sts(): Promise<STS>;
  cloudtrail(region: string): Promise<CloudTrail>;
  cloudwatch(region: string): Promise<CloudWatch>;
  logs(region: string): Promise<CloudWatchLogs>;
  sns(region: string): Promise<SNS>;
  secretsManager(region: string): Promise<SecretsManager>;
  /** Calls made so far, by `service:Action`. */
  readonly calls: ReadonlyMap<string, number>;
}
