import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  createLoginProfile,
  deleteLoginProfile,
  loginProfileOperations,
  loginProfileResource,
} from '../../../../src/providers/aws/operations/login-profiles.ts';
import { makePassword } from '../../../../src/providers/aws/operations/one-time-password.ts';
import { refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

testOperationLaws(loginProfileOperations, () =>
  ['ada', 'joan', 'Mary', 'lin'].flatMap((user) => [
    write(createLoginProfile, { user }, {}),
    write(deleteLoginProfile, { user }, null),
  ]),
);

test('a new password expires as the password policy has it', () => {
  const rowFor = (maxAgeDays: number | undefined) => {
    const built = account().user('bot', (user) => user.noPassword());
    const snapshot = (
      maxAgeDays === undefined ? built.passwordPolicy(null) : built.passwordPolicy({ maxAgeDays })
    ).build();
    loginProfileResource.write(snapshot, { user: 'bot' }, {});
    return readable(snapshot, 'credential-report')?.rows.find((row) => row.user === 'bot');
  };
  expect(rowFor(90)).toMatchObject({
    passwordEnabled: true,
    passwordLastUsed: 'never',
    passwordLastChanged: account().daysAgo(0),
    passwordNextRotation: account().daysAgo(-90),
  });
  expect(rowFor(undefined)).toMatchObject({ passwordEnabled: true, passwordNextRotation: 'never' });
});

test("the root user's password is out of reach", () => {
  expect(refusalOf(account().build(), write(createLoginProfile, { user: '<root_account>' }, {}))).toContain('root');
});

test.each([undefined, 6, 24, 128])('a one-time password meets a policy of at least %s characters', (minimumLength) => {
  const password = makePassword(minimumLength === undefined ? null : { minimumLength }).reveal();
  expect(password.length).toBe(Math.max(24, minimumLength ?? 0));
  for (const asked of [/[a-z]/, /[A-Z]/, /[0-9]/, /[!@#$%^&*()_+\-=[\]{}|']/]) expect(password).toMatch(asked);
  expect(password).toMatch(/^[\x21-\x7e]+$/);
});

test('no two one-time passwords are alike, and none can be printed by accident', () => {
  const made = Array.from({ length: 50 }, () => makePassword(null));
  expect(new Set(made.map((password) => password.reveal())).size).toBe(50);
  expect(`${made[0]} ${JSON.stringify(made[0])}`).toBe('[secret] "[secret]"');
});
