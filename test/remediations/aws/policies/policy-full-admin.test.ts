import { expect, test } from 'vitest';
import policyFullAdmin from '../../../../remediations/aws/policies/policy-full-admin.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, unreadDocuments, withMfa, withPolicy } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const full = [{ resource: 'all', reason: 'full' }];
const { 'a policy whose default version is not in the evidence': lost } = unreadDocuments;

testRemediation(policyFullAdmin, {
  compliant: {
    'the boring account, with the policy of AWS': account(),
    'everything in one bucket': withPolicy('bucket', allow('*', ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'])),
    'one service': withPolicy('storage', allow('s3:*')),
    'a Deny of everything': withPolicy('stop', statements({ Effect: 'Deny', Action: '*' })),
    'an inline policy, which is its owner’s matter': account().user('joan', (user) => user.inline('all', allow('*'))),
    'all but IAM': withPolicy('power', statements({ NotAction: ['iam:*', 'organizations:*', 'account:*'] })),
  },
  violating: {
    '* on *': { given: withPolicy('all', allow('*')), expect: full },
    'lists of one': { given: withPolicy('all', allow(['*:*'], ['*'])), expect: full },
    'one statement, not a list': {
      given: withPolicy('all', { Statement: { Effect: 'Allow', Action: ['s3:Get*', '**'], Resource: ['a', '*'] } }),
      expect: full,
    },
    'every ARN of the partition': { given: withPolicy('all', allow('*', 'arn:aws:*')), expect: full },
    'in two parts': {
      given: withPolicy('all', statements({ NotAction: 'iam:*' }, { Action: 'iam:*' })),
      expect: full,
    },
    'all but nothing that matters': { given: withPolicy('all', statements({ NotAction: 'chime:*' })), expect: full },
    'something denied beside': {
      given: withPolicy('all', statements({ Action: '*' }, { Effect: 'Deny', Action: 'iam:*' })),
      expect: full,
    },
    'with MFA only': {
      given: withPolicy('all', allow('*', '*', withMfa)),
      expect: [{ resource: 'all', reason: 'conditional' }],
    },
    'attached to nothing': { given: account().policy('all', allow('*')), expect: full },
    'held by a user, a group and a role': {
      given: withPolicy('all', allow('*'))
        .user('joan', (user) => user.attach(ownArn('all')))
        .role('build', (role) => role.attached.push(ownArn('all'), ownArn('engineering'))),
      expect: full,
    },
    'a boundary, which no remedy takes away': {
      given: account()
        .policy('all', allow('*'))
        .user('joan', (user) => user.boundary(ownArn('all'))),
      expect: full,
    },
  },
  unknown: lost === undefined ? {} : { lost },
});

test('a policy that serves as a boundary is no case for the remedy', () => {
  const [remedy] = policyFullAdmin.remedies;
  const bounded = account()
    .policy('all', allow('*'))
    .user('joan', (user) => user.boundary(ownArn('all')))
    .build();
  const free = withPolicy('all', allow('*')).build();
  const suits = [bounded, free].map((snapshot) =>
    policyFullAdmin
      .judge(snapshot, {}, account().now)
      .filter(({ status }) => status === 'fail')
      .map((finding) => remedy?.suits?.(finding, snapshot)),
  );
  expect(suits).toEqual([[false], [true]]);
});

test('everybody lets go of the policy before it is deleted', () => {
  const given = withPolicy('all', allow('*')).user('joan', (user) => user.attach(ownArn('all')));
  expect(proposalsOf(policyFullAdmin, 'retire-policy', given)).toMatchObject([
    {
      title: 'Detach policy all from everybody and delete it',
      changes: [
        { operation: 'iam:DetachUserPolicy' },
        { operation: 'iam:DetachGroupPolicy' },
        { operation: 'iam:DeletePolicy' },
      ],
    },
  ]);
});
