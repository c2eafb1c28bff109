import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invert } from '../../../../src/engine/change.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account, strongPasswordPolicy } from '../../../../src/providers/aws/model/builder.ts';
import type { PasswordPolicy } from '../../../../src/providers/aws/model/credentials.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import {
  deletePasswordPolicy,
  passwordPolicyOperations,
  passwordPolicyResource,
  toPasswordPolicy,
  updatePasswordPolicy,
} from '../../../../src/providers/aws/operations/password-policy.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const { maxAgeDays: _, reusePrevention: __, ...withoutAges } = strongPasswordPolicy;
const least: PasswordPolicy = {
  minimumLength: 6,
  requireSymbols: false,
  requireNumbers: false,
  requireUppercase: false,
  requireLowercase: false,
  allowUsersToChange: false,
  hardExpiry: false,
};

testOperationLaws(passwordPolicyOperations, () => [
  write(updatePasswordPolicy, {}, { ...strongPasswordPolicy, minimumLength: 20, maxAgeDays: 60, hardExpiry: true }),
  write(updatePasswordPolicy, {}, withoutAges),
  write(updatePasswordPolicy, {}, least),
  write(deletePasswordPolicy, {}, null),
]);

describe('what IAM refuses', () => {
  const refusal = (policy: Partial<PasswordPolicy>) =>
    refusalOf(account().build(), write(updatePasswordPolicy, {}, { ...least, ...policy }));

  test.each([
    { minimumLength: 6 },
    { minimumLength: 128 },
    { maxAgeDays: 1 },
    { maxAgeDays: 1095 },
    { reusePrevention: 1 },
    { reusePrevention: 24 },
  ])('%j is accepted', (policy) => expect(refusal(policy)).toBeUndefined());

  test.each([
    { minimumLength: 5 },
    { minimumLength: 129 },
    { minimumLength: 14.5 },
    { maxAgeDays: 0 },
    { maxAgeDays: 1096 },
    { reusePrevention: 0 },
    { reusePrevention: 25 },
  ])('%j is refused, with the value and the range', (policy) =>
    expect(refusal(policy)).toMatch(/does not accept [\d.]+ for \w+ of the password policy: .* from \d+ to \d+/),
  );
});

test('an update is undone by an update, the first policy by deleting it', () => {
  const undoing = (given: PasswordPolicy | null) => {
    const change = changeOf(account().passwordPolicy(given).build(), write(updatePasswordPolicy, {}, least));
    const undo = change && invert(operations, change);
    return [undo?.operation, undo?.to];
  };
  expect(undoing(strongPasswordPolicy)).toEqual(['iam:UpdateAccountPasswordPolicy', strongPasswordPolicy]);
  expect(undoing(null)).toEqual(['iam:DeleteAccountPasswordPolicy', null]);
});

test('the command names every attribute, for what is left out falls back to its default', () => {
  expect(updatePasswordPolicy.command({}, null, { ...withoutAges, requireSymbols: false }).join(' ')).toBe(
    'iam update-account-password-policy --minimum-password-length 14 --no-require-symbols --require-numbers ' +
      '--require-uppercase-characters --require-lowercase-characters --allow-users-to-change-password --no-hard-expiry',
  );
});

test('the report follows the maximum age: each password is due so many days after its last change', () => {
  const given = account().user('joan', (user) => user.password({ changedDaysAgo: 30, expiresInDays: 60 }));
  const due = (before: PasswordPolicy | null, after: PasswordPolicy | null) => {
    const draft = structuredClone(given.passwordPolicy(before).build());
    passwordPolicyResource.write(draft, {}, after);
    return readable(draft, 'credential-report')?.rows.find((row) => row.user === 'joan')?.passwordNextRotation;
  };
  expect(due(strongPasswordPolicy, { ...strongPasswordPolicy, maxAgeDays: 60 })).toBe(given.daysAgo(-30));
  expect(due(null, strongPasswordPolicy)).toBe(given.daysAgo(-60));
  expect(due(strongPasswordPolicy, null)).toBe('never');
});

describe("IAM's answer", () => {
  test('leaves out what is off, or writes 0', () => {
    expect(toPasswordPolicy({})).toEqual(least);
    expect(toPasswordPolicy({ MinimumPasswordLength: 6, MaxPasswordAge: 0, PasswordReusePrevention: 0 })).toEqual(
      least,
    );
  });
});

describe('against an endpoint', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  test('the first policy, a stricter one, one with all off, and none again', () =>
    expectModelEqualsEndpoint(moto, account().passwordPolicy(null).build(), [
      write(updatePasswordPolicy, {}, withoutAges),
      write(updatePasswordPolicy, {}, { ...strongPasswordPolicy, minimumLength: 20, maxAgeDays: 60, hardExpiry: true }),
      write(updatePasswordPolicy, {}, least),
      write(deletePasswordPolicy, {}, null),
    ]));

  test('a policy that was there comes back as it was', () =>
    expectModelEqualsEndpoint(moto, account().build(), [write(updatePasswordPolicy, {}, least)]));
});
