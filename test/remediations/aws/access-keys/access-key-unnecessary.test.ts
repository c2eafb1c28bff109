import accessKeyUnnecessary from '../../../../remediations/aws/access-keys/access-key-unnecessary.ts';
import { emptySlot, type KeyOptions } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const program = (...keys: KeyOptions[]) =>
  account().user('ci', (user) => keys.reduce((made, key) => made.key(key), user.noPassword()));
const several = [{ resource: 'ci', reason: 'several' }];

testRemediation(accessKeyUnnecessary, {
  compliant: {
    'no keys at all': account(),
    'one active key': program({ ageDays: 10 }),
    'a second key that was deactivated': program({ ageDays: 10 }, { ageDays: 10, active: false }),
  },
  violating: {
    'one of two is idle': { given: program({ usedDaysAgo: 0 }, { ageDays: 200, usedDaysAgo: 45 }), expect: several },
    'one of two was never used': { given: program({ ageDays: 99, usedDaysAgo: 'never' }, {}), expect: several },
    'both are in use': { given: program({ ageDays: 20 }, { ageDays: 200, usedDaysAgo: 44 }), expect: several },
    'both are idle': {
      given: program({ ageDays: 300, usedDaysAgo: 50 }, { ageDays: 300, usedDaysAgo: 60 }),
      expect: several,
    },
  },
  unknown: {
    'the report knows a key of a user whose keys were not listed': {
      given: account().user('ci', (user) =>
        user.reported({ keys: [{ ...emptySlot, active: true, lastRotated: account().daysAgo(9) }, emptySlot] }),
      ),
      expect: [{ resource: 'ci', reason: 'unlisted' }],
    },
    'a user who is not in the report': {
      given: account().user('ci', (user) =>
        user.key().reported({ user: 'ci-before-renaming', keys: [emptySlot, emptySlot] }),
      ),
      expect: [{ resource: 'ci', reason: 'unreported' }],
    },
  },
});
