import credentialsUnused from '../../../../remediations/aws/users/credentials-unused.ts';
import { emptySlot } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const of = (discriminator: string, reason: string) => [{ resource: 'ken', reason, discriminator }];
const slot = (usedDaysAgo: number) => ({
  active: true,
  lastRotated: account().daysAgo(300),
  lastUsed: account().daysAgo(usedDaysAgo),
});

testRemediation(credentialsUnused, {
  compliant: {
    'a password used on the last day': account().user('ken', (user) => user.password({ usedDaysAgo: 44 })),
    'a new password that was not used yet': account().user('ken', (user) =>
      user.password({ usedDaysAgo: 'never', changedDaysAgo: 44 }),
    ),
    'a key used on the last day': account().user('ken', (user) => user.key({ ageDays: 300, usedDaysAgo: 44 })),
    'a new key that was not used yet': account().user('ken', (user) => user.key({ ageDays: 44, usedDaysAgo: 'never' })),
    'a key too young to be unused': account().user('ken', (user) => user.key({ ageDays: 44, usedDaysAgo: 'unknown' })),
    'an idle key that is not active': account().user('ken', (user) =>
      user.key({ ageDays: 300, usedDaysAgo: 200, active: false }),
    ),
    'no password': account().user('ken', (user) => user.noPassword()),
    'a use that only the report tells': account().user('ken', (user) =>
      user.key({ ageDays: 300, usedDaysAgo: 'unknown' }).reported({ keys: [slot(3), emptySlot] }),
    ),
  },
  violating: {
    'a password unused for 45 days': {
      given: account().user('ken', (user) => user.password({ usedDaysAgo: 45 })),
      expect: of('password', 'unused'),
    },
    'a password that was never used': {
      given: account().user('ken', (user) => user.password({ usedDaysAgo: 'never', changedDaysAgo: 45 })),
      expect: of('password', 'neverUsed'),
    },
    'a key unused for 45 days': {
      given: account().user('ken', (user) => user.key({ id: 'AKIAKEN', ageDays: 300, usedDaysAgo: 45 })),
      expect: of('AKIAKEN', 'unused'),
    },
    'a key that was never used': {
      given: account().user('ken', (user) => user.key({ id: 'AKIAKEN', ageDays: 45, usedDaysAgo: 'never' })),
      expect: of('AKIAKEN', 'neverUsed'),
    },
    'all that a user has': {
      given: account().user('ken', (user) =>
        user
          .password({ usedDaysAgo: 60 })
          .key({ id: 'AKIAONE', ageDays: 300, usedDaysAgo: 60 })
          .key({ id: 'AKIATWO', ageDays: 200, usedDaysAgo: 'never' }),
      ),
      expect: [...of('password', 'unused'), ...of('AKIAONE', 'unused'), ...of('AKIATWO', 'neverUsed')],
    },
  },
  unknown: {
    'nobody knows when the password was used': {
      given: account().user('ken', (user) => user.password({ usedDaysAgo: 'unknown', changedDaysAgo: 45 })),
      expect: of('password', 'untold'),
    },
    'keys made in one second, whose slots cannot be told apart': {
      given: account().user('ken', (user) =>
        user
          .key({ id: 'AKIAONE', ageDays: 300, usedDaysAgo: 'unknown' })
          .key({ id: 'AKIATWO', ageDays: 300, usedDaysAgo: 'unknown' })
          .reported({ keys: [slot(3), slot(200)] }),
      ),
      expect: [...of('AKIAONE', 'untold'), ...of('AKIATWO', 'untold')],
    },
    'a user whose keys were not listed': {
      given: account().user('ken', (user) => user.reported({ keys: [slot(3), emptySlot] })),
      expect: [{ resource: 'ken', reason: 'unlisted' }],
    },
    'a user who is not in the report': {
      given: account().user('ken', (user) =>
        user.key().reported({ user: 'ken-before-renaming', keys: [emptySlot, emptySlot] }),
      ),
      expect: [{ resource: 'ken', reason: 'unreported' }],
    },
  },
});
