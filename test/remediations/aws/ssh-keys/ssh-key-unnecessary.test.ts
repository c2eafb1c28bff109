import sshKeyUnnecessary from '../../../../remediations/aws/ssh-keys/ssh-key-unnecessary.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

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
