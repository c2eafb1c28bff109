// Each of these is an example of docs/constructs.md, and is written out and validated by a test.
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import type { Construct } from 'constructs';
import {
  AccessAnalyzerPerRegion,
  AlarmTopic,
  AlternateContacts,
  AuditTrail,
  BaselineScp,
  BillingBudget,
  CisMonitoring,
  EventAlarm,
  IamChangesAlarm,
  IamMasterManagerRoles,
  MfaGuard,
  PasswordPolicy,
  RootActivityAlarm,
  SupportRole,
  UserGroups,
  WorkloadRole,
} from './index.ts';

/** The password policy of the CIS benchmark, under which passwords end after 90 days. */
export function passwordPolicy(scope: Construct): void {
  new PasswordPolicy(scope, 'password', { maxAgeDays: 90 });
}

/** Groups with their members and policies; members whom others added stay. */
export function userGroups(scope: Construct): void {
  new UserGroups(scope, 'groups', {
    readers: { members: ['ada', 'alan'], policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
    writers: { path: '/teams/', members: ['ada'], policyArns: [] },
  });
}

/** People who may do nothing without MFA but register a device; not for users of programs, whose keys it denies too. */
export function mfaGuard(scope: Construct): void {
  new MfaGuard(scope, 'mfa', { account: '111122223333', members: ['alan', 'grace'] });
}

/** A role for cases with AWS Support, that people take with MFA. */
export function supportRole(scope: Construct): void {
  new SupportRole(scope, 'support', {
    name: 'aws-support',
    principals: ['arn:aws:iam::111122223333:user/ada'],
  });
}

/** Two roles that split the managing of identities, each with the policy that is its duty. */
export function iamMasterManagerRoles(scope: Construct): void {
  const allowing = (...Action: string[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  new IamMasterManagerRoles(scope, 'duties', {
    account: '111122223333',
    master: {
      name: 'identity-master',
      principals: ['arn:aws:iam::111122223333:user/ada'],
      document: allowing('iam:CreateUser', 'iam:CreateGroup', 'iam:CreatePolicy'),
    },
    manager: {
      name: 'identity-manager',
      principals: ['arn:aws:iam::111122223333:user/grace'],
      document: allowing('iam:AddUserToGroup', 'iam:RemoveUserFromGroup'),
    },
  });
}

/** A role for each workload: one for instances, and one for a pipeline that then keeps no access key. */
export function workloadRoles(scope: Construct): void {
  new WorkloadRole(scope, 'shop', {
    name: 'shop',
    workload: { service: 'ec2.amazonaws.com' },
    policyArns: ['arn:aws:iam::111122223333:policy/shop'],
    boundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
  });
  new WorkloadRole(scope, 'deployment', {
    name: 'shop-deployment',
    workload: {
      oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      audience: 'sts.amazonaws.com',
      subjects: ['repo:example/shop:ref:refs/heads/main'],
    },
    policyArns: ['arn:aws:iam::111122223333:policy/deploy-shop'],
  });
}

/** A trail of all regions with its bucket and a log group, and on it the alarms of the CIS benchmark. */
export function auditTrail(scope: Construct): void {
  const { logGroup } = new AuditTrail(scope, 'audit', { account: '111122223333', region: 'eu-west-1' });
  new CisMonitoring(scope, 'cis', { logGroup, topicName: 'alarms', emails: ['security@example.com'] });
}

/** Single alarms on the log group of a trail that stands already, and the topic that tells of them. */
export function eventAlarms(scope: Construct): void {
  const { arn: topicArn } = new AlarmTopic(scope, 'topic', { name: 'identity-alarms', emails: ['soc@example.com'] });
  const told = { logGroup: 'organization-trail', topicArn };
  new RootActivityAlarm(scope, 'root', told);
  new IamChangesAlarm(scope, 'policies', told);
  new EventAlarm(scope, 'keys', {
    ...told,
    name: 'new-access-keys',
    pattern: '{ $.eventName = CreateAccessKey }',
    description: 'Raised on new access keys',
  });
}

/** An analyzer of access from outside in each region, each by the provider of its region. */
export function accessAnalyzerPerRegion(scope: Construct): void {
  const providers = { 'us-east-1': new AwsProvider(scope, 'far', { region: 'us-east-1', alias: 'us-east-1' }) };
  new AccessAnalyzerPerRegion(scope, 'analyzers', { providers });
}

/** Whom AWS reaches about security. */
export function alternateContacts(scope: Construct): void {
  new AlternateContacts(scope, 'contacts', {
    security: { name: 'Lena', title: 'On duty', email: 'lena@example.com', phone: '+49 30 555 0100' },
  });
}

/** A monthly budget that tells by mail when it is passed. */
export function billingBudget(scope: Construct): void {
  new BillingBudget(scope, 'cost', { account: '111122223333', dollarsAMonth: 500, emails: ['a@example.com'] });
}

/** Service control policies to begin with; for a stack of the management account. */
export function baselineScp(scope: Construct): void {
  new BaselineScp(scope, 'scp', { targetIds: ['r-ab12', 'ou-ab12-11111111'] });
}
