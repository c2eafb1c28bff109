import userHardwareMfa from '../../../../remediations/aws/users/user-hardware-mfa.ts';
import type { UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const anything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const administrator = (deviate: (user: UserBuilder) => unknown) =>
  account().user('root-of-all', (user) => deviate(user.groups('administrators')));
const found = (reason: string, resource = 'root-of-all') => [{ resource, reason }];

testRemediation(userHardwareMfa, {
  compliant: {
    'administrators with hardware keys': account(),
    'an ordinary user with a virtual device': account().user('joan', (user) => user.virtualMfa()),
  },
  violating: {
    'an administrator by group': { given: administrator((user) => user.virtualMfa()), expect: found('virtual') },
    'an administrator by inline policy': {
      given: account().user('root-of-all', (user) => user.virtualMfa().inline('all', anything)),
      expect: found('virtual'),
    },
    'an administrator by attached policy, whose policy the evidence lacks': {
      given: account().user('root-of-all', (user) =>
        user.virtualMfa().attach('arn:aws:iam::aws:policy/AdministratorAccess'),
      ),
      expect: found('virtual'),
    },
  },
  notApplicable: {
    'an administrator without any device': {
      given: administrator((user) => user.noMfa()),
      expect: [...found('no-mfa'), ...found('ordinary', 'edsger')],
    },
  },
  unknown: {
    'a policy that the evidence lacks may make an administrator': {
      given: account().user('joan', (user) => user.virtualMfa().attach('arn:aws:iam::111122223333:policy/unheld')),
      expect: found('undecided', 'joan'),
    },
  },
});
