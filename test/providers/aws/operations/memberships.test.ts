import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  addUserToGroup,
  membershipOperations,
  removeUserFromGroup,
} from '../../../../src/providers/aws/operations/memberships.ts';
import { refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

testOperationLaws(membershipOperations, () =>
  ['ada', 'joan', 'Mary'].flatMap((user) =>
    ['auditors', 'Operators', 'engineers'].flatMap((group) => [
      write(addUserToGroup, { group, user }, {}),
      write(removeUserFromGroup, { group, user }, null),
    ]),
  ),
);

const groups = Array.from({ length: 10 }, (_, at) => `group-${at}`);
const full = groups.reduce((built, name) => built.group(name), account().group('eleventh'));

test.each([
  ['no such user', account(), { group: 'engineers', user: 'nobody' }, 'there is no user nobody'],
  ['no such group', account(), { group: 'nowhere', user: 'ada' }, 'there is no group nowhere'],
  [
    'an eleventh group',
    full.user('joan', (user) => user.noGroups().groups(...groups)),
    { group: 'eleventh', user: 'joan' },
    "the account's GroupsPerUserQuota is 10",
  ],
])('no member is added: %s', (_, given, address, reason) => {
  expect(refusalOf(given.build(), write(addUserToGroup, address, {}))).toContain(reason);
});

test('needs its user and its group', () => {
  expect(addUserToGroup.resource.requires({ group: 'g', user: 'u' }, {}, { id: '1', partition: 'aws' })).toEqual([
    { type: 'iam-user', address: { user: 'u' } },
    { type: 'iam-group', address: { group: 'g' } },
  ]);
});

test('adding a member again changes nothing, even at the quota', () => {
  const snapshot = full.user('joan', (user) => user.noGroups().groups(...groups)).build();
  const again = structuredClone(snapshot);
  addUserToGroup.resource.write(again, { group: 'group-0', user: 'joan' }, {});
  expect(again).toEqual(snapshot);
});
