import permissionBoundaries from '../../../../remediations/aws/policies/permission-boundaries.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';

const creating = allow('iam:CreateRole');
const underBoundary = { StringEquals: { 'iam:PermissionsBoundary': ownArn('limit') } };
const inline = (document: object) => ({ name: 'create', document: JSON.stringify(document) });

testRemediation(permissionBoundaries, {
  compliant: {
    'the boring account': account(),
    'a creator under a boundary': account()
      .policy('limit', allow('*'))
      .user('joan', (user) => user.inline('create', creating).boundary(ownArn('limit'))),
    'a creator that must set a boundary': account().role('vending', (role) =>
      role.inline.push(inline(allow(['iam:CreateUser', 'iam:CreateRole'], '*', underBoundary))),
    ),
    'denied again': account().user('joan', (user) =>
      user.inline(
        'create',
        statements(
          { Action: 'iam:Create*' },
          { Effect: 'Deny', Action: 'iam:CreateU*' },
          { Effect: 'Deny', Action: 'iam:CreateRole' },
        ),
      ),
    ),
    'a role that only AWS changes': account().role('AWSServiceRoleForSupport', (role) => {
      role.path = '/aws-service-role/support.amazonaws.com/';
      role.inline.push(inline(creating));
    }),
  },
  violating: {
    'a user': {
      given: account().user('joan', (user) => user.inline('create', allow('iam:CreateUser'))),
      expect: [{ resource: 'joan', reason: 'unbounded' }],
    },
    'a role': {
      given: account().role('build', (role) => role.inline.push(inline(creating))),
      expect: [{ resource: 'build', reason: 'unbounded' }],
    },
    'under a path only, by a wildcard and a group': {
      given: account().group('engineers', (group) =>
        group.inline.push(inline(allow('iam:Create*', 'arn:aws:iam::111122223333:role/team/*'))),
      ),
      expect: [{ resource: 'edsger', reason: 'unbounded' }],
    },
  },
  notApplicable: {
    administrators: {
      given: account(),
      expect: [
        { resource: 'ada', reason: 'administrator' },
        { resource: 'grace', reason: 'administrator' },
      ],
    },
  },
  unknown: {
    'with MFA only': {
      given: account().user('joan', (user) => user.inline('create', allow('iam:CreateUser', '*', withMfa))),
      expect: [{ resource: 'joan', reason: 'possible' }],
    },
    'a policy that the evidence lacks': {
      given: account().user('joan', (user) => user.attach(ownArn('lost'))),
      expect: [{ resource: 'joan', reason: 'unread' }],
    },
  },
});
