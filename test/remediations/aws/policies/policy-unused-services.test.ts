import policyUnusedServices from '../../../../remediations/aws/policies/policy-unused-services.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const arn = 'arn:aws:iam::111122223333:policy/files';
const allow = (Action: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: 'arn:aws:s3:::example/*' }],
});
const files = (ageDays = 300): AccountBuilder =>
  account().policy('files', allow(['s3:GetObject', 'sqs:SendMessage']), (policy) => {
    policy.createdAt = account().daysAgo(ageDays);
  });
const held = (given: AccountBuilder, ...names: string[]): AccountBuilder =>
  names.reduce((all, name) => all.role(name, (role) => role.attached.push(arn)), given);
const unused = [{ resource: 'files', reason: 'unused' }];
const untold = [{ resource: 'files', reason: 'untold' }];

testRemediation(policyUnusedServices, {
  compliant: {
    'its one holder uses both services': held(files(), 'build').lastAccessed('role', 'build', { s3: 1, sqs: 90 }),
    'two holders use one each': held(files(), 'build', 'mail')
      .lastAccessed('role', 'build', { s3: 1, sqs: 'never' })
      .lastAccessed('role', 'mail', { s3: 'never', sqs: 2 }),
    'a service that another policy grants is not used': held(files(), 'build').lastAccessed('role', 'build', {
      s3: 1,
      sqs: 1,
      kms: 'never',
    }),
    'made no longer ago than the window': held(files(90), 'build').lastAccessed('role', 'build', {
      s3: 1,
      sqs: 'never',
    }),
    'all used by one, of another nothing is told': held(files(), 'build', 'mail')
      .lastAccessed('role', 'build', { s3: 1, sqs: 1 })
      .lastAccessed('role', 'mail', null),
  },
  violating: {
    'a service that its holder never used': {
      given: held(files(91), 'build').lastAccessed('role', 'build', { s3: 1, sqs: 'never' }),
      expect: unused,
    },
    'a service used a day too long ago': {
      given: held(files(), 'build').lastAccessed('role', 'build', { s3: 1, sqs: 91 }),
      expect: unused,
    },
    'a user has it through a group': {
      given: files()
        .group('engineers', (group) => group.attached.push(arn))
        .lastAccessed('user', 'edsger', { s3: 1, sqs: 'never' }),
      expect: unused,
    },
    "a policy of AWS's own": {
      given: account()
        .awsPolicy('AmazonSQSReadOnlyAccess', allow(['sqs:ReceiveMessage']))
        .role('build', (role) => role.attached.push('arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess'))
        .lastAccessed('role', 'build', { sqs: 'never' }),
      expect: [{ resource: 'AmazonSQSReadOnlyAccess', reason: 'unused' }],
    },
  },
  notApplicable: {
    'policies that allow everything, and those of holders who were never used': {
      given: files().role('build', (role) => {
        role.attached.push(arn);
        role.lastUsed = null;
      }),
      expect: [
        { resource: 'AdministratorAccess', reason: 'broad' },
        { resource: 'files', reason: 'idle' },
      ],
    },
  },
  unknown: {
    'one holder does not use it, of another nothing is told': {
      given: held(files(), 'build', 'mail')
        .lastAccessed('role', 'build', { s3: 1, sqs: 'never' })
        .lastAccessed('role', 'mail', null),
      expect: untold,
    },
    'a role of Identity Center has it too': {
      given: held(files(), 'build')
        .lastAccessed('role', 'build', { s3: 1, sqs: 'never' })
        .role('AWSReservedSSO_Files_1a2b3c4d5e6f7a8b', (role) => {
          role.path = '/aws-reserved/sso.amazonaws.com/';
          role.attached.push(arn);
        }),
      expect: untold,
    },
    'a policy whose document the evidence does not hold': {
      given: held(account(), 'build'),
      expect: untold,
    },
    'a document that cannot be read': {
      given: held(account().policy('files', {}), 'build'),
      expect: untold,
    },
  },
});
