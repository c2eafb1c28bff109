import type { Severity } from '../engine/severity.ts';

/** Options that choose the account and how it is reached. */
export interface SourceOptions {
  readonly from?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly config?: string;
  readonly verbose?: boolean;
}

/** Options that choose controls. */
export interface SelectionOptions {
  readonly control?: readonly string[];
  readonly area?: readonly string[];
  readonly minSeverity?: Severity;
}

/** Options that choose how a result is told. */
export interface OutputOptions {
  readonly format?: Format;
  readonly output?: string;
}

/** Options that lay something beside a scan's result: what earlier scans found, and what a plan would change. */
export interface BesideOptions {
  readonly earlier?: readonly string[];
}

/** The option that makes a result fit for people who may not know whose account it is of. */
export interface RedactOption {
  readonly redact?: boolean;
}

/** The formats of a scan's result. */
export const formats = ['table', 'json', 'csv', 'markdown', 'html', 'sarif', 'ocsf', 'asff', 'junit'] as const;
export type Format = (typeof formats)[number];

/** Splits `a,b` and repeated options into one list. */
export function collectList(value: string, earlier: readonly string[] = []): string[] {
  return [
    ...earlier,
    ...value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ];
}

/** Splits addresses of Terraform at the commas outside of their quoted keys. */
export function collectAddresses(value: string, earlier: readonly string[] = []): string[] {
  const found = value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return [...earlier, ...found.map((address) => address.trim()).filter((address) => address !== '')];
}

/** The collections that can be imported from files, each with what prints them; a test holds them equal to the provider's. */
export const importable = {
  'account-summary': 'aws iam get-account-summary',
  'credential-report': 'the report as CSV, or aws iam get-credential-report',
  'authorization-details': 'aws iam get-account-authorization-details, one page or several',
  'password-policy': 'aws iam get-account-password-policy',
  'access-keys': 'aws iam list-access-keys, a file a user or more',
  'mfa-devices': 'aws iam list-virtual-mfa-devices or list-mfa-devices',
  'ssh-keys': 'aws iam list-ssh-public-keys, a file a user or more',
  'signing-certificates': 'aws iam list-signing-certificates, a file a user or more',
  'server-certificates': 'aws iam list-server-certificates and get-server-certificate',
  'identity-providers':
    'aws iam list-saml-providers, list-open-id-connect-providers, get-open-id-connect-provider, get-saml-provider with its "Arn"',
  'service-last-accessed': 'aws iam get-service-last-accessed-details, a file a principal, with its "Arn"',
  'alternate-contacts': 'aws account get-alternate-contact, a file for each type, empty where not set',
  organization:
    'aws organizations describe-organization (an empty file: in none), list-accounts, aws iam list-organizations-features',
  'identity-center': 'aws sso-admin list-instances',
  'access-analyzer': 'aws accessanalyzer list-analyzers and list-findings',
  attestations: 'attestations.yaml, what people signed off',
  trails: 'aws cloudtrail describe-trails, get-trail-status and get-event-selectors',
  'log-groups': 'aws logs describe-log-groups',
  'metric-filters': 'aws logs describe-metric-filters',
  alarms: 'aws cloudwatch describe-alarms',
  sns: 'aws sns list-topics and list-subscriptions',
  'cloudtrail-events': 'aws cloudtrail lookup-events',
  instances: 'aws ec2 describe-instances, a file a region or more',
  functions: 'aws lambda list-functions',
  'load-balancers': 'aws elbv2 describe-load-balancers and describe-listeners, aws elb describe-load-balancers',
  'acm-certificates': 'aws acm list-certificates',
  waf: 'aws wafv2 list-web-acls and list-resources-for-web-acl',
  secrets: 'aws secretsmanager list-secrets',
  buckets: 'aws s3api get-bucket-logging, a file a trail bucket, with its "Bucket"',
  budgets: 'aws budgets describe-budgets',
  config:
    'aws configservice describe-configuration-recorders, describe-configuration-recorder-status, describe-config-rules',
} as const;
