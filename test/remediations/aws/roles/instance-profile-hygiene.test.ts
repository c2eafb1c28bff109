import { expect, test } from 'vitest';
import instanceProfileHygiene from '../../../../remediations/aws/roles/instance-profile-hygiene.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const arn = 'arn:aws:iam::111122223333:instance-profile/web/shop';
const shop = (ageDays: number) =>
  account().role('shop', ({ instanceProfiles }) =>
    instanceProfiles.push({ name: 'shop', arn, createdAt: account().daysAgo(ageDays) }),
  );
const unused = [{ resource: 'shop', reason: 'unused' }];

testRemediation(instanceProfileHygiene, {
  compliant: {
    'used by an instance': shop(300).instances([{ id: 'i-1', profile: arn }]),
    'used by one that is stopped': shop(300).instances([{ id: 'i-1', profile: arn, state: 'stopped' }]),
    'as old as an unused one may be': shop(90),
    'without a role, and no older': account().emptyProfile('spare', 90),
  },
  violating: {
    'a day older, and unused': { given: shop(91), expect: unused },
    'used only by an instance that is gone': {
      given: shop(300).instances([{ id: 'i-1', profile: arn, state: 'terminated' }]),
      expect: unused,
    },
    'without a role and without an instance, a day older': {
      given: account().emptyProfile('spare', 91),
      expect: [{ resource: 'spare', reason: 'empty' }],
    },
    'without a role, and listed, while an instance has it': {
      given: account()
        .emptyProfile('spare', 91)
        .instances([{ id: 'i-1', profile: 'arn:aws:iam::111122223333:instance-profile/spare' }]),
      expect: [{ resource: 'spare', reason: 'roleless' }],
    },
    'two instances with a profile that holds no role': {
      given: account().instances([
        { id: 'i-1', profile: arn },
        { id: 'i-2', profile: arn, region: 'eu-west-1' },
      ]),
      expect: [{ resource: 'shop', reason: 'roleless' }],
    },
  },
  unknown: {
    'a region that could not be read': {
      given: shop(91).coverage({ regions: ['us-east-1'], gaps: [{ region: 'eu-west-1', reason: 'denied' }] }),
      expect: [
        { resource: 'eu-west-1', reason: 'unseen' },
        { resource: 'shop', reason: 'untold' },
      ],
    },
  },
});

test('a profile that instances use is not deleted', () => {
  const given = account().instances([{ id: 'i-1', profile: arn }]);
  expect(proposalsOf(instanceProfileHygiene, 'delete-instance-profile', given)).toEqual([
    expect.objectContaining({ blocked: 'instances use instance profile shop' }),
  ]);
});
