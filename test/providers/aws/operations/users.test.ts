import { describe, expect, test } from 'vitest';
import { held, sameHeld, simulate } from '../../../../src/engine/change.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import type { UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { deactivateMfaDevice, mfaDeviceOperations } from '../../../../src/providers/aws/operations/mfa-devices.ts';
import {
  createUser,
  deleteUser,
  userOperations,
  userResource,
} from '../../../../src/providers/aws/operations/users.ts';
import { changeOf, refusalOf, testOperationLaws, type Write, write } from '../../../support/operation-laws.ts';

testOperationLaws(userOperations, () =>
  ['leaver', 'joan', 'Ada', 'new'].flatMap((user) => [
    write(createUser, { user }, { path: '/people/', tags: { team: 'x' } }),
    write(deleteUser, { user }, null),
  ]),
);

testOperationLaws(mfaDeviceOperations, (snapshot) =>
  (readable(snapshot, 'mfa-devices') ?? []).map(({ user, serial }) =>
    write(deactivateMfaDevice, { user, serial }, null),
  ),
);

function applied(snapshot: AwsSnapshot, ...writes: readonly Write[]): AwsSnapshot {
  return writes.reduce((state, tried) => {
    const change = changeOf(state, tried);
    if (change === undefined) throw new Error('there is nothing to change');
    return simulate(operations, state, [change]);
  }, snapshot);
}

describe('a user', () => {
  const bare = (deviate: (user: UserBuilder) => unknown = () => {}) =>
    account()
      .user('ken', (user) => {
        user.noGroups().noPassword();
        deviate(user);
      })
      .build();

  test.each<[string, (user: UserBuilder) => unknown]>([
    ['groups', (user) => user.groups('engineers')],
    ['policies', (user) => user.inline('own', {})],
    ['policies', (user) => user.attach('arn:aws:iam::aws:policy/ReadOnlyAccess')],
    ['a permissions boundary', (user) => user.boundary('arn:aws:iam::aws:policy/PowerUserAccess')],
    ['a console password', (user) => user.reported({ passwordEnabled: true })],
    ['access keys', (user) => user.key({ active: false })],
    ['MFA devices', (user) => user.virtualMfa()],
    ['SSH keys', (user) => user.sshKey()],
    ['signing certificates', (user) => user.signingCertificate()],
  ])('is not deleted while it has %s', (what, deviate) => {
    expect(refusalOf(bare(deviate), write(deleteUser, { user: 'ken' }, null))).toBe(
      `IAM does not delete user ken while it has ${what}`,
    );
  });

  test('takes its row of the credential report and its place in the summary along', () => {
    const snapshot = applied(bare(), write(deleteUser, { user: 'ken' }, null));
    expect(readable(snapshot, 'credential-report')?.rows.some(({ user }) => user === 'ken')).toBe(false);
    expect(readable(snapshot, 'account-summary')?.['Users']).toBe(3);
  });

  test('that is new has a row without credentials', () => {
    const snapshot = applied(account().build(), write(createUser, { user: 'new' }, { path: '/' }));
    expect(readable(snapshot, 'credential-report')?.rows.find(({ user }) => user === 'new')).toMatchObject({
      arn: 'arn:aws:iam::111122223333:user/new',
      createdAt: account().daysAgo(0),
      passwordEnabled: false,
      mfaActive: false,
    });
  });

  test.each([
    ['ADA', 'user ada exists already: IAM does not tell names apart by case'],
    ['a b', 'IAM does not accept a b as the name of a user: 1 to 64 letters, digits or _+=,.@-'],
    ['x'.repeat(65), `IAM does not accept ${'x'.repeat(65)} as the name of a user: 1 to 64 letters, digits or _+=,.@-`],
  ])('is not made as %s', (user, reason) => {
    expect(refusalOf(account().build(), write(createUser, { user }, { path: '/' }))).toBe(reason);
  });

  test('is not made beyond the quota', () => {
    const full = account().build();
    const summary = readable(full, 'account-summary');
    if (summary !== undefined) summary['UsersQuota'] = 3;
    expect(refusalOf(full, write(createUser, { user: 'new' }, { path: '/' }))).toContain('UsersQuota is 3');
  });

  test('who was made again under the same name is another one to what rests on it; new tags are not', () => {
    const ada = userResource.read(account().build(), { user: 'ada' });
    if (ada === null) throw new Error('ada is there');
    expect(held(userResource, ada)).toEqual({ path: '/', id: ada.id });
    expect(sameHeld(userResource, ada, { ...ada, id: 'AIDAOTHER' })).toBe(false);
    expect(sameHeld(userResource, ada, null)).toBe(false);
    expect(sameHeld(userResource, ada, { ...ada, tags: { team: 'x' } })).toBe(true);
  });
});

test("the last MFA device takes the report's word along, one of two does not", () => {
  const snapshot = account()
    .user('ken', (user) => user.securityKey())
    .build();
  const mfaOf = (state: AwsSnapshot) =>
    readable(state, 'credential-report')?.rows.find(({ user }) => user === 'ken')?.mfaActive;
  const [first, second] = (readable(snapshot, 'mfa-devices') ?? [])
    .filter(({ user }) => user === 'ken')
    .map(({ user, serial }) => write(deactivateMfaDevice, { user, serial }, null));
  if (first === undefined || second === undefined) throw new Error('ken has two devices');
  expect(mfaOf(applied(snapshot, first))).toBe(true);
  expect(mfaOf(applied(snapshot, first, second))).toBe(false);
});
