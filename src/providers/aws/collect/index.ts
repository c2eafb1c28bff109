import type { CollectionName } from '../model/collections.ts';
import { accessAnalyzerCollector } from './access-analyzer.ts';
import { accessKeysCollector } from './access-keys.ts';
import { accountSummaryCollector } from './account-summary.ts';
import { acmCertificatesCollector } from './acm-certificates.ts';
import { alarmsCollector } from './alarms.ts';
import { alternateContactsCollector } from './alternate-contacts.ts';
import { attestationsCollector } from './attestations.ts';
import { authorizationDetailsCollector } from './authorization-details.ts';
import { bucketsCollector } from './buckets.ts';
import { budgetsCollector } from './budgets.ts';
import { cloudtrailEventsCollector } from './cloudtrail-events.ts';
import { configCollector } from './config.ts';
import { credentialReportCollector } from './credential-report.ts';
import type { Collector } from './define.ts';
import { functionsCollector } from './functions.ts';
import { identityFloor } from './identity.ts';
import { identityCenterCollector } from './identity-center.ts';
import { identityProvidersCollector } from './identity-providers.ts';
import { instancesCollector } from './instances.ts';
import { lastAccessedCollector } from './last-accessed.ts';
import { loadBalancersCollector } from './load-balancers.ts';
import { logGroupsCollector } from './log-groups.ts';
import { metricFiltersCollector } from './metric-filters.ts';
import { mfaDevicesCollector } from './mfa-devices.ts';
import { organizationCollector } from './organization.ts';
import { passwordPolicyCollector } from './password-policy.ts';
import { secretsCollector } from './secrets.ts';
import { serverCertificatesCollector } from './server-certificates.ts';
import { signingCertificatesCollector } from './signing-certificates.ts';
import { snsCollector } from './sns.ts';
import { sshKeysCollector } from './ssh-keys.ts';
import { trailsCollector } from './trails.ts';
import { wafCollector } from './waf.ts';

/** How each collection is read from a live account. */
export const collectors: { readonly [K in CollectionName]: Collector<K> } = {
  'account-summary': accountSummaryCollector,
  'credential-report': credentialReportCollector,
  'authorization-details': authorizationDetailsCollector,
  'password-policy': passwordPolicyCollector,
  'access-keys': accessKeysCollector,
  'mfa-devices': mfaDevicesCollector,
  'ssh-keys': sshKeysCollector,
  'signing-certificates': signingCertificatesCollector,
  'server-certificates': serverCertificatesCollector,
  'identity-providers': identityProvidersCollector,
  'service-last-accessed': lastAccessedCollector,
  'alternate-contacts': alternateContactsCollector,
  organization: organizationCollector,
  'identity-center': identityCenterCollector,
  'access-analyzer': accessAnalyzerCollector,
  trails: trailsCollector,
  'log-groups': logGroupsCollector,
  'metric-filters': metricFiltersCollector,
  alarms: alarmsCollector,
  sns: snsCollector,
  'cloudtrail-events': cloudtrailEventsCollector,
  instances: instancesCollector,
  functions: functionsCollector,
  'load-balancers': loadBalancersCollector,
  'acm-certificates': acmCertificatesCollector,
  waf: wafCollector,
  secrets: secretsCollector,
  buckets: bucketsCollector,
  budgets: budgetsCollector,
  config: configCollector,
  attestations: attestationsCollector,
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
  return [...new Set([...Object.keys(identityFloor), ...permissions])].sort();
}
