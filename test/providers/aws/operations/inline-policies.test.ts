import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  deleteGroupPolicy,
  deleteRolePolicy,
  deleteUserPolicy,
  inlinePolicyOperations,
  putGroupPolicy,
  putRolePolicy,
  putUserPolicy,
} from '../../../../src/providers/aws/operations/inline-policies.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const document = '{"Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}';

testOperationLaws(inlinePolicyOperations, function* (snapshot) {
  const { users = [], groups = [], roles = [] } = readable(snapshot, 'authorization-details') ?? {};
  for (const name of ['own', 'zz', 'fresh']) {
    for (const { name: user } of users) {
      yield write(putUserPolicy, { user, name }, { document });
      yield write(deleteUserPolicy, { user, name }, null);
    }
    for (const { name: group } of groups) {
      yield write(putGroupPolicy, { group, name }, { document });
      yield write(deleteGroupPolicy, { group, name }, null);
    }
    for (const { name: role } of roles) {
      yield write(putRolePolicy, { role, name }, { document });
      yield write(deleteRolePolicy, { role, name }, null);
    }
  }
});

const half = { Statement: 'x'.repeat(1024 - '{"Statement":""}'.length) };
const other = (characters: number) => JSON.stringify({ S: 'x'.repeat(characters - '{"S":""}'.length) });
const joan = account()
  .user('joan', (user) => user.inline('half', half))
  .build();

test('all inline policies of a user count together, white space aside', () => {
  const putting = (text: string) => write(putUserPolicy, { user: 'joan', name: 'other' }, { document: text });
  expect(refusalOf(joan, putting(other(1024).replace('{', '{ \n ')))).toBeUndefined();
  expect(refusalOf(joan, putting(other(1025)))).toContain(
    "have 2049 characters: the account's UserPolicySizeQuota is 2048",
  );
});

test('a document put over another counts instead of it, and says what it does', () => {
  const putting = write(putUserPolicy, { user: 'joan', name: 'half' }, { document: other(2048) });
  expect(refusalOf(joan, putting)).toBeUndefined();
  expect(changeOf(joan, putting)?.title).toBe('Change inline policy half of user joan');
});

test.each([
  ['no JSON', '{"Statement":'],
  ['a list', '[]'],
])('no document is put that is %s', (_, text) => {
  expect(refusalOf(joan, write(putUserPolicy, { user: 'joan', name: 'x' }, { document: text }))).toContain(
    'is not a JSON object',
  );
});
