import identityCenter from '../../../../remediations/aws/identity-providers/identity-center.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const instance = {
  region: 'us-east-1',
  arn: 'arn:aws:sso:::instance/ssoins-72231c9d86b7f2a3',
  identityStoreId: 'd-9067a1b2c3',
};
const without = () => account().identityCenter([]);
const withoutPasswords = (given: AccountBuilder) =>
  ['ada', 'grace', 'edsger'].reduce(
    (all, name) => all.user(name, (user) => user.reported({ passwordEnabled: false })),
    given,
  );
const gap = { regions: ['us-east-1'], gaps: [{ region: 'eu-west-1', reason: 'sso:ListInstances was denied' }] };
const own = '111122223333';
const absent = [{ resource: own, reason: 'absent' }];

testRemediation(identityCenter, {
  compliant: {
    'an instance, of which no status is told': account().identityCenter([instance]),
    'an instance, though another region could not be read': account().coverage(gap),
    'nobody with a password': withoutPasswords(without()),
    'nobody with a password, though a region could not be read': withoutPasswords(without()).coverage(gap),
  },
  violating: {
    'users with passwords': { given: without(), expect: absent },
    'one user with a password': {
      given: withoutPasswords(without()).user('joan'),
      expect: absent,
    },
    'an instance that is on its way out': {
      given: account().identityCenter([{ ...instance, status: 'DELETE_IN_PROGRESS' }]),
      expect: absent,
    },
  },
  unknown: {
    'a region that could not be read': {
      given: without().coverage(gap),
      expect: [{ resource: own, reason: 'unseen' }],
    },
    'a report that does not tell of a password': {
      given: withoutPasswords(without()).user('joan', (user) => user.reported({ passwordEnabled: 'unknown' })),
      expect: [{ resource: own, reason: 'unreported' }],
    },
  },
});
