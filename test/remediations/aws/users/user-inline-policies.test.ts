import userInlinePolicies from '../../../../remediations/aws/users/user-inline-policies.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { quarantined } from '../../../support/quarantine.ts';

const read = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const list = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }] };

testRemediation(userInlinePolicies, {
  compliant: {
    'permissions come through groups': account(),
    'what holds a user in quarantine': account().user('joan', (user) => quarantined(user, 3)),
    'an attached policy is another practice': account().user('joan', (user) =>
      user.attach('arn:aws:iam::aws:policy/AdministratorAccess'),
    ),
  },
  violating: {
    'a user with an inline policy': {
      given: account().user('joan', (user) => user.inline('read', read)),
      expect: [{ resource: 'joan', reason: 'inline' }],
    },
    'two users who hold the same under other names': {
      given: account()
        .user('joan', (user) => user.inline('read', read).inline('list', list))
        .user('lin', (user) => user.inline('lists', list).inline('reads', read)),
      expect: [
        { resource: 'joan', reason: 'inline' },
        { resource: 'lin', reason: 'inline' },
      ],
    },
    'a user whose attached policies stay where they are': {
      given: account().user('joan', (user) =>
        user.inline('read', read).attach('arn:aws:iam::111122223333:policy/engineering'),
      ),
      expect: [{ resource: 'joan', reason: 'inline' }],
    },
  },
});
