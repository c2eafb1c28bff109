import { describe, expect, test } from 'vitest';
import userAdminPrivileges from '../../../../remediations/aws/users/user-admin-privileges.ts';
import type { UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';

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

describe('what makes a user an administrator', () => {
  const titles = (remedy: string, given: AccountBuilder, parameters = {}) =>
    proposalsOf(userAdminPrivileges, remedy, given, parameters).map((proposal) =>
      'changes' in proposal ? proposal.changes.map(({ title }) => title) : proposal,
    );
  const joan = (deviate: (user: UserBuilder) => unknown) => account().user('joan', deviate);

  test('gives way to the approved group, and the rest stays', () => {
    const given = joan((user) => user.attach(administratorAccess).inline('storage', allow('s3:*')));
    expect(titles('move-to-admin-group', given)).toEqual([
      ['Add user joan to group administrators', 'Detach policy AdministratorAccess from user joan'],
    ]);
    expect(titles('take-administration', given)).toEqual([['Detach policy AdministratorAccess from user joan']]);
  });

  test('is the fewest of what gives it only together, the power over policies first', () => {
    const given = joan((user) =>
      user
        .inline('a-little', allow('s3:*'))
        .inline('most', statements({ NotAction: 'iam:*' }))
        .inline('rest', allow('iam:*')),
    );
    expect(titles('take-administration', given)).toEqual([['Delete inline policy rest of user joan']]);
  });

  test('is all of what gives it alone', () => {
    const given = joan((user) => user.attach(administratorAccess).inline('all', allow('*')).groups('power')).group(
      'power',
      (group) => group.attached.push(administratorAccess),
    );
    expect(titles('take-administration', given)).toEqual([
      [
        'Detach policy AdministratorAccess from user joan',
        'Delete inline policy all of user joan',
        'Remove user joan from group power',
      ],
    ]);
  });

  test('has nowhere to go where no approved group gives it', () => {
    const given = joan((user) => user.attach(administratorAccess)).user('ada');
    expect(titles('move-to-admin-group', given, { approvedAdminGroups: ['engineers', 'nobody'] })).toContainEqual(
      expect.objectContaining({
        blocked:
          'no group of approvedAdminGroups gives administrator permissions; make one, or choose take-administration for joan',
      }),
    );
  });
});
