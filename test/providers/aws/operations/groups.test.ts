import { expect, test } from 'vitest';
import { simulate } from '../../../../src/engine/change.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { createGroup, deleteGroup, groupOperations } from '../../../../src/providers/aws/operations/groups.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

testOperationLaws(groupOperations, () =>
  ['auditors', 'Operators', 'engineers', 'new', 'other'].flatMap((group) => [
    write(createGroup, { group }, { path: group === 'other' ? '/teams/' : '/' }),
    write(deleteGroup, { group }, null),
  ]),
);

test.each([
  ['a name in use', account(), 'engineers', 'exists already'],
  ['a name in use in another case', account(), 'ENGINEERS', 'engineers exists already'],
  ['a name that IAM does not take', account(), 'two words', 'does not accept two words'],
  ['one group too many', account().root({ summary: { GroupsQuota: 2 } }), 'third', "the account's GroupsQuota is 2"],
])('no group is made: %s', (_, given, group, reason) => {
  expect(refusalOf(given.build(), write(createGroup, { group }, { path: '/' }))).toContain(reason);
});

test.each([
  ['has a member', account().user('joan', (user) => user.groups('auditors'))],
  ['has an attached policy', account().group('auditors', (group) => group.attached.push('arn:aws:iam::aws:policy/X'))],
  ['has an inline policy', account().group('auditors', (group) => group.inline.push({ name: 'x', document: '{}' }))],
])('no group is deleted that %s', (_, given) => {
  const refused = refusalOf(given.group('auditors').build(), write(deleteGroup, { group: 'auditors' }, null));
  expect(refused).toBe('IAM does not delete group auditors while it has members or policies');
});

test('the summary counts the groups', () => {
  const snapshot = account().build();
  const change = changeOf(snapshot, write(createGroup, { group: 'auditors' }, { path: '/' }));
  const after = change && simulate(operations, snapshot, [change]);
  expect([snapshot, after].map((given) => given && readable(given, 'account-summary')?.['Groups'])).toEqual([2, 3]);
});
