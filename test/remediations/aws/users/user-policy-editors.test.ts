import userPolicyEditors from '../../../../remediations/aws/users/user-policy-editors.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';

const joan = [{ resource: 'joan', reason: 'editor' }];
const putting = allow('iam:PutUserPolicy');

testRemediation(userPolicyEditors, {
  compliant: {
    'administrators are authorized while there is no list': account(),
    'one who reads policies': account().user('joan', (user) => user.inline('read', allow(['iam:Get*', 'iam:List*']))),
    'denied again': account().user('joan', (user) =>
      user.inline('edit', putting).inline('stop', statements({ Effect: 'Deny', Action: 'iam:Put*' })),
    ),
    'within a boundary that denies it': account()
      .policy('limit', allow('s3:*'))
      .user('joan', (user) => user.inline('edit', allow('iam:*')).boundary(ownArn('limit'))),
    'on what is no user': account().user('joan', (user) =>
      user.inline('edit', allow('iam:PutUserPolicy', ownArn('x'))),
    ),
  },
  violating: {
    'by one action': { given: account().user('joan', (user) => user.inline('edit', putting)), expect: joan },
    'by a wildcard': { given: account().user('joan', (user) => user.inline('edit', allow('iam:Att*'))), expect: joan },
    'on some policies only': {
      given: account().user('joan', (user) => user.inline('edit', allow('iam:CreatePolicy', ownArn('team/*')))),
      expect: joan,
    },
    'by a group': {
      given: account()
        .group('security', (group) => group.inline.push({ name: 'edit', document: JSON.stringify(putting) }))
        .user('joan', (user) => user.groups('security')),
      expect: joan,
    },
  },
  unknown: {
    'with MFA only': {
      given: account().user('joan', (user) => user.inline('edit', allow('iam:PutUserPolicy', '*', withMfa))),
      expect: [{ resource: 'joan', reason: 'possible' }],
    },
    'a policy that the evidence lacks': {
      given: account().user('joan', (user) => user.attach(ownArn('lost'))),
      expect: [{ resource: 'joan', reason: 'unread' }],
    },
  },
});

testRemediation(userPolicyEditors, {
  page: false,
  baseline: { controls: { 'user-policy-editors': { authorizedPolicyEditors: ['ada', 'GRACE', 'joan'] } } },
  compliant: {
    'all are on the list': account().user('joan', (user) => user.inline('edit', putting)),
  },
  violating: {
    'an administrator off the list': {
      given: account().user('lin', (user) => user.groups('administrators')),
      expect: [{ resource: 'lin', reason: 'editor' }],
    },
  },
  unknown: {
    'with MFA only': {
      given: account().user('lin', (user) => user.inline('edit', allow('iam:PutUserPolicy', '*', withMfa))),
      expect: [{ resource: 'lin', reason: 'possible' }],
    },
    'a policy that the evidence lacks': {
      given: account().user('lin', (user) => user.attach(ownArn('lost'))),
      expect: [{ resource: 'lin', reason: 'unread' }],
    },
  },
});
