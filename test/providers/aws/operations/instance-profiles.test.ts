import { describe, expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import * as profiles from '../../../../src/providers/aws/operations/instance-profiles.ts';
import { refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const { createInstanceProfile, deleteInstanceProfile, addRoleToInstanceProfile, removeRoleFromInstanceProfile } =
  profiles;
const profile = (name: string, path = '/') => ({
  name,
  arn: `arn:aws:iam::111122223333:instance-profile${path}${name}`,
  createdAt: account().daysAgo(300),
});

testOperationLaws(profiles.instanceProfileOperations, () =>
  ['deployer', 'Reader', 'spare', 'new'].flatMap((name) => [
    write(createInstanceProfile, { name }, { path: '/' }),
    write(createInstanceProfile, { name: `${name}2` }, { path: '/fleet/' }),
    write(deleteInstanceProfile, { name }, null),
    ...['deployer', 'Reader'].flatMap((role) => [
      write(addRoleToInstanceProfile, { profile: name, role }, {}),
      write(removeRoleFromInstanceProfile, { profile: name, role }, null),
    ]),
  ]),
);

const given = () =>
  account()
    .role('shop', (role) => role.instanceProfiles.push(profile('held')))
    .emptyProfile('empty');

describe('refuses what IAM refuses', () => {
  test.each([
    ['a name in use', write(createInstanceProfile, { name: 'HELD' }, { path: '/' }), 'held exists already'],
    ['a bad name', write(createInstanceProfile, { name: 'two words' }, { path: '/' }), 'does not accept two words'],
    ['deleting what holds a role', write(deleteInstanceProfile, { name: 'held' }, null), 'while it holds a role'],
    [
      'a second role',
      write(addRoleToInstanceProfile, { profile: 'held', role: 'support' }, {}),
      'instance profile held holds role shop, and it takes no other beside it',
    ],
    [
      'a profile that does not exist',
      write(addRoleToInstanceProfile, { profile: 'none', role: 'support' }, {}),
      'there is no instance profile none',
    ],
    [
      'a role that does not exist',
      write(addRoleToInstanceProfile, { profile: 'empty', role: 'none' }, {}),
      'there is no role none',
    ],
  ])('%s', (_, tried, reason) => {
    expect(refusalOf(given().build(), tried)).toContain(reason);
  });
});
