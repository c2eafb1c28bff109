import userAttachedPolicies from '../../../../remediations/aws/users/user-attached-policies.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const engineering = 'arn:aws:iam::111122223333:policy/engineering';
const billing = 'arn:aws:iam::aws:policy/job-function/Billing';

testRemediation(userAttachedPolicies, {
  compliant: {
    'permissions come through groups': account(),
    'an inline policy is another practice': account().user('joan', (user) => user.inline('own', { Statement: [] })),
  },
  violating: {
    'a user with what a group of another grants': {
      given: account().user('joan', (user) => user.noGroups().attach(engineering)),
      expect: [{ resource: 'joan', reason: 'attached' }],
    },
    'a user with what the own group grants already': {
      given: account().user('joan', (user) => user.attach(engineering)),
      expect: [{ resource: 'joan', reason: 'attached' }],
    },
    'users with policies that no group grants, one of them in no evidence': {
      given: account()
        .user('joan', (user) => user.attach(engineering, billing))
        .user('lin', (user) => user.attach(billing)),
      expect: [
        { resource: 'joan', reason: 'attached' },
        { resource: 'lin', reason: 'attached' },
      ],
    },
  },
});
