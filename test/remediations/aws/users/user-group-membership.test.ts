import { expect, test } from 'vitest';
import userGroupMembership from '../../../../remediations/aws/users/user-group-membership.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const engineering = account().policyArn('engineering');
const found = (...users: readonly string[]) => users.map((resource) => ({ resource, reason: 'alone' }));

testRemediation(userGroupMembership, {
  compliant: {
    'everybody is in a group': account(),
    'a group that grants nothing is one too': account()
      .group('people')
      .user('joan', (user) => user.noGroups().groups('people')),
  },
  violating: {
    'a user in no group, who holds nothing': {
      given: account().user('joan', (user) => user.noGroups()),
      expect: found('joan'),
    },
    'a user in no group, who holds what a group grants': {
      given: account().user('joan', (user) => user.noGroups().attach(engineering)),
      expect: found('joan'),
    },
    'a user of a program, under a path': {
      given: account().user('bot', (user) => user.path('/robots/').noGroups().noPassword()),
      expect: found('bot'),
    },
  },
});

test('only a group that grants nothing new is joined, and the plan rests on what it grants', () => {
  const given = account()
    .group('empty')
    .user('joan', (user) => user.noGroups().attach(engineering, 'arn:aws:iam::aws:policy/ReadOnlyAccess'))
    .user('lin', (user) => user.noGroups());
  expect(proposalsOf(userGroupMembership, 'join-matching-group', given)).toMatchObject([
    {
      changes: [{ operation: 'iam:AddUserToGroup', resource: { address: { group: 'engineers', user: 'joan' } } }],
      rests: [{ type: 'iam-group-grants', address: { group: 'engineers' } }],
    },
    { blocked: 'no group grants only what lin holds already; choose one by hand' },
  ]);
});

test('the guide names the groups that there are', () => {
  const given = account().user('lin', (user) => user.noGroups());
  expect(JSON.stringify(proposalsOf(userGroupMembership, 'choose-group', given))).toContain(
    'administrators, engineers',
  );
});
