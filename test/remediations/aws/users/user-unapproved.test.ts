import userUnapproved from '../../../../remediations/aws/users/user-unapproved.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { quarantineDocument, quarantined } from '../../../support/quarantine.ts';

const approving = (approvedUsers: readonly string[]) => ({ controls: { 'user-unapproved': { approvedUsers } } });
const found = (resource: string) => ({ resource, reason: 'unapproved' });

testRemediation(userUnapproved, {
  baseline: approving(['ada', 'Grace', 'edsger', 'Bot', 'left-last-year']),
  compliant: {
    'all users are on the list, which has more': account(),
    'a name of another case is the same name': account().user('bot'),
    'in quarantine for 29 days': account().user('mallory', (user) => quarantined(user, 29)),
    'a path makes no other name': account().user('BOT', (user) => user.path('/robots/')),
  },
  violating: {
    'one who is not on the list': { given: account().user('mallory'), expect: [found('mallory')] },
    'one whose name only begins like one': { given: account().user('bot2'), expect: [found('bot2')] },
    'in quarantine for 30 days': {
      given: account().user('mallory', (user) => quarantined(user, 30).key({ active: false })),
      expect: [{ resource: 'mallory', reason: 'overdue' }],
    },
    'a quarantine that was opened a little': {
      given: account().user('mallory', (user) =>
        user.inline('remediate-quarantine', {
          ...quarantineDocument(3),
          Statement: [{ Sid: 'QuarantinedOn20260226', Effect: 'Deny', Action: 's3:*', Resource: '*' }],
        }),
      ),
      expect: [found('mallory')],
    },
    'two at once, one under a path': {
      given: account()
        .user('eve')
        .user('mallory', (user) => user.path('/ada/')),
      expect: [found('eve'), found('mallory')],
    },
  },
  notApplicable: {
    'a list that nobody has set': {
      given: account().user('mallory'),
      expect: [{ resource: '111122223333', reason: 'unset' }],
      baseline: {},
    },
  },
});
