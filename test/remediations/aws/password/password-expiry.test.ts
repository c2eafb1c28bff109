import { expect, test } from 'vitest';
import passwordExpiry from '../../../../remediations/aws/password/password-expiry.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const left = (expiresInDays: number) => account().user('joan', (user) => user.password({ expiresInDays }));
const found = (reason: string) => [{ resource: 'joan', reason }];

testRemediation(passwordExpiry, {
  compliant: {
    'a password with 46 days left': left(46),
    'a password with a little more than 45 days left': left(45.1),
    'the root user is another practice': account().root({ row: { passwordNextRotation: account().daysAgo(-3) } }),
  },
  violating: {
    '45 days left': { given: left(45), expect: found('soon') },
    '8 days left': { given: left(8), expect: found('soon') },
    'half a day left': { given: left(0.5), expect: found('soon') },
    'expired today': { given: left(0), expect: found('expired') },
    'expired long ago': { given: left(-100), expect: found('expired') },
  },
  notApplicable: {
    'a user without a password': {
      given: account().user('bot', (user) => user.noPassword().key()),
      expect: [{ resource: 'bot', reason: 'no-password' }],
    },
    'an account whose passwords do not expire': {
      given: account().passwordPolicy({ maxAgeDays: undefined }),
      expect: ['ada', 'edsger', 'grace'].map((resource) => ({ resource, reason: 'unlimited' })),
    },
  },
  unknown: {
    'a report that does not tell when': {
      given: account().user('joan', (user) => user.reported({ passwordNextRotation: 'unknown' })),
      expect: found('untold'),
    },
    'a report that does not tell of the password': {
      given: account().user('joan', (user) => user.reported({ passwordEnabled: 'unknown' })),
      expect: found('unclear'),
    },
  },
});

test.each([
  [46, 'pass', 'medium', undefined],
  [45, 'fail', 'low', 45],
  [31, 'fail', 'low', 45],
  [30, 'fail', 'medium', 30],
  [7.1, 'fail', 'medium', 30],
  [7, 'fail', 'high', 7],
  [0, 'fail', 'high', undefined],
])('%s days before the password expires, the tightest window decides: %s, %s', (days, status, severity, window) => {
  const given = left(days);
  const judged = evaluate([passwordExpiry], given.build(), defaultBaseline, given.now);
  const { status: is, severity: as, evidence } = judged.find(({ resource }) => resource.id === 'joan') ?? {};
  expect([is, as, evidence?.['window']]).toEqual([status, severity, window]);
});
