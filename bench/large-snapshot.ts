import type { AuthorizationDetails } from '../src/providers/aws/model/authorization-details.ts';
import { account, builtAt } from '../src/providers/aws/model/builder.ts';
import type { AwsCollections, AwsSnapshot, CollectionName } from '../src/providers/aws/model/collections.ts';
import type { ReportKey, ReportRow } from '../src/providers/aws/model/credential-report.ts';
import type { AccessKey, MfaDevice } from '../src/providers/aws/model/credentials.ts';
import { type LastAccessed, principalsOfInterest } from '../src/providers/aws/model/last-accessed.ts';
import { largeAccount } from './large-account.ts';

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(builtAt.getTime() - days * DAY).toISOString();
const SERVICES = ['dynamodb', 'ec2', 'ecs', 'glue', 'kms', 'lambda', 'logs', 'rds', 's3', 'sns', 'sqs', 'ssm'];

/** A snapshot with every collection, as large as AWS's quotas let an account be at scale 1; `run` makes its texts its own. */
export function largeSnapshot(scale: number, run: string): AwsSnapshot {
  const boring = account().build();
  const own = dataOf(boring, 'authorization-details');
  const large = largeAccount(scale, run);
  const details: AuthorizationDetails = {
    ...own,
    users: [...own.users, ...large.users],
    groups: [...own.groups, ...large.groups],
    roles: [...own.roles, ...large.roles],
    policies: [...own.policies, ...large.policies],
  };
  const keys = large.users.flatMap(({ name }, at) => (at % 2 === 0 ? [accessKey(name, at)] : []));
  const people = large.users.filter((_, at) => at % 3 !== 0).map(({ name }) => name);
  const report = dataOf(boring, 'credential-report');
  const known = new Map(keys.map((key) => [key.user, key]));
  const withPassword = new Set(people);
  const rows = [
    ...report.rows,
    ...large.users.map(({ name, arn }) => reportRow(name, arn, withPassword.has(name), known.get(name))),
  ];
  const fullReport = { ...report, rows };
  const devices = people.flatMap((user, at) => (at % 10 === 0 ? [] : [device(user)]));
  return withData(boring, {
    'authorization-details': details,
    'credential-report': fullReport,
    'access-keys': [...dataOf(boring, 'access-keys'), ...keys],
    'mfa-devices': [...dataOf(boring, 'mfa-devices'), ...devices],
    'service-last-accessed': principalsOfInterest(details, fullReport).map(lastAccessed),
  });
}

function dataOf<K extends CollectionName>(snapshot: AwsSnapshot, name: K): AwsCollections[K] {
  const collection = snapshot.collections[name];
  if (collection.status !== 'read') throw new Error(`the boring account has no ${name}`);
  return collection.data;
}

function withData(snapshot: AwsSnapshot, data: Partial<AwsCollections>): AwsSnapshot {
  const read = Object.entries(data).map(([name, value]) => [name, { status: 'read', data: value }]);
  return { ...snapshot, collections: { ...snapshot.collections, ...Object.fromEntries(read) } };
}

function accessKey(user: string, at: number): AccessKey {
  return {
    user,
    id: `AKIA${String(at).padStart(16, '0')}`,
    active: at % 20 !== 0,
    createdAt: daysAgo(1 + (at % 150)),
    lastUsed: daysAgo((at % 60) / 2),
    lastUsedService: 's3',
    lastUsedRegion: 'eu-west-1',
  };
}

function device(user: string): MfaDevice {
  return { user, serial: `arn:aws:iam::111122223333:mfa/${user}`, kind: 'virtual', enabledAt: daysAgo(199) };
}

const NO_KEY: ReportKey = { active: false, lastRotated: 'never', lastUsed: 'never' };
const NO_CERTIFICATE = { active: false, lastRotated: 'never' as const };

function reportRow(user: string, arn: string, password: boolean, key: AccessKey | undefined): ReportRow {
  return {
    user,
    arn,
    createdAt: daysAgo(200),
    passwordEnabled: password,
    passwordLastUsed: password ? daysAgo(1) : 'never',
    passwordLastChanged: password ? daysAgo(20) : 'never',
    passwordNextRotation: password ? daysAgo(-70) : 'never',
    mfaActive: password,
    keys: [
      key === undefined
        ? NO_KEY
        : { active: key.active, lastRotated: key.createdAt, lastUsed: key.lastUsed, lastUsedService: 's3' },
      NO_KEY,
    ],
    certificates: [NO_CERTIFICATE, NO_CERTIFICATE],
  };
}

function lastAccessed(arn: string, at: number): LastAccessed {
  const services = SERVICES.slice(at % 5).map((service, index) => ({
    service,
    lastUsed: (at + index) % 4 === 0 ? ('never' as const) : daysAgo((at + index * 13) % 120),
    region: 'eu-west-1',
  }));
  return { arn, services };
}
