import { describe, expect, test } from 'vitest';
import permissionBoundaries from '../../../../remediations/aws/policies/permission-boundaries.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const creating = allow('iam:CreateRole');
const underBoundary = { StringEquals: { 'iam:PermissionsBoundary': ownArn('limit') } };
const limit = allow(['s3:*', 'iam:CreateRole']);
const inline = (document: object) => ({ name: 'create', document: JSON.stringify(document) });

testRemediation(permissionBoundaries, {
  baseline: { controls: { 'permission-boundaries': { boundary: ownArn('limit') } } },
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
    'a user and a role, with the boundary at hand': {
      given: account()
        .policy('limit', limit)
        .user('joan', (user) => user.inline('create', allow('iam:CreateUser')))
        .role('build', (role) => role.inline.push(inline(creating))),
      expect: [
        { resource: 'build', reason: 'unbounded' },
        { resource: 'joan', reason: 'unbounded' },
      ],
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

describe('the boundary', () => {
  const build = account()
    .policy('limit', limit)
    .role('build', (role) => role.inline.push(inline(creating)));

  test('is put on where it is configured', () => {
    const boundary = ownArn('limit');
    expect(proposalsOf(permissionBoundaries, 'set-boundary', build, { boundary })).toMatchObject([
      { changes: [{ operation: 'iam:PutRolePermissionsBoundary', from: null, to: { policyArn: boundary } }] },
    ]);
  });

  test('is for people to say where it is not', () => {
    const [proposal] = proposalsOf(permissionBoundaries, 'set-boundary', build);
    expect(proposal).toMatchObject({ guide: { expect: 'role build works under a permissions boundary' } });
  });

  test('must be a policy of the account', () => {
    const [proposal] = proposalsOf(permissionBoundaries, 'set-boundary', build, { boundary: ownArn('gone') });
    expect(proposal).toMatchObject({
      blocked:
        'there is no policy arn:aws:iam::111122223333:policy/gone in the account, which the parameter boundary names',
    });
  });
});
