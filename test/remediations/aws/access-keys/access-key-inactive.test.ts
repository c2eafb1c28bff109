import { expect, test } from 'vitest';
import accessKeyInactive from '../../../../remediations/aws/access-keys/access-key-inactive.ts';
import type { KeyOptions } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const given = (options: KeyOptions) =>
  account().user('ken', (user) => user.key({ id: 'AKIAKEN', ageDays: 300, active: false, ...options }));
const found = (reason: string, discriminator = 'AKIAKEN') => [{ resource: 'ken', reason, discriminator }];

testRemediation(accessKeyInactive, {
  compliant: {
    'no key': account(),
    'a key used 29 days ago': given({ usedDaysAgo: 29 }),
    'a key made 29 days ago and never used': given({ ageDays: 29, usedDaysAgo: 'never' }),
    'a key of unknown use, too young to be idle': given({ ageDays: 29, usedDaysAgo: 'unknown' }),
    'an idle key that is active is another practice': given({ active: true, usedDaysAgo: 200 }),
  },
  violating: {
    'a key used 30 days ago': { given: given({ usedDaysAgo: 30 }), expect: found('idle') },
    'a key made 30 days ago and never used': {
      given: given({ ageDays: 30, usedDaysAgo: 'never' }),
      expect: found('idle'),
    },
    'one beside a key in use': {
      given: given({ usedDaysAgo: 200 }).user('ken', (user) => user.key({ id: 'AKIANEW' })),
      expect: found('idle'),
    },
    'two of one user': {
      given: given({ usedDaysAgo: 200 }).user('ken', (user) =>
        user.key({ id: 'AKIATWO', ageDays: 100, usedDaysAgo: 'never', active: false }),
      ),
      expect: [...found('idle'), ...found('idle', 'AKIATWO')],
    },
  },
  unknown: {
    'nobody knows when an old key was used': { given: given({ usedDaysAgo: 'unknown' }), expect: found('untold') },
  },
});

test('a key that was used since the evidence was read is not deleted', () => {
  expect(proposalsOf(accessKeyInactive, 'delete-inactive-key', given({ usedDaysAgo: 60 }))).toMatchObject([
    { changes: [{ operation: 'iam:DeleteAccessKey', reversibility: 'irreversible', gate: { quietDays: 30 } }] },
  ]);
});
