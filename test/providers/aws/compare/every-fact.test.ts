import { expect, test } from 'vitest';
import type { Json } from '../../../../src/engine/json.ts';
import { compareSnapshots } from '../../../../src/providers/aws/compare/compare-snapshots.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { governedAccount } from '../../../support/governed-account.ts';
import { regionalAccount } from '../../../support/regional-account.ts';

/** What is not told where it alone is another, by the reason for it. */
const untold: Readonly<Record<string, readonly string[]>> = {
  'it moves while nobody changes anything': [
    'access-analyzer.findings[].updatedAt',
    'authorization-details.roles[].lastUsed.at',
    'authorization-details.roles[].lastUsed.region',
    'config.recorders[].lastStatus',
    'credential-report.generatedAt',
    'credential-report.rows[].keys[].lastUsed',
    'credential-report.rows[].passwordLastUsed',
    'credential-report.rows[].passwordNextRotation',
    'secrets.items[].lastRotatedAt',
    'secrets.items[].nextRotationAt',
    'trails[].latestLogsDeliveryAt',
    'trails[].loggingSince',
  ],
  'a better source of it is there': [
    'account-summary.AccountAccessKeysPresent',
    'account-summary.AccountMFAEnabled',
    'account-summary.AccountSigningCertificatesPresent',
    'account-summary.Groups',
    'account-summary.Policies',
    'account-summary.Roles',
    'account-summary.Users',
    // The trails tell which buckets they deliver to.
    'buckets.items[]',
    'buckets.items[].name',
    // A report may be older than the listings of users, devices, keys and certificates.
    'credential-report.rows[]',
    'credential-report.rows[].certificates[]',
    'credential-report.rows[].certificates[].active',
    'credential-report.rows[].certificates[].lastRotated',
    'credential-report.rows[].createdAt',
    'credential-report.rows[].keys[]',
    'credential-report.rows[].mfaActive',
  ],
  'it follows from a fact that is told': [
    'access-analyzer.analyzers[].arn',
    'authorization-details.groups[].arn',
    'authorization-details.policies[].name',
    'authorization-details.policies[].path',
    'authorization-details.roles[].arn',
    'authorization-details.users[].arn',
    'config.rules[].arn',
    'credential-report.rows[].arn',
    'functions.items[].arn',
    'identity-providers[].metadata.signingCertificates[].curve',
    'identity-providers[].metadata.signingCertificates[].issuer',
    'identity-providers[].metadata.signingCertificates[].keyType',
    'identity-providers[].metadata.signingCertificates[].subject',
    'identity-providers[].metadata.signingCertificates[].validFrom',
    'identity-providers[].metadata.signingCertificates[].validTo',
    'identity-providers[].name',
    'identity-providers[].url',
    'load-balancers.items[].kind',
    'load-balancers.items[].name',
    'organization.arn',
    'organization.serviceControlPolicies.data[].targetType',
    'secrets.items[].name',
    'server-certificates[].arn',
    'server-certificates[].certificate.curve',
    'server-certificates[].certificate.issuer',
    'server-certificates[].certificate.keyBits',
    'server-certificates[].certificate.keyType',
    'server-certificates[].certificate.subject',
    'server-certificates[].certificate.validFrom',
    'server-certificates[].certificate.validTo',
    'sns[].name',
    'sns[].subscriptions[].arn',
    'trails[].homeRegion',
    'trails[].name',
    'waf.items[].id',
    'waf.items[].name',
  ],
  'what bears the id has it for good': [
    'access-analyzer.findings[].createdAt',
    'access-analyzer.findings[].ownerAccountId',
    'access-analyzer.findings[].resource',
    'access-analyzer.findings[].resourceType',
    'acm-certificates.items[].domain',
    'authorization-details.policies[].versions[].createdAt',
    'organization.serviceControlPolicies.data[].awsManaged',
    'secrets.items[].createdAt',
    'server-certificates[].body',
    'server-certificates[].chain',
    'server-certificates[].uploadedAt',
    'signing-certificates[].body',
    'signing-certificates[].certificate.curve',
    'signing-certificates[].certificate.fingerprint',
    'signing-certificates[].certificate.issuer',
    'signing-certificates[].certificate.keyBits',
    'signing-certificates[].certificate.keyType',
    'signing-certificates[].certificate.subject',
    'signing-certificates[].certificate.validFrom',
    'signing-certificates[].certificate.validTo',
    'signing-certificates[].uploadedAt',
    'ssh-keys[].uploadedAt',
  ],
};

/** What tells of use and of the past. */
const leftOut = /^(service-last-accessed|cloudtrail-events)\b/;

type Step = string | number;

/** Every scalar of a value and every item of its lists, by its path. */
function* leaves(value: Json, path: readonly Step[] = []): Generator<readonly Step[]> {
  if (value === null || typeof value !== 'object') {
    yield path;
    return;
  }
  for (const [key, item] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key;
    if (Array.isArray(value)) yield [...path, step];
    yield* leaves(item, [...path, step]);
  }
}

/** The data with another value at a path; an item of a list is left out. */
function altered(data: Json, path: readonly Step[]): Json {
  const copy = structuredClone(data) as Record<Step, Json>;
  const last = path.at(-1) ?? '';
  let parent = copy;
  for (const step of path.slice(0, -1)) parent = parent[step] as Record<Step, Json>;
  if (Array.isArray(parent)) (parent as Json[]).splice(Number(last), 1);
  else parent[last] = another(parent[last] ?? null);
  return copy as Json;
}

function another(value: Json): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return 'another';
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return new Date(Date.parse(value) + 86_400_000).toISOString();
  if (value === 'on') return 'off';
  return value.startsWith('{"') ? value.replace('Allow', 'Deny') : `${value}x`;
}

function wordsOf(collection: string, path: readonly Step[]): string {
  return [collection, ...path.map((step) => (typeof step === 'number' ? '[]' : step))]
    .join('.')
    .replaceAll('.[]', '[]');
}

function untoldOf(snapshot: AwsSnapshot): string[] {
  const found = new Set<string>();
  for (const [name, collection] of Object.entries(snapshot.collections)) {
    if (collection.status !== 'read') continue;
    const data = collection.data as Json;
    for (const path of leaves(data)) {
      const other = {
        ...snapshot,
        collections: { ...snapshot.collections, [name]: { status: 'read', data: altered(data, path) } },
      };
      const { differences, gaps } = compareSnapshots(snapshot, other as AwsSnapshot);
      if (differences.length + gaps.length === 0) found.add(wordsOf(name, path));
    }
  }
  return [...found].sort();
}

test('every fact of every collection is told when it changes, save those that are known not to be', () => {
  const found = [governedAccount(), regionalAccount()].flatMap((built) => untoldOf(built.build()));
  const expected = Object.values(untold).flat();
  expect([...new Set(found)].filter((path) => !leftOut.test(path)).sort()).toEqual(expected.sort());
}, 60_000);
