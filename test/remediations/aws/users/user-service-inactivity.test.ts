import { expect, test } from 'vitest';
import userServiceInactivity from '../../../../remediations/aws/users/user-service-inactivity.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testInactivity } from '../../../support/inactivity-cases.ts';

testInactivity(userServiceInactivity, 'user');

test('says nothing of who was never used, and does not know of whom IAM was not asked', () => {
  const snapshot = account()
    .user('joan', (user) => user.reported({ passwordLastUsed: 'never' }))
    .user('mary')
    .build();
  const uses = snapshot.collections['service-last-accessed'];
  if (uses.status !== 'read') throw new Error('the uses of services were not built');
  const data = uses.data.filter(({ arn }) => !arn.endsWith('/mary'));
  const partial = { ...snapshot, collections: { ...snapshot.collections, 'service-last-accessed': { ...uses, data } } };
  const found = userServiceInactivity.judge(partial, { unusedDays: 90 }, account().now);
  expect(found.map(({ resource, status }) => [resource.id, status])).toEqual([
    ['ada', 'pass'],
    ['edsger', 'pass'],
    ['grace', 'pass'],
    ['mary', 'unknown'],
  ]);
});
