import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import * as boundaries from '../../../../src/providers/aws/operations/boundaries.ts';
import { refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const arns = ['deploy', 'read-logs'].map((name) => `arn:aws:iam::111122223333:policy/${name}`);

testOperationLaws(boundaries.boundaryOperations, function* (snapshot) {
  const { users = [], roles = [] } = readable(snapshot, 'authorization-details') ?? {};
  for (const policyArn of [...arns, 'arn:aws:iam::aws:policy/PowerUserAccess']) {
    for (const { name: user } of users) yield write(boundaries.putUserBoundary, { user }, { policyArn });
    for (const { name: role } of roles) yield write(boundaries.putRoleBoundary, { role }, { policyArn });
  }
  for (const { name: user } of users) yield write(boundaries.deleteUserBoundary, { user }, null);
  for (const { name: role } of roles) yield write(boundaries.deleteRoleBoundary, { role }, null);
});

const policyArn = account().policyArn('engineering');
const given = account()
  .role('AWSServiceRoleForSupport', (role) => {
    role.path = '/aws-service-role/support.amazonaws.com/';
  })
  .build();

test.each([
  ['nobody', write(boundaries.putUserBoundary, { user: 'nobody' }, { policyArn }), 'there is no user nobody'],
  [
    'by a policy that does not exist',
    write(boundaries.putUserBoundary, { user: 'ada' }, { policyArn: account().policyArn('gone') }),
    'there is no policy arn:aws:iam::111122223333:policy/gone to bound user ada by',
  ],
  [
    'a service-linked role',
    write(boundaries.putRoleBoundary, { role: 'AWSServiceRoleForSupport' }, { policyArn }),
    'only AWS changes role AWSServiceRoleForSupport',
  ],
])('is not put on: %s', (_, tried, reason) => {
  expect(refusalOf(given, tried)).toBe(reason);
});

test('another boundary takes the place of the one before, and both are named', () => {
  const from = { policyArn: account().policyArn('old') };
  const { title } = boundaries.putRoleBoundary;
  expect(title({ role: 'ci' }, from, { policyArn })).toBe('Bound role ci by policy engineering in place of old');
  expect(title({ role: 'ci' }, null, { policyArn })).toBe('Bound role ci by policy engineering');
});
