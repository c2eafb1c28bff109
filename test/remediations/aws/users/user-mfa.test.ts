import { expect, test } from 'vitest';
import userMfa from '../../../../remediations/aws/users/user-mfa.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

testRemediation(userMfa, {
  compliant: {
    'a hardware device': account().user('joan'),
    'a virtual device': account().user('joan', (user) => user.virtualMfa()),
    'keys alone sign in to no console': account().user('deploy', (user) => user.noPassword().key()),
    'a device newer than the report': account().user('joan', (user) => user.reported({ mfaActive: false })),
    'the root user is another practice': account().root({ row: { mfaActive: false, passwordEnabled: true } }),
  },
  violating: {
    'a password alone': {
      given: account().user('joan', (user) => user.noMfa()),
      expect: [{ resource: 'joan', reason: 'missing' }],
    },
    'a password that was never used': {
      given: account().user('joan', (user) => user.noMfa().password({ usedDaysAgo: 'never' })),
      expect: [{ resource: 'joan', reason: 'missing' }],
    },
    'a password of which nobody knows whether it was used, and keys with it': {
      given: account().user('joan', (user) => user.noMfa().key().password({ usedDaysAgo: 'unknown' })),
      expect: [{ resource: 'joan', reason: 'missing' }],
    },
    'two users of three': {
      given: account()
        .user('joan', (user) => user.noMfa())
        .user('lin')
        .user('mary', (user) => user.noMfa().password({ usedDaysAgo: 'never' })),
      expect: [
        { resource: 'joan', reason: 'missing' },
        { resource: 'mary', reason: 'missing' },
      ],
    },
  },
  unknown: {
    'a device that is gone since the report': {
      given: account().user('joan', (user) => user.noMfa().reported({ mfaActive: true })),
      expect: [{ resource: 'joan', reason: 'gone' }],
    },
    'a report that does not tell of the password': {
      given: account().user('joan', (user) => user.noMfa().reported({ passwordEnabled: 'unknown' })),
      expect: [{ resource: 'joan', reason: 'untold' }],
    },
  },
});

test('only a password that was never used is deleted, and only while it still is unused', () => {
  const given = account()
    .user('joan', (user) => user.noMfa().password({ usedDaysAgo: 400 }))
    .user('lin', (user) => user.noMfa().password({ usedDaysAgo: 'unknown' }))
    .user('mary', (user) => user.noMfa().password({ usedDaysAgo: 'never' }));
  expect(proposalsOf(userMfa, 'delete-unused-password', given)).toMatchObject([
    { blocked: 'joan has signed in, or may have' },
    { blocked: 'lin has signed in, or may have' },
    { changes: [{ operation: 'iam:DeleteLoginProfile', to: null, gate: { neverUsed: true } }] },
  ]);
});

test('the guide is the recommended way, and names where to sign in', () => {
  const [proposal] = proposalsOf(
    userMfa,
    userMfa.remedies[0]?.id ?? '',
    account().user('joan', (user) => user.noMfa()),
  );
  expect(JSON.stringify(proposal)).toContain('https://example.signin.aws.amazon.com/console');
});
