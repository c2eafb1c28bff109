import { describe, expect, test } from 'vitest';
import passwordPolicy from '../../../../remediations/aws/password/password-policy.ts';
import { type AccountBuilder, account, strongPasswordPolicy } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const weak = [{ resource: '111122223333', reason: 'weak' }];

testRemediation(passwordPolicy, {
  compliant: {
    'the baseline to the letter': account().passwordPolicy({ minimumLength: 14, maxAgeDays: 90, reusePrevention: 24 }),
    'longer and sooner than the baseline': account().passwordPolicy({ minimumLength: 15, maxAgeDays: 89 }),
    'hard expiry is left to the account': account().passwordPolicy({ hardExpiry: true }),
  },
  violating: {
    'no policy at all': {
      given: account().passwordPolicy(null),
      expect: [{ resource: '111122223333', reason: 'absent' }],
    },
    'one character short': { given: account().passwordPolicy({ minimumLength: 13 }), expect: weak },
    'one day late': { given: account().passwordPolicy({ maxAgeDays: 91 }), expect: weak },
    'one password forgotten': { given: account().passwordPolicy({ reusePrevention: 23 }), expect: weak },
    'no symbols': { given: account().passwordPolicy({ requireSymbols: false }), expect: weak },
    'users may not change it': { given: account().passwordPolicy({ allowUsersToChange: false }), expect: weak },
    'hard expiry would lock out a user with an old password': {
      given: account()
        .passwordPolicy({ maxAgeDays: 365, hardExpiry: true })
        .user('joan', (user) => user.password({ changedDaysAgo: 90, expiresInDays: 275 })),
      expect: weak,
    },
  },
});

describe('the policy that is proposed', () => {
  const propose = (given: AccountBuilder, parameters: Record<string, unknown> = {}) =>
    proposalsOf(passwordPolicy, 'strengthen', given, parameters)[0];
  const wanted = (...given: Parameters<typeof propose>) => {
    const proposal = propose(...given);
    return proposal !== undefined && 'changes' in proposal ? proposal.changes[0]?.to : undefined;
  };

  test('keeps what is stronger already, and hard expiry as it is', () => {
    const live = { ...strongPasswordPolicy, minimumLength: 20, maxAgeDays: 60, hardExpiry: true };
    expect(wanted(account().passwordPolicy({ ...live, requireSymbols: false, reusePrevention: 5 }))).toEqual(live);
  });

  test('is the baseline where there was none', () => {
    expect(wanted(account().passwordPolicy(null))).toEqual(strongPasswordPolicy);
    expect(wanted(account().passwordPolicy(null), { minimumLength: 20, requireSymbols: false })).toEqual({
      ...strongPasswordPolicy,
      minimumLength: 20,
      requireSymbols: false,
    });
  });

  test('tells how many passwords expire by it, and waits where hard expiry would lock their users out', () => {
    const aged = (days: number, hardExpiry: boolean) =>
      account()
        .passwordPolicy({ maxAgeDays: 365, hardExpiry })
        .user('joan', (user) => user.password({ changedDaysAgo: days, expiresInDays: 365 - days }));
    expect(propose(aged(89, false))?.title).not.toContain('older');
    expect(propose(aged(90, false))?.title).toContain('passwords older than 90 days (1) must be changed');
    expect(propose(aged(366, false))?.title).not.toContain('older');
    expect(propose(aged(89, true))).toHaveProperty('changes');
    expect(propose(aged(90, true))).toHaveProperty('blocked', expect.stringContaining('locked out at once'));
    expect(propose(aged(89, true).unreadable('credential-report'))).toHaveProperty('blocked');
  });
});
