import type { CollectionName } from '../model/collections.ts';
import { accessKeysCollector } from './access-keys.ts';
import { accountSummaryCollector } from './account-summary.ts';
import { alarmsCollector } from './alarms.ts';
import { authorizationDetailsCollector } from './authorization-details.ts';
import { credentialReportCollector } from './credential-report.ts';
import type { Collector } from './define.ts';
import { metricFiltersCollector } from './metric-filters.ts';
import { mfaDevicesCollector } from './mfa-devices.ts';
import { passwordPolicyCollector } from './password-policy.ts';
import { snsCollector } from './sns.ts';
import { trailsCollector } from './trails.ts';

/** How each collection is read from a live account. */
export const collectors: { readonly [K in CollectionName]: Collector<K> } = {
  'account-summary': accountSummaryCollector,
  'credential-report': credentialReportCollector,
  'authorization-details': authorizationDetailsCollector,
  'password-policy': passwordPolicyCollector,
  'access-keys': accessKeysCollector,
  'mfa-devices': mfaDevicesCollector,
  trails: trailsCollector,
  'metric-filters': metricFiltersCollector,
  alarms: alarmsCollector,
  sns: snsCollector,
};

/** The collections and all that they rest on. */
export function withNeeds(names: readonly CollectionName[]): CollectionName[] {
  const all = new Set<CollectionName>();
  const add = (name: CollectionName): void => {
    if (all.has(name)) return;
    all.add(name);
    collectors[name].needs.forEach(add);
  };
  names.forEach(add);
  return [...all];
}

/** The IAM actions that reading these collections, and whose account it is, needs. */
export function readPermissions(names: readonly CollectionName[]): string[] {
  const permissions = withNeeds(names).flatMap((name) => collectors[name].permissions);
  return [...new Set(['sts:GetCallerIdentity', 'iam:ListAccountAliases', ...permissions])].sort();
}
