import { expect, test } from 'vitest';
import accessKeyPreferredRoles from '../../../../remediations/aws/access-keys/access-key-preferred-roles.ts';
import { emptySlot, type UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const given = (deviate: (user: UserBuilder) => unknown) => account().user('deploy', deviate);
const found = (reason: string) => [{ resource: 'deploy', reason }];

testRemediation(accessKeyPreferredRoles, {
  compliant: {
    'people who sign in': account(),
    'a user without any credential': given((user) => user.noPassword()),
    'a program whose key was last used 45 days ago': given((user) =>
      user.noPassword().key({ ageDays: 300, usedDaysAgo: 45 }),
    ),
    'a key that was not used yet': given((user) => user.noPassword().key({ usedDaysAgo: 'never' })),
    'a key that is deactivated': given((user) => user.noPassword().key({ active: false })),
  },
  violating: {
    'a key used on the last day': {
      given: given((user) => user.noPassword().key({ ageDays: 300, usedDaysAgo: 44 })),
      expect: found('program'),
    },
    'two keys, one of them idle': {
      given: given((user) => user.noPassword().key().key({ ageDays: 300, usedDaysAgo: 200 })),
      expect: found('program'),
    },
    'a password that nobody has signed in with for 45 days': {
      given: given((user) => user.password({ usedDaysAgo: 45 }).key()),
      expect: found('program'),
    },
    'a password that was never used': {
      given: given((user) => user.password({ usedDaysAgo: 'never' }).key()),
      expect: found('program'),
    },
  },
  notApplicable: {
    'a person with a key, who signed in 44 days ago': {
      given: given((user) => user.password({ usedDaysAgo: 44 }).key()),
      expect: ['ada', 'deploy', 'edsger', 'grace'].map((resource) => ({ resource, reason: 'person' })),
    },
  },
  unknown: {
    'nobody knows when the key was used': {
      given: given((user) => user.noPassword().key({ ageDays: 300, usedDaysAgo: 'unknown' })),
      expect: found('untold'),
    },
    'nobody knows when the password was used': {
      given: given((user) => user.password({ usedDaysAgo: 'unknown' }).key()),
      expect: found('untold'),
    },
    'a user whose keys were not listed': {
      given: given((user) =>
        user.noPassword().reported({
          keys: [{ active: true, lastRotated: account().daysAgo(9), lastUsed: account().daysAgo(1) }, emptySlot],
        }),
      ),
      expect: found('unlisted'),
    },
    'a user who is not in the report': {
      given: given((user) => user.key().reported({ user: 'deploy-before', keys: [emptySlot, emptySlot] })),
      expect: found('unreported'),
    },
  },
});

test('the guide tells what the key calls, and what the user holds', () => {
  const program = given((user) =>
    user.noPassword().key({ id: 'AKIADEPLOY', service: 'codedeploy' }).inline('push', { Statement: [] }),
  );
  const told = JSON.stringify(proposalsOf(accessKeyPreferredRoles, 'move-to-role', program));
  expect(told).toContain('with codedeploy in us-east-1');
  expect(told).toContain('AttributeKey=AccessKeyId,AttributeValue=AKIADEPLOY');
  expect(told).toContain('inline policy push, all that group engineers grants');
});
