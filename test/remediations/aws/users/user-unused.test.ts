import userUnused from '../../../../remediations/aws/users/user-unused.ts';
import { emptySlot, type UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { quarantined } from '../../../support/quarantine.ts';

const given = (deviate: (user: UserBuilder) => unknown) => account().user('ken', deviate);
const found = (reason: string) => [{ resource: 'ken', reason }];

testRemediation(userUnused, {
  compliant: {
    'signed in 89 days ago': given((user) => user.password({ usedDaysAgo: 89 })),
    'a key used 89 days ago': given((user) => user.noPassword().key({ ageDays: 300, usedDaysAgo: 89 })),
    'a key that was used and then deactivated': given((user) =>
      user.noPassword().key({ ageDays: 300, usedDaysAgo: 3, active: false }),
    ),
    'a user made 89 days ago': given((user) => user.createdDaysAgo(89).noPassword()),
    'a user who is newer than the report': given((user) => user.createdDaysAgo(0).reported({ user: 'somebody-else' })),
    'in quarantine for 29 days': given((user) => quarantined(user, 29)),
    'a recent use beside one that is not told': given((user) =>
      user.password({ usedDaysAgo: 'unknown' }).key({ ageDays: 300, usedDaysAgo: 3 }),
    ),
  },
  violating: {
    'signed in 90 days ago': { given: given((user) => user.password({ usedDaysAgo: 90 })), expect: found('unused') },
    'a key used 90 days ago, and a password never used': {
      given: given((user) => user.password({ usedDaysAgo: 'never' }).key({ ageDays: 300, usedDaysAgo: 90 })),
      expect: found('unused'),
    },
    'never used since made 90 days ago': {
      given: given((user) => user.createdDaysAgo(90).password({ usedDaysAgo: 'never', changedDaysAgo: 1 })),
      expect: found('neverUsed'),
    },
    'in quarantine for 30 days': {
      given: given((user) => quarantined(user, 30).key({ ageDays: 400, usedDaysAgo: 200, active: false })),
      expect: found('overdue'),
    },
    'no credential at all': { given: given((user) => user.noPassword()), expect: found('neverUsed') },
  },
  unknown: {
    'nobody knows when the password was used': {
      given: given((user) => user.password({ usedDaysAgo: 'unknown' })),
      expect: found('untold'),
    },
    'an old use beside one that is not told': {
      given: given((user) => user.password({ usedDaysAgo: 200 }).key({ ageDays: 300, usedDaysAgo: 'unknown' })),
      expect: found('untold'),
    },
    'a user who is not in the report': {
      given: given((user) => user.reported({ user: 'ken-before-renaming', keys: [emptySlot, emptySlot] })),
      expect: found('unreported'),
    },
  },
});
