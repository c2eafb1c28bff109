import type { Comparison, ComparisonGap, Difference } from '../../../engine/comparison.ts';
import { RemediateError } from '../../../engine/errors.ts';
import type { AwsCollections, AwsSnapshot, CollectionName } from '../model/collections.ts';
import { summariseAccess } from './access.ts';
import {
  attestations,
  budgets,
  compareAliases,
  compareContacts,
  comparePasswordPolicies,
  compareSummaries,
} from './account.ts';
import { compareAnalyzers } from './analyzers.ts';
import { accessKeys, compareServerCertificates, mfaDevices, signingCertificates, sshKeys } from './credentials.ts';
import { compareDetails } from './details.ts';
import { gapOf } from './gap.ts';
import { compareProviders } from './identity-providers.ts';
import { compareLists, type Kind, type Told } from './kind.ts';
import { compareAlarms, compareFilters, compareTopics, logGroups, trails } from './monitoring.ts';
import { underNewNames } from './names.ts';
import { compareOrganizations } from './organization.ts';
import { compareRegional } from './regions.ts';
import { compareReports } from './report.ts';
import {
  acmCertificates,
  compareBuckets,
  compareConfig,
  functions,
  identityCenters,
  instances,
  loadBalancers,
  secrets,
  webAcls,
} from './services.ts';
import type { Sides } from './sides.ts';

/** What tells of use and of the past, and so moves while nobody changes anything. */
const leftOut = {
  'service-last-accessed': 'when services were last used',
  'cloudtrail-events': 'what happened, as CloudTrail’s history tells it',
} as const satisfies Partial<Record<CollectionName, string>>;
const passing = ['when passwords, keys and roles were last used', 'when reports, deliveries and rotations last ran'];

type Compared = Exclude<CollectionName, keyof typeof leftOut>;
type Comparer<K extends Compared> = (was: AwsCollections[K], is: AwsCollections[K], sides: Sides) => Iterable<Told>;

/** How each collection is compared, in the order in which people are told; a new collection does not compile without. */
const comparers: { readonly [K in Compared]: Comparer<K> } = {
  'authorization-details': compareDetails,
  'credential-report': compareReports,
  'mfa-devices': listsOf(mfaDevices),
  'access-keys': listsOf(accessKeys),
  'ssh-keys': listsOf(sshKeys),
  'signing-certificates': listsOf(signingCertificates),
  'server-certificates': compareServerCertificates,
  'acm-certificates': compareRegional('ACM certificates', acmCertificates),
  'identity-providers': compareProviders,
  'identity-center': compareRegional('IAM Identity Center', identityCenters),
  'password-policy': comparePasswordPolicies,
  'account-summary': compareSummaries,
  'alternate-contacts': compareContacts,
  organization: compareOrganizations,
  'access-analyzer': compareAnalyzers,
  trails: listsOf(trails),
  'log-groups': listsOf(logGroups),
  'metric-filters': compareFilters,
  alarms: compareAlarms,
  sns: compareTopics,
  config: compareConfig,
  buckets: compareBuckets,
  instances: compareRegional('instances', instances),
  functions: compareRegional('functions', functions),
  'load-balancers': compareRegional('load balancers', loadBalancers),
  waf: compareRegional('web ACLs', webAcls),
  secrets: compareRegional('secrets', secrets),
  budgets: listsOf(budgets),
  attestations: listsOf(attestations),
};

/** Tells in words what changed in an account between two snapshots of it. */
export function compareSnapshots(given: AwsSnapshot, after: AwsSnapshot): Comparison {
  if (given.account.id !== after.account.id || given.account.partition !== after.account.partition)
    throw new RemediateError(
      'WrongAccount',
      `the snapshots are of two accounts: ${given.account.id} in ${given.account.partition} and ${after.account.id} in ${after.account.partition}`,
      { hint: 'compare snapshots of one account' },
    );
  const { before, told: renames } = underNewNames(given, after);
  const sides = { before, after };
  const told: Told[] = [...renames];
  for (const name of Object.keys(comparers) as Compared[]) told.push(...compareCollection(name, sides));
  told.push(...compareAliases(before.account, after.account));
  const access = summariseAccess(sides);
  return {
    schema: 'remediate.comparison/1',
    account: after.account,
    old: { collectedAt: before.collectedAt },
    new: { collectedAt: after.collectedAt },
    reversed: Date.parse(after.collectedAt) < Date.parse(before.collectedAt),
    ...(access === undefined ? {} : { access }),
    differences: told.filter((one): one is Difference => 'resource' in one),
    gaps: told.filter((one): one is ComparisonGap => 'evidence' in one),
    leftOut: [...passing, ...Object.values(leftOut)],
  };
}

function* compareCollection<K extends Compared>(name: K, sides: Sides): Generator<Told> {
  const [was, is] = [sides.before.collections[name], sides.after.collections[name]];
  if (was.status === 'read' && is.status === 'read') {
    const compare: Comparer<K> = comparers[name];
    yield* compare(was.data as AwsCollections[K], is.data as AwsCollections[K], sides);
  } else yield gapOf(name, was, is);
}

function listsOf<T extends object>(kind: Kind<T>) {
  return (before: readonly T[], after: readonly T[]) => compareLists(kind, before, after);
}
