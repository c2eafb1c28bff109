import { expect, test } from 'vitest';
import userPasswordAndKeys from '../../../../remediations/aws/users/user-password-and-keys.ts';
import { emptySlot, type UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const given = (deviate: (user: UserBuilder) => unknown) => account().user('ken', deviate);
const found = (reason: string) => [{ resource: 'ken', reason }];
const idle = { ageDays: 300, usedDaysAgo: 60 };
const key = { active: true, lastRotated: account().daysAgo(300), lastUsed: account().daysAgo(1) };

const idleKeys = given((user) => user.key(idle).key({ ...idle, usedDaysAgo: 'never' }));
const idlePassword = given((user) => user.password({ usedDaysAgo: 60 }).key({ ageDays: 20 }));
const bothInUse = given((user) => user.key());

testRemediation(userPasswordAndKeys, {
  compliant: {
    'a password alone': account(),
    'keys alone': given((user) => user.noPassword().key()),
    'a password, and a key that is deactivated': given((user) => user.key({ active: false })),
    'the root user is another practice': account().root({ row: { keys: [key, emptySlot] } }),
  },
  violating: {
    'a password, and keys that lie idle': { given: idleKeys, expect: found('both') },
    'a key, and a password that lies idle': { given: idlePassword, expect: found('both') },
    'both in use': { given: bothInUse, expect: found('both') },
    'a password that was never used': {
      given: given((user) => user.password({ usedDaysAgo: 'never', changedDaysAgo: 100 }).key()),
      expect: found('both'),
    },
    'an active key beside an inactive one': {
      given: given((user) => user.key({ active: false }).key(idle)),
      expect: found('both'),
    },
  },
  unknown: {
    'a report that does not tell of the password': {
      given: given((user) => user.key().reported({ passwordEnabled: 'unknown' })),
      expect: found('untold'),
    },
  },
});

test.each<[string, AccountBuilder, string]>([
  ['keys that lie idle', idleKeys, 'keep-password'],
  ['a password that lies idle', idlePassword, 'keep-keys'],
  ['both in use', bothInUse, 'split-user'],
  ['both idle', given((user) => user.password({ usedDaysAgo: 60 }).key(idle)), 'keep-password'],
  [
    'nobody knows when the password was used',
    given((user) => user.password({ usedDaysAgo: 'unknown' }).key({ ageDays: 20 })),
    'split-user',
  ],
  [
    'a key that the list lacks',
    given((user) => user.key(idle).reported({ keys: [key, { ...key, lastUsed: 'never' }] })),
    'split-user',
  ],
])('the evidence of use decides which side goes: %s', (_, account, remedy) => {
  const snapshot = account.build();
  const findings = userPasswordAndKeys.judge(snapshot, {}, account.now).filter(({ status }) => status === 'fail');
  const [suited] = findings.map((finding) =>
    userPasswordAndKeys.remedies.find(({ suits }) => suits?.(finding, snapshot) ?? true),
  );
  expect(suited?.id).toBe(remedy);
});

test('what does not suit is refused with its reason, and a late sign-in keeps the password', () => {
  expect(proposalsOf(userPasswordAndKeys, 'keep-password', bothInUse)).toMatchObject([
    { blocked: 'a key of ken is in use' },
  ]);
  expect(proposalsOf(userPasswordAndKeys, 'keep-keys', bothInUse)).toMatchObject([
    { blocked: 'ken has signed in lately, or may have' },
  ]);
  expect(proposalsOf(userPasswordAndKeys, 'keep-keys', idlePassword)).toMatchObject([
    { changes: [{ operation: 'iam:DeleteLoginProfile', gate: { quietDays: 45 } }] },
  ]);
});
