import roleOverlyPermissive from '../../../../remediations/aws/roles/role-overly-permissive.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const allow = (Action: unknown, Resource: unknown = '*') => ({
  name: 'own',
  document: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }),
});
const withInline = (...policy: Parameters<typeof allow>) =>
  account().role('build', (role) => role.inline.push(allow(...policy)));

testRemediation(roleOverlyPermissive, {
  baseline: { controls: { 'role-overly-permissive': { approvedAdminRoles: ['admin-*'] } } },
  compliant: {
    'a few actions on one bucket': withInline(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::example-build/*'),
    'a whole service on one resource': withInline('s3:*', 'arn:aws:s3:::example-build/*'),
    'a role that is linked to a service': account().role('AWSServiceRoleForECS', (role) => {
      role.path = '/aws-service-role/ecs.amazonaws.com/';
      role.inline.push(allow('ecs:*'));
    }),
  },
  violating: {
    'a whole service on every resource': {
      given: withInline('s3:*'),
      expect: [{ resource: 'build', reason: 'broad' }],
    },
    everything: {
      given: account().role('build', (role) => role.attached.push(administrator)),
      expect: [{ resource: 'build', reason: 'broad' }],
    },
    'one service of a longer list': {
      given: withInline(['ec2:DescribeInstances', 'DynamoDB:*']),
      expect: [{ resource: 'build', reason: 'broad' }],
    },
  },
  notApplicable: {
    'an approved role of administrators': {
      given: account().role('admin-eu', (role) => role.attached.push(administrator)),
      baseline: { controls: { 'role-overly-permissive': { approvedAdminRoles: ['admin-*'] } } },
      expect: [{ resource: 'admin-eu', reason: 'approved' }],
    },
  },
  unknown: {
    'a policy that the evidence does not hold': {
      given: account().role('build', (role) => role.attached.push('arn:aws:iam::111122223333:policy/elsewhere')),
      expect: [{ resource: 'build', reason: 'unread' }],
    },
    'a document that cannot be read': {
      given: account().role('build', (role) => role.inline.push({ name: 'own', document: 'not json' })),
      expect: [{ resource: 'build', reason: 'unread' }],
    },
  },
});
