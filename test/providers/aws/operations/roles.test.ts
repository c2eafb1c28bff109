import { describe, expect, test } from 'vitest';
import { sameValue, simulate } from '../../../../src/engine/change.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import type { Role } from '../../../../src/providers/aws/model/authorization-details.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { roleSessionOperations, updateRole } from '../../../../src/providers/aws/operations/role-sessions.ts';
import { roleTrustOperations, updateAssumeRolePolicy } from '../../../../src/providers/aws/operations/role-trust.ts';
import { createRole, deleteRole, roleOperations } from '../../../../src/providers/aws/operations/roles.ts';
import { roleQuarantine } from '../../../../src/providers/aws/policy/quarantine.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';
import { trustOf } from '../../../support/trust.ts';

const own = 'arn:aws:iam::111122223333';
const byAda = trustOf({ AWS: `${own}:user/ada` });
const byLambda = trustOf({ Service: 'lambda.amazonaws.com' });

testOperationLaws(roleOperations, () =>
  ['deployer', 'idle', 'new', 'DEPLOYER', 'support'].flatMap((role) => [
    write(createRole, { role }, { path: '/', trust: byAda }),
    write(createRole, { role }, { path: '/jobs/', trust: byLambda, tags: { team: 'a' }, maxSessionSeconds: 7200 }),
    write(deleteRole, { role }, null),
  ]),
);

testOperationLaws(roleTrustOperations, () =>
  ['deployer', 'Reader', 'nobody'].map((role) => write(updateAssumeRolePolicy, { role }, { document: byAda })),
);

testOperationLaws(roleSessionOperations, () =>
  ['deployer', 'Reader', 'nobody'].map((role) => write(updateRole, { role }, { maxSessionSeconds: 7200 })),
);

const linked = (role: Role) => {
  role.path = '/aws-service-role/x.amazonaws.com/';
};

describe('no role is made', () => {
  test.each([
    ['with a name in use in another case', account(), 'SUPPORT', byLambda, 'role support exists already'],
    ['with a name that IAM does not take', account(), 'two words', byLambda, 'does not accept two words'],
    ['with a name that is too long', account(), 'x'.repeat(65), byLambda, '1 to 64 letters'],
    ['beyond the quota', account().root({ summary: { RolesQuota: 1 } }), 'r', byLambda, 'RolesQuota is 1'],
    ['with a trust policy that is no JSON', account(), 'r', 'no', 'is not a JSON object'],
    ['that trusts nobody who exists', account(), 'r', trustOf({ AWS: `${own}:user/nobody` }), 'there is none'],
    ['that trusts a deleted user', account(), 'r', trustOf({ AWS: 'AIDA0123456789ABCDEF0' }), 'a deleted principal'],
    [
      'with a trust policy that is too long',
      account(),
      'r',
      trustOf({ AWS: Array.from({ length: 60 }, (_, at) => `arn:aws:iam::44445555${1000 + at}:role/a-role`) }),
      'AssumeRolePolicySizeQuota is 2048',
    ],
  ])('%s', (_, given, role, trust, reason) => {
    expect(refusalOf(given.build(), write(createRole, { role }, { path: '/', trust }))).toContain(reason);
  });
});

describe('no role is deleted', () => {
  const profile = { name: 'p', arn: `${own}:instance-profile/p`, createdAt: '2026-01-01T00:00:00.000Z' };
  test.each<[string, (role: Role) => unknown, string]>([
    ['that has an attached policy', (role) => role.attached.push('arn:aws:iam::aws:policy/X'), 'while it has policies'],
    ['that has an inline policy', (role) => role.inline.push({ name: 'x', document: '{}' }), 'while it has policies'],
    ['that an instance profile holds', (role) => role.instanceProfiles.push(profile), 'while an instance profile'],
    ['that has a boundary', (role) => Object.assign(role, { boundary: `${own}:policy/b` }), 'a permissions boundary'],
    ['of AWS', linked, "AWS's own"],
    ['whose trust policy is not held', (role) => Object.assign(role, { trust: '' }), 'is not a JSON object'],
  ])('%s', (_, deviate, reason) => {
    const given = account().role('old', deviate).build();
    expect(refusalOf(given, write(deleteRole, { role: 'old' }, null))).toContain(reason);
  });
});

describe('no trust policy is changed', () => {
  test.each<[string, (role: Role) => unknown, string]>([
    ['of a role of AWS', linked, "AWS's own"],
    ['that is not in the evidence', (role) => Object.assign(role, { trust: '' }), 'not in the evidence'],
    [
      'that names a deleted principal, for it could not be put back',
      (role) => Object.assign(role, { trust: trustOf({ AWS: 'AROA0123456789ABCDEF0' }) }),
      'AROA0123456789ABCDEF0',
    ],
  ])('%s', (_, deviate, reason) => {
    const given = account().role('job', deviate).build();
    const tried = write(updateAssumeRolePolicy, { role: 'job' }, { document: byLambda });
    expect(refusalOf(given, tried)).toContain(reason);
  });

  test('to trust somebody who does not exist, save where it did before', () => {
    const gone = trustOf({ AWS: `${own}:role/gone` });
    const both = trustOf({ AWS: [`${own}:role/gone`, `${own}:user/ada`] });
    const tried = write(updateAssumeRolePolicy, { role: 'job' }, { document: both });
    expect(refusalOf(account().role('job').build(), tried)).toContain('role/gone');
    const trusted = account().role('job', (role) => Object.assign(role, { trust: gone }));
    expect(refusalOf(trusted.build(), tried)).toBeUndefined();
  });
});

test('a trust policy that AWS wrote in other words is the same', () => {
  const resource = operations.resource('iam-role-trust');
  const [number, root] = ['222233334444', 'arn:aws:iam::222233334444:root'].map((AWS) => ({
    document: trustOf({ AWS }),
  }));
  expect(sameValue(resource, number ?? null, root ?? null)).toBe(true);
  expect(sameValue(resource, number ?? null, { document: byLambda })).toBe(false);
  const [today, tomorrow] = ['2026-11-22', '2026-11-23'].map((day) => ({ document: roleQuarantine(new Date(day)) }));
  expect(sameValue(resource, today ?? null, tomorrow ?? null)).toBe(false);
  expect(sameValue(resource, number ?? null, null)).toBe(false);
});

test.each([3599, 43_201, 3600.5])('sessions do not last up to %d seconds', (maxSessionSeconds) => {
  const tried = write(updateRole, { role: 'support' }, { maxSessionSeconds });
  expect(refusalOf(account().build(), tried)).toContain('3600 to 43200');
});

test('the summary counts the roles', () => {
  const snapshot = account().build();
  const change = changeOf(snapshot, write(createRole, { role: 'job' }, { path: '/', trust: byLambda }));
  const after = change && simulate(operations, snapshot, [change]);
  expect([snapshot, after].map((given) => given && readable(given, 'account-summary')?.['Roles'])).toEqual([1, 2]);
});
