import roleSupport from '../../../../remediations/aws/roles/role-support.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const support = 'arn:aws:iam::aws:policy/AWSSupportAccess';
const without = (...attached: string[]) =>
  account().role('support', (role) => {
    role.attached = attached;
  });
const missing = [{ resource: '111122223333', reason: 'missing' }];

testRemediation(roleSupport, {
  compliant: {
    'a role for it': account(),
    'a group for it': without().group('engineers', (group) => group.attached.push(support)),
    'a permission set of Identity Center': without().role('AWSReservedSSO_Support_1a2b3c4d5e6f7a8b', (role) => {
      role.path = '/aws-reserved/sso.amazonaws.com/';
      role.attached.push(support);
    }),
    'a role in another partition': account(account().now, 'aws-us-gov'),
  },
  violating: {
    nobody: { given: without(), expect: missing },
    'only a user, who is no role': {
      given: without().user('edsger', (user) => user.attach(support)),
      expect: missing,
    },
    "a policy of the account's own under that name": {
      given: without('arn:aws:iam::111122223333:policy/AWSSupportAccess'),
      expect: missing,
    },
    'the policy of the service-linked role': {
      given: without('arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy'),
      expect: missing,
    },
  },
});
