import { describe, expect, test } from 'vitest';
import userPolicyEditors from '../../../../remediations/aws/users/user-policy-editors.ts';
import { simulate } from '../../../../src/engine/change.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';

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

describe('the group that may not edit policies', () => {
  const two = () =>
    account()
      .user('joan', (user) => user.inline('edit', putting))
      .user('lin', (user) => user.inline('edit', putting));
  const group = 'remediate-no-policy-editing';

  test('is made once for all, and closes its own ways out', () => {
    const proposals = proposalsOf(userPolicyEditors, 'deny-policy-editing', two());
    const changes = proposals.map((proposal) => ('changes' in proposal ? proposal.changes : []));
    expect(changes.map((each) => each.map(({ title }) => title))).toEqual(
      ['joan', 'lin'].map((user) => [
        `Create group ${group}`,
        `Create policy ${group}`,
        `Attach policy ${group} to group ${group}`,
        `Add user ${user} to group ${group}`,
      ]),
    );
    expect(changes[0]?.slice(0, 3).map(({ id }) => id)).toEqual(changes[1]?.slice(0, 3).map(({ id }) => id));
    expect(changes[0]?.[1]?.to).toMatchObject({
      document: expect.stringContaining(
        '"Action":["iam:DeletePolicy","iam:DetachGroupPolicy","iam:RemoveUserFromGroup"',
      ),
    });
  });

  test('is used again where it stands', () => {
    const [first] = proposalsOf(userPolicyEditors, 'deny-policy-editing', two());
    if (first === undefined || !('changes' in first)) throw new Error('nothing is proposed');
    const after = simulate(operations, two().build(), first.changes);
    const given = Object.assign(two(), { build: () => after });
    expect(proposalsOf(userPolicyEditors, 'deny-policy-editing', given)).toMatchObject([
      { changes: [{ title: `Add user lin to group ${group}` }] },
    ]);
  });

  test('is not taken for one of the same name that grants something', () => {
    const given = two().group(group, (rival) => rival.attached.push(ownArn('engineering')));
    expect(proposalsOf(userPolicyEditors, 'deny-policy-editing', given)).toMatchObject([
      { blocked: `a group or policy ${group} stands already and says something else: rename it first` },
      {},
    ]);
  });
});

test('what lets a user edit policies is taken, the rest stays', () => {
  const given = account()
    .group('security', (group) => group.inline.push({ name: 'edit', document: JSON.stringify(putting) }))
    .user('joan', (user) => user.groups('security').inline('edit', putting).inline('read', allow('iam:Get*')));
  expect(proposalsOf(userPolicyEditors, 'take-policy-editing', given)).toMatchObject([
    {
      changes: [{ title: 'Delete inline policy edit of user joan' }, { title: 'Remove user joan from group security' }],
    },
  ]);
});
