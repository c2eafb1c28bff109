import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/snapshot.ts';
import type { Role } from '../../../../src/providers/aws/model/authorization-details.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { principalsOfInterest } from '../../../../src/providers/aws/model/last-accessed.ts';

const policy = 'arn:aws:iam::111122223333:policy/engineering';

function ofInterest(given: AccountBuilder, withReport = true): string[] {
  const snapshot = given.build();
  const details = readable(snapshot, 'authorization-details');
  const report = readable(snapshot, 'credential-report');
  if (details === undefined) throw new Error('the builder makes details');
  return principalsOfInterest(details, withReport ? report : undefined).map((arn) => arn.split(':').at(-1) ?? '');
}

const boring = ofInterest(account());
const beside = (given: AccountBuilder, withReport = true) =>
  ofInterest(given, withReport).filter((arn) => !boring.includes(arn));

test('users who hold something and were used, by password or by key', () => {
  const idle = { usedDaysAgo: 'never' } as const;
  expect(
    beside(
      account()
        .user('by-password')
        .user('by-key', (user) => user.noPassword().key({ usedDaysAgo: 399 }))
        .user('by-second-key', (user) => user.noPassword().key(idle).key())
        .user('perhaps', (user) => user.noPassword().key({ usedDaysAgo: 'unknown' }))
        .user('never', (user) => user.password(idle).key(idle))
        .user('nothing-held', (user) => user.noGroups())
        .user('inline', (user) => user.noGroups().inline('own', { Statement: [] }))
        .user('attached', (user) => user.noGroups().attach(policy))
        .group('empty')
        .user('in-empty-group', (user) => user.noGroups().groups('empty')),
    ),
  ).toEqual(['attached', 'by-key', 'by-password', 'by-second-key', 'inline', 'perhaps'].map((name) => `user/${name}`));
});

test('users whom the report does not know may have been used', () => {
  expect(
    beside(
      account().user('never', (user) => user.password({ usedDaysAgo: 'never' })),
      false,
    ),
  ).toEqual(['user/never']);
});

test('roles that hold something, were used, and are not AWS’s to change', () => {
  const holding =
    (more: Partial<Role> = {}) =>
    (role: Role) => {
      role.attached.push(policy);
      Object.assign(role, more);
      if (more.path !== undefined) role.arn = role.arn.replace('role/', `role${more.path}`);
    };
  expect(
    beside(
      account()
        .role('used', holding())
        .role('never', holding({ lastUsed: null }))
        .role('nothing-held')
        .role('linked', holding({ path: '/aws-service-role/support.amazonaws.com/' }))
        .role('sso', holding({ path: '/aws-reserved/sso.amazonaws.com/' }))
        .role('service', holding({ path: '/service-role/' })),
    ),
  ).toEqual(['role/service-role/service', 'role/used']);
});
