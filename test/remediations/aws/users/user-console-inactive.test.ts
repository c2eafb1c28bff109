import userConsoleInactive from '../../../../remediations/aws/users/user-console-inactive.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

type Password = Parameters<Parameters<Parameters<ReturnType<typeof account>['user']>[1] & object>[0]['password']>[0];
const given = (password: Password) => account().user('ken', (user) => user.password(password));
const found = (reason: string) => [{ resource: 'ken', reason, discriminator: 'password' }];

testRemediation(userConsoleInactive, {
  compliant: {
    'signed in on the last day': given({ usedDaysAgo: 44 }),
    'a new password that was not used yet': given({ usedDaysAgo: 'never', changedDaysAgo: 44 }),
    'a use that nobody knows of a password too young to be unused': given({
      usedDaysAgo: 'unknown',
      changedDaysAgo: 3,
    }),
    'no password, and keys that lie idle': account().user('ken', (user) =>
      user.noPassword().key({ ageDays: 300, usedDaysAgo: 200 }),
    ),
  },
  violating: {
    'signed in 45 days ago': { given: given({ usedDaysAgo: 45 }), expect: found('unused') },
    'never signed in': { given: given({ usedDaysAgo: 'never', changedDaysAgo: 45 }), expect: found('neverUsed') },
    'never signed in, and nobody knows when the password was set': {
      given: account().user('ken', (user) =>
        user.createdDaysAgo(45).password({ usedDaysAgo: 'never' }).reported({ passwordLastChanged: 'unknown' }),
      ),
      expect: found('neverUsed'),
    },
    'a key in use does not make up for it': {
      given: account().user('ken', (user) => user.password({ usedDaysAgo: 60 }).key({ usedDaysAgo: 0 })),
      expect: found('unused'),
    },
  },
  unknown: {
    'nobody knows when an old password was used': {
      given: given({ usedDaysAgo: 'unknown', changedDaysAgo: 45 }),
      expect: found('untold'),
    },
    'a report that does not tell of the password': {
      given: account().user('ken', (user) => user.reported({ passwordEnabled: 'unknown' })),
      expect: found('unclear'),
    },
  },
});
