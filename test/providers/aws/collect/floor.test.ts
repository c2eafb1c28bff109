import { describe, expect, test } from 'vitest';
import type { CollectScope } from '../../../../src/providers/aws/collect/define.ts';
import { callFloor } from '../../../../src/providers/aws/collect/floor.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { regionalAccount } from '../../../support/regional-account.ts';

const floorOf = (given: AccountBuilder, scope: CollectScope = {}) =>
  Object.fromEntries(callFloor({ snapshot: given.build(), scope, region: 'us-east-1' }));

/** Three users of the boring account, two of them administrators, and three of other kinds; two regions are enabled. */
function small(): AccountBuilder {
  const twin = { ageDays: 30, usedDaysAgo: 3 };
  return regionalAccount()
    .user('robot', (user) => user.noGroups().noPassword().noMfa().key())
    .user('twins', (user) =>
      user
        .noGroups()
        .noMfa()
        .key(twin)
        .key({ ...twin, usedDaysAgo: 5 })
        .signingCertificate(),
    )
    .user('eve', (user) => user.noGroups().groups('administrators').virtualMfa());
}

test('the fewest calls for a small account, counted by hand', () => {
  expect(floorOf(small())).toEqual({
    'sts:GetCallerIdentity': 1,
    'iam:ListAccountAliases': 1,
    'iam:GetAccountSummary': 1,
    'iam:GetAccountPasswordPolicy': 1,
    'iam:GenerateCredentialReport': 1,
    'iam:GetCredentialReport': 1,
    'iam:GetAccountAuthorizationDetails': 1,
    'iam:ListRoles': 1,
    'iam:ListInstanceProfiles': 1,
    // robot and twins have keys; which key of twins a row of the report is about, the report does not tell.
    'iam:ListAccessKeys': 2,
    'iam:GetAccessKeyLastUsed': 2,
    'iam:ListVirtualMFADevices': 1,
    // Three have a hardware device alone, and eve, who has a virtual one, is an administrator.
    'iam:ListMFADevices': 4,
    'iam:ListSSHPublicKeys': 6,
    'iam:ListSigningCertificates': 1,
    'iam:ListServerCertificates': 1,
    'iam:ListSAMLProviders': 1,
    'iam:ListOpenIDConnectProviders': 1,
    // Four users hold policies, and one role.
    'iam:GenerateServiceLastAccessedDetails': 5,
    'iam:GetServiceLastAccessedDetails': 5,
    'account:GetAlternateContact': 3,
    'organizations:DescribeOrganization': 1,
    'organizations:ListParents': 1,
    'organizations:ListPoliciesForTarget': 2,
    'organizations:ListAccounts': 1,
    'iam:ListOrganizationsFeatures': 1,
    'ec2:DescribeRegions': 1,
    'sso:ListInstances': 2,
    'access-analyzer:ListAnalyzers': 2,
    'access-analyzer:ListFindings': 2,
    'cloudtrail:DescribeTrails': 1,
    'cloudtrail:GetTrailStatus': 1,
    'logs:DescribeLogGroups': 1,
    'logs:DescribeMetricFilters': 1,
    'cloudwatch:DescribeAlarms': 1,
    'sns:ListTopics': 1,
    'sns:ListSubscriptions': 1,
    'cloudtrail:LookupEvents': 31,
    'ec2:DescribeInstances': 2,
    'lambda:ListFunctions': 2,
    // Both generations in both regions; three of the newer, of whose listeners two answer with certificates.
    'elasticloadbalancing:DescribeLoadBalancers': 4,
    'elasticloadbalancing:DescribeListeners': 3,
    'elasticloadbalancing:DescribeListenerCertificates': 2,
    'acm:ListCertificates': 2,
    'wafv2:ListWebACLs': 2,
    'wafv2:ListResourcesForWebACL': 2,
    'secretsmanager:ListSecrets': 2,
    's3:ListAllMyBuckets': 1,
    's3:GetBucketLogging': 1,
    's3:GetBucketPolicy': 1,
    's3:GetBucketPublicAccessBlock': 1,
    'budgets:ViewBudget': 1,
    // One of the regions has no recorder.
    'config:DescribeConfigurationRecorders': 2,
    'config:DescribeConfigurationRecorderStatus': 1,
    'config:DescribeConfigRules': 2,
  });
});

describe('a page more is called for', () => {
  const groups = (count: number) => {
    const given = account();
    for (let number = 0; number < count; number += 1) given.group(`group${number}`);
    return given;
  };
  // The boring account has nine users, groups, roles and policies.
  const filters = (count: number) =>
    account().monitoring((monitoring) => {
      const [filter] = monitoring['metric-filters'];
      monitoring['metric-filters'] = Array.from({ length: count }, () => ({
        ...filter,
      })) as (typeof monitoring)['metric-filters'];
    });
  const alarms = (count: number) =>
    account().monitoring((monitoring) => {
      const [alarm] = monitoring.alarms;
      monitoring.alarms = Array.from({ length: count }, () => ({ ...alarm })) as typeof monitoring.alarms;
    });
  const budgets = (count: number) =>
    account().budgets(
      Array.from({ length: count }, (_, number) => ({ name: `b${number}`, type: 'COST', timeUnit: 'DAILY' })),
    );

  test.each([
    ['iam:GetAccountAuthorizationDetails', groups, 991, 1],
    ['iam:GetAccountAuthorizationDetails', groups, 992, 2],
    ['logs:DescribeMetricFilters', filters, 50, 1],
    ['logs:DescribeMetricFilters', filters, 51, 2],
    ['cloudwatch:DescribeAlarms', alarms, 100, 1],
    ['cloudwatch:DescribeAlarms', alarms, 101, 2],
    ['budgets:ViewBudget', budgets, 1000, 1],
    ['budgets:ViewBudget', budgets, 1001, 2],
  ] as const)('by %s', (call, given, count, pages) => {
    expect(floorOf(given(count))).toHaveProperty([call], pages);
  });
});

test('for what was not read, nothing is called for', () => {
  expect(floorOf(small().unreadable('ssh-keys'))).not.toHaveProperty('iam:ListSSHPublicKeys');
});

test('each canary key is looked up besides', () => {
  expect(floorOf(small(), { canaryKeys: ['AKIACANARY0000000001'] })).toMatchObject({ 'cloudtrail:LookupEvents': 32 });
});
