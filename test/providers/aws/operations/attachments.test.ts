import { expect, test } from 'vitest';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  attachGroupPolicy,
  attachmentOperations,
  attachRolePolicy,
  attachUserPolicy,
  detachGroupPolicy,
  detachRolePolicy,
  detachUserPolicy,
} from '../../../../src/providers/aws/operations/attachments.ts';
import { refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const arns = ['deploy', 'read-logs'].map((name) => `arn:aws:iam::111122223333:policy/${name}`);

testOperationLaws(attachmentOperations, function* (snapshot) {
  const { users = [], groups = [], roles = [] } = readable(snapshot, 'authorization-details') ?? {};
  for (const policyArn of [...arns, 'arn:aws:iam::aws:policy/ReadOnlyAccess']) {
    for (const { name: user } of users) {
      yield write(attachUserPolicy, { user, policyArn }, {});
      yield write(detachUserPolicy, { user, policyArn }, null);
    }
    for (const { name: group } of groups) {
      yield write(attachGroupPolicy, { group, policyArn }, {});
      yield write(detachGroupPolicy, { group, policyArn }, null);
    }
    for (const { name: role } of roles) {
      yield write(attachRolePolicy, { role, policyArn }, {});
      yield write(detachRolePolicy, { role, policyArn }, null);
    }
  }
});

const policyArn = 'arn:aws:iam::aws:policy/Eleventh';
const ten = Array.from({ length: 10 }, (_, at) => `arn:aws:iam::aws:policy/P${at}`);
const full = account()
  .user('joan', (user) => user.attach(...ten))
  .group('full', (group) => group.attached.push(...ten))
  .role('full', (role) => role.attached.push(...ten))
  .build();

test.each([
  ['an eleventh to a user', write(attachUserPolicy, { user: 'joan', policyArn }, {}), 'AttachedPoliciesPerUserQuota'],
  [
    'an eleventh to a group',
    write(attachGroupPolicy, { group: 'full', policyArn }, {}),
    'AttachedPoliciesPerGroupQuota',
  ],
  ['an eleventh to a role', write(attachRolePolicy, { role: 'full', policyArn }, {}), 'AttachedPoliciesPerRoleQuota'],
  ['any to no user', write(attachUserPolicy, { user: 'nobody', policyArn }, {}), 'there is no user nobody'],
])('no policy is attached: %s', (_, attaching, reason) => {
  expect(refusalOf(full, attaching)).toContain(reason);
});

test('needs its principal and its policy', () => {
  const refs = attachGroupPolicy.resource.requires({ group: 'g', policyArn }, {}, { id: '1', partition: 'aws' });
  expect(refs).toEqual([
    { type: 'iam-group', address: { group: 'g' } },
    { type: 'iam-policy', address: { arn: policyArn } },
  ]);
});

test('attaching what is attached already changes nothing, even at the quota', () => {
  const again = structuredClone(full);
  attachGroupPolicy.resource.write(again, { group: 'full', policyArn: ten[0] ?? '' }, {});
  expect(again).toEqual(full);
});
