import { expect, test } from 'vitest';
import userInitialAccessKeys from '../../../../remediations/aws/users/user-initial-access-keys.ts';
import { emptySlot, type KeyOptions, type UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const given = (deviate: (user: UserBuilder) => unknown) =>
  account().user('ken', (user) => deviate(user.createdDaysAgo(100)));
/** A key made some seconds after the user, and never used unless told. */
const after = (seconds: number, options: KeyOptions = {}): KeyOptions => ({
  usedDaysAgo: 'never',
  ageDays: 100 - seconds / 86_400,
  ...options,
});
const found = (reason: string) => [{ resource: 'ken', reason }];

testRemediation(userInitialAccessKeys, {
  compliant: {
    'no key': account(),
    'a key made a second past the window': given((user) => user.key(after(301))),
    'a key that was used since': given((user) => user.key(after(0, { usedDaysAgo: 99 }))),
    'a key that was deactivated since': given((user) => user.key(after(0, { active: false }))),
  },
  violating: {
    'a key made with the user': { given: given((user) => user.key(after(0))), expect: found('initial') },
    'a key made in the last second of the window': {
      given: given((user) => user.key(after(300))),
      expect: found('initial'),
    },
    'two keys': { given: given((user) => user.key(after(10)).key(after(20))), expect: found('initial') },
    'a key made with the user, beside one that is used': {
      given: given((user) => user.key(after(60)).key({ ageDays: 20 })),
      expect: found('initial'),
    },
  },
  notApplicable: {
    'the user of a program': {
      given: given((user) => user.noPassword().key(after(0))),
      expect: [{ resource: 'ken', reason: 'no-password' }],
    },
  },
  unknown: {
    'a report that does not tell of the password': {
      given: given((user) => user.key(after(0)).reported({ passwordEnabled: 'unknown' })),
      expect: found('untold'),
    },
    'a key of which nobody knows whether it was used': {
      given: given((user) => user.key(after(0, { usedDaysAgo: 'unknown' }))),
      expect: found('untold'),
    },
    'a report that does not tell when the key was made': {
      given: given((user) =>
        user.reported({ keys: [{ active: true, lastRotated: 'unknown', lastUsed: 'never' }, emptySlot] }),
      ),
      expect: found('untold'),
    },
  },
});

test('a key is deactivated only while it is unused, and not at all where the list lacks it', () => {
  const key = { active: true, lastRotated: account().daysAgo(100), lastUsed: 'never' as const };
  const accounts = given((user) => user.key(after(10))).user('lin', (user) =>
    user.createdDaysAgo(100).reported({ keys: [key, emptySlot] }),
  );
  expect(proposalsOf(userInitialAccessKeys, 'deactivate-initial-keys', accounts)).toMatchObject([
    { changes: [{ operation: 'iam:UpdateAccessKey', gate: { neverUsed: true } }] },
    { blocked: 'which of the access keys of lin they are cannot be told' },
  ]);
});
