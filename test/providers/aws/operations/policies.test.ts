import { expect, test } from 'vitest';
import { simulate } from '../../../../src/engine/change.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { createPolicy, deletePolicy, policyOperations } from '../../../../src/providers/aws/operations/policies.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
const arnOf = (name: string, path = '/') => `arn:aws:iam::111122223333:policy${path}${name}`;
const creation = (name: string, text = document) =>
  write(createPolicy, { arn: arnOf(name) }, { name, path: '/', document: text });

testOperationLaws(policyOperations, function* (snapshot) {
  for (const { arn } of readable(snapshot, 'authorization-details')?.policies ?? [])
    yield write(deletePolicy, { arn }, null);
  yield creation('new');
  yield creation('DEPLOY');
  const told = { name: 'told', path: '/team/', description: 'Why', tags: { owner: 'joan' }, document };
  yield write(createPolicy, { arn: arnOf('told', '/team/') }, told);
});

const large = (characters: number) => JSON.stringify({ Statement: 'x'.repeat(characters - '{"Statement":""}'.length) });

test.each([
  ['a name in use in another case', account(), creation('Engineering'), 'policy engineering exists already'],
  ['one policy too many', account().root({ summary: { PoliciesQuota: 1 } }), creation('two'), 'PoliciesQuota is 1'],
  ['a document too large', account(), creation('big', large(6145)), 'PolicySizeQuota is 6144'],
  ['a document that is no JSON', account(), creation('bad', '{'), 'is not a JSON object'],
])('no policy is made: %s', (_, given, creating, reason) => {
  expect(refusalOf(given.build(), creating)).toContain(reason);
});

test('white space does not count as size', () => {
  const spaced = JSON.stringify(JSON.parse(large(6144)), null, 400);
  expect(refusalOf(account().build(), creation('big', spaced))).toBeUndefined();
});

const unattached = account().policy('spare', {});
test.each([
  [
    'a group',
    account()
      .policy('spare', {})
      .group('g', (group) => group.attached.push(arnOf('spare'))),
  ],
  [
    'a user',
    account()
      .policy('spare', {})
      .user('joan', (user) => user.attach(arnOf('spare'))),
  ],
  [
    'a role',
    account()
      .policy('spare', {})
      .role('r', (role) => role.attached.push(arnOf('spare'))),
  ],
  [
    'a boundary',
    account()
      .policy('spare', {})
      .user('joan', (user) => user.boundary(arnOf('spare'))),
  ],
])('no policy is deleted while it is used by %s', (_, given) => {
  const deletion = write(deletePolicy, { arn: arnOf('spare') }, null);
  expect(refusalOf(given.build(), deletion)).toContain('while it is attached or a boundary');
  expect(refusalOf(unattached.build(), deletion)).toBeUndefined();
});

test('a policy of AWS is read, and written by no one', () => {
  const snapshot = account().build();
  const arn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  expect(deletePolicy.resource.read(snapshot, { arn })?.name).toBe('AdministratorAccess');
  expect(refusalOf(snapshot, write(deletePolicy, { arn }, null))).toContain('belongs to AWS');
});

test('the summary counts the policies, and the title tells of the versions that go along', () => {
  const snapshot = unattached.build();
  const change = changeOf(snapshot, write(deletePolicy, { arn: arnOf('spare') }, null));
  const counted = (given: AwsSnapshot) => readable(given, 'account-summary')?.['Policies'];
  expect(counted(snapshot)).toBe(2);
  expect(change && counted(simulate(operations, snapshot, [change]))).toBe(1);
  expect(change?.title).toBe('Delete policy spare');
  const older = { id: 'v1', document: '{}', isDefault: false, createdAt: '' };
  const told = deletePolicy.title(
    { arn: arnOf('spare') },
    { name: 'spare', path: '/', document, versions: [older, older] },
    null,
  );
  expect(told).toBe('Delete policy spare with its 1 other version(s)');
});
