import type { ExceptionStanding } from '../../src/engine/exceptions.ts';
import { type Finding, fingerprint, type Status } from '../../src/engine/finding.ts';
import type { Json } from '../../src/engine/json.ts';
import type { Severity } from '../../src/engine/severity.ts';
import type { Collection, Snapshot } from '../../src/engine/snapshot.ts';
import { type ControlNote, type ScanResult, scanResult } from '../../src/report/scan-result.ts';

/** Controls of these tests alone, so that golden files do not move with the catalogue. */
const notes: readonly ControlNote[] = [
  note('root-keys', 'root', 'critical', 'The root user has no access keys', ['account-summary', 'credential-report']),
  note('root-mfa', 'root', 'critical', 'The root user signs in with MFA', ['account-summary']),
  note('password-policy', 'passwords', 'high', 'The account password policy is strong', ['password-policy']),
  note('user-mfa', 'users', 'high', 'Every user with a console password has MFA', ['credential-report']),
  note('key-age', 'access-keys', 'high', 'Active access keys are younger than 90 days', ['access-keys']),
  note('user-policies', 'users', 'medium', 'Users get permissions through groups only', ['authorization-details']),
  note('group-unused', 'groups', 'low', 'Every group has at least one user', ['authorization-details']),
  note('root-alarm', 'monitoring', 'high', 'Root use raises an alarm', ['trails', 'metric-filters', 'alarms', 'sns']),
  note('certificate-expiry', 'certificates', 'low', 'No server certificate is expired', ['server-certificates']),
  note('iam-alarm', 'monitoring', 'medium', 'Changes of IAM raise an alarm', ['trails', 'metric-filters']),
];

function note(id: string, area: string, severity: Severity, title: string, reads: string[]): ControlNote {
  return {
    id,
    area,
    severity,
    title,
    rationale: `${title}, because an account is as strong as its weakest credential.`,
    risk: 'Whoever finds the gap keeps the access until somebody looks.',
    reads,
    frameworks: {
      'cis-aws-3.0': ['1.4'],
      'aws-fsbp': [],
      ...(severity === 'high' ? { 'House rules 2026': [`${area}.10`, `${area}.9`] } : {}),
    },
  };
}

/** A finding of a control of this file, with its defaults. */
export function finding(
  control: string,
  status: Status,
  resource: Finding['resource'],
  message: string,
  evidence: Readonly<Record<string, Json>>,
  more: Partial<Finding> = {},
): Finding {
  const severity = notes.find(({ id }) => id === control)?.severity ?? 'info';
  const print = fingerprint(control, resource, more.discriminator);
  return { control, status, severity, resource, reason: status, message, evidence, fingerprint: print, ...more };
}

const accountId = '111122223333';
const account = { type: 'account', id: accountId };
const user = (name: string) => ({ type: 'iam-user', id: name, arn: `arn:aws:iam::${accountId}:user/${name}` });
const group = (name: string) => ({ type: 'iam-group', id: name, arn: `arn:aws:iam::${accountId}:group/${name}` });
const unread = { collection: 'metric-filters', cause: 'denied', permission: 'logs:DescribeMetricFilters' };
const notRead =
  'Not judged: metric-filters could not be read (AccessDenied in us-east-1; allow logs:DescribeMetricFilters)';

export const sampleFindings: readonly Finding[] = [
  finding('root-keys', 'fail', account, 'The root user has 1 active access key', {
    activeKeys: 1,
    lastUsed: '2026-02-11',
  }),
  finding('root-mfa', 'pass', account, 'The root user has MFA', { mfa: true }),
  finding(
    'password-policy',
    'fail',
    account,
    'The password policy is weaker than the baseline: minimumLength is 8, wanted 14; maxAgeDays is off, wanted 90; reusePrevention is off, wanted 24',
    {
      weaker: [
        { attribute: 'minimumLength', is: 8, wanted: 14 },
        { attribute: 'maxAgeDays', is: null, wanted: 90 },
      ],
    },
  ),
  finding('user-mfa', 'fail', user('grace'), 'User grace can sign in to the console without MFA', {
    user: 'grace',
    passwordLastUsed: '2026-02-27',
  }),
  finding('user-mfa', 'pass', user('ada'), 'User ada has MFA', { user: 'ada' }),
  finding('user-mfa', 'not-applicable', user('build'), 'User build has no console password', { user: 'build' }),
  finding(
    'key-age',
    'fail',
    user('deployment-pipeline-of-the-payments-platform'),
    'Access key AKIAEXAMPLE000000001 is 412 days old, the widest window is 90 days',
    { key: 'AKIAEXAMPLE000000001', ageDays: 412, window: 90 },
    { discriminator: 'AKIAEXAMPLE000000001' },
  ),
  finding(
    'key-age',
    'pass',
    user('ada'),
    'Access key AKIAEXAMPLE000000002 is 12 days old',
    { ageDays: 12 },
    { discriminator: 'AKIAEXAMPLE000000002' },
  ),
  finding('user-policies', 'fail', user('grace'), 'User grace has 2 attached policies: AmazonS3FullAccess, billing', {
    attached: ['arn:aws:iam::aws:policy/AmazonS3FullAccess', `arn:aws:iam::${accountId}:policy/billing`],
  }),
  finding(
    'user-policies',
    'muted',
    user('break-glass'),
    'User break-glass has 1 attached policy',
    { attached: 1 },
    {
      exception: {
        owner: 'security@example.com',
        reason: 'Emergency access, sealed and reviewed each quarter',
        expires: '2026-06-30',
      },
    },
  ),
  finding(
    'user-policies',
    'unknown',
    user('東京の監査人'),
    'The boundary of 東京の監査人 uses a condition key that is not known',
    { key: 'aws:FutureKey' },
  ),
  finding(
    'group-unused',
    'fail',
    group('contractors'),
    'Group contractors has no members',
    { group: 'contractors' },
    {
      exception: { owner: 'people@example.com', reason: 'The spring hires come next month', expires: '2026-02-15' },
    },
  ),
  finding(
    'certificate-expiry',
    'not-applicable',
    account,
    'Nothing to assess: the account has nothing that this practice is about',
    {},
    { reason: 'nothing-to-assess', discriminator: 'nothing-to-assess' },
  ),
  finding('root-alarm', 'unknown', account, notRead, unread, { reason: 'unreadable', discriminator: 'unreadable' }),
  finding('iam-alarm', 'unknown', account, notRead, unread, { reason: 'unreadable', discriminator: 'unreadable' }),
];

/** One exception of each state. */
export const sampleExceptions: readonly ExceptionStanding[] = [
  {
    control: 'user-policies',
    resource: 'break-glass',
    owner: 'security@example.com',
    reason: 'Emergency access, sealed and reviewed each quarter',
    expires: '2026-06-30',
    state: 'accepting',
    findings: 1,
  },
  {
    control: 'key-age',
    resource: 'arn:aws:iam::*:user/legacy-*',
    owner: 'platform@example.com',
    reason: 'The appliance takes no new key',
    expires: '2027-01-31',
    state: 'unused',
    findings: 0,
  },
  {
    control: 'group-unused',
    resource: 'contractors',
    owner: 'people@example.com',
    reason: 'The spring hires come next month',
    expires: '2026-02-15',
    state: 'expired',
    findings: 1,
  },
];

const read: Collection<unknown> = { status: 'read', data: null };

export const sampleSnapshot: Snapshot<Record<string, unknown>> = {
  schema: 'remediate.snapshot/1',
  provider: 'aws',
  account: { id: accountId, alias: 'example', partition: 'aws' },
  collectedAt: '2026-03-01T12:00:00.000Z',
  collections: {
    'account-summary': read,
    'credential-report': read,
    'authorization-details': read,
    'password-policy': read,
    'access-keys': read,
    trails: read,
    'metric-filters': {
      status: 'unreadable',
      cause: 'denied',
      reason: 'AccessDenied in us-east-1',
      permission: 'logs:DescribeMetricFilters',
    },
    alarms: read,
    sns: read,
  },
};

/** One fixed scan of one fixed account. */
export const sampleScan: ScanResult = scanResult(
  sampleSnapshot,
  sampleFindings,
  { name: 'remediate', version: '1.2.3' },
  notes,
  sampleExceptions,
);

/** A scan of the sample account with other findings. */
export function scanOf(findings: readonly Finding[]): ScanResult {
  return scanResult(sampleSnapshot, findings, { name: 'remediate', version: '1.2.3' }, notes);
}
