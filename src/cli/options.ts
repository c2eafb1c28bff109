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
  readonly format?: string;
  readonly output?: string;
}

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

/** The collections that can be imported from files, each with what prints them; a test holds them equal to the provider's. */
export const importable = {
  'account-summary': 'aws iam get-account-summary',
  'credential-report': 'the report as CSV, or aws iam get-credential-report',
  'authorization-details': 'aws iam get-account-authorization-details, one page or several',
  'password-policy': 'aws iam get-account-password-policy',
  'access-keys': 'aws iam list-access-keys, a file a user or more',
  'mfa-devices': 'aws iam list-virtual-mfa-devices or list-mfa-devices',
  trails: 'aws cloudtrail describe-trails, get-trail-status and get-event-selectors',
  'metric-filters': 'aws logs describe-metric-filters',
  alarms: 'aws cloudwatch describe-alarms',
  sns: 'aws sns list-topics and list-subscriptions',
} as const;
