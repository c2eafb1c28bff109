import userAdminPrivileges from '../../../../remediations/aws/users/user-admin-privileges.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const joan = [{ resource: 'joan', reason: 'administrator' }];
const cannotTell = [{ resource: 'joan', reason: 'possible' }];

testRemediation(userAdminPrivileges, {
  compliant: {
    'administrators through the approved group': account(),
    'whatever the case of its name': account()
      .group('Administrators', (group) => group.attached.push(administratorAccess))
      .user('joan', (user) => user.groups('Administrators')),
    'within a boundary': account()
      .policy('limit', allow('s3:*'))
      .user('joan', (user) => user.attach(administratorAccess).boundary(ownArn('limit'))),
    'with everything denied': account().user('joan', (user) =>
      user.attach(administratorAccess).inline('stop', statements({ Effect: 'Deny', Action: '*' })),
    ),
    'one service': account().user('joan', (user) => user.inline('storage', allow('s3:*'))),
  },
  violating: {
    'by an attached policy': {
      given: account().user('joan', (user) => user.attach(administratorAccess)),
      expect: joan,
    },
    'by an inline policy': { given: account().user('joan', (user) => user.inline('all', allow('*:*'))), expect: joan },
    'by another group': {
      given: account()
        .group('power', (group) => group.attached.push(administratorAccess))
        .user('joan', (user) => user.groups('power')),
      expect: joan,
    },
    'by two policies together': {
      given: account().user('joan', (user) =>
        user.inline('most', statements({ NotAction: 'iam:*' })).inline('rest', allow('iam:*')),
      ),
      expect: joan,
    },
    'beside the approved group': {
      given: account().user('joan', (user) => user.groups('administrators').attach(administratorAccess)),
      expect: joan,
    },
  },
  unknown: {
    'with MFA only': {
      given: account().user('joan', (user) => user.inline('all', allow('*', '*', withMfa))),
      expect: cannotTell,
    },
    'a policy that the evidence lacks': {
      given: account().user('joan', (user) => user.attach(ownArn('lost'))),
      expect: cannotTell,
    },
  },
});
