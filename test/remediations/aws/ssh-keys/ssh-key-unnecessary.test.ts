import { expect, test } from 'vitest';
import sshKeyUnnecessary from '../../../../remediations/aws/ssh-keys/ssh-key-unnecessary.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const found = (...users: readonly string[]) => users.map((resource) => ({ resource, reason: 'several' }));

testRemediation(sshKeyUnnecessary, {
  compliant: {
    'no SSH key': account(),
    'one key': account().user('linus', (user) => user.sshKey()),
    'one key that is active': account().user('linus', (user) => user.sshKey().sshKey({ active: false })),
    'keys that are all deactivated': account().user('linus', (user) =>
      user.sshKey({ active: false }).sshKey({ active: false }),
    ),
    'one key each': account()
      .user('linus', (user) => user.sshKey())
      .user('ken', (user) => user.sshKey()),
  },
  violating: {
    'two active keys': { given: account().user('linus', (user) => user.sshKey().sshKey()), expect: found('linus') },
    'two active keys of three': {
      given: account().user('linus', (user) => user.sshKey({ active: false }).sshKey().sshKey()),
      expect: found('linus'),
    },
    'two users': {
      given: account()
        .user('linus', (user) => user.sshKey().sshKey())
        .user('ken', (user) => user.sshKey().sshKey().sshKey()),
      expect: found('ken', 'linus'),
    },
  },
});

test('the key that was uploaded last stays', () => {
  const given = account().user('linus', (user) =>
    user
      .sshKey({ id: 'APKA1', ageDays: 40 })
      .sshKey({ id: 'APKA2', ageDays: 5 })
      .sshKey({ id: 'APKA3', ageDays: 90 })
      .sshKey({ id: 'APKA4', ageDays: 1, active: false }),
  );
  const [proposal] = proposalsOf(sshKeyUnnecessary, 'deactivate-older-ssh-keys', given);
  if (proposal === undefined || !('changes' in proposal)) throw new Error('nothing is proposed');
  expect(proposal.title).toBe('Leave linus the SSH key APKA2');
  expect(proposal.changes.map(({ title }) => title)).toEqual([
    'Deactivate SSH key APKA1 of linus',
    'Deactivate SSH key APKA3 of linus',
  ]);
});
