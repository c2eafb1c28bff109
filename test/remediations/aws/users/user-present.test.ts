import userPresent from '../../../../remediations/aws/users/user-present.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { testRemediation } from '../../../support/harness.ts';

/** The same account without its users. */
function withoutUsers(given: AccountBuilder): AccountBuilder {
  const build = given.build.bind(given);
  return Object.assign(given, {
    build: (): AwsSnapshot => {
      const snapshot = build();
      const details = snapshot.collections['authorization-details'];
      if (details.status !== 'read') return snapshot;
      const data = { ...details.data, users: [] };
      return { ...snapshot, collections: { ...snapshot.collections, 'authorization-details': { ...details, data } } };
    },
  });
}

const empty = () => withoutUsers(account().identityCenter([]));
const own = '111122223333';
const absent = [{ resource: own, reason: 'absent' }];

testRemediation(userPresent, {
  compliant: {
    'IAM users': account().identityCenter([]),
    'IAM Identity Center': withoutUsers(account()),
    'an identity provider': empty().samlProvider('okta'),
    'a role of IAM Identity Center, whose instance cannot be seen from here': empty().role(
      'AWSReservedSSO_Auditor_1a2b3c4d5e6f7a8b',
      (role) => {
        role.path = '/aws-reserved/sso.amazonaws.com/';
      },
    ),
  },
  violating: {
    'only the root user': { given: empty(), expect: absent },
    'roles of programs and of other accounts': { given: empty().role('build').role('audit'), expect: absent },
    'a role whose name is like one of IAM Identity Center': {
      given: empty().role('AWSReservedSSO_Auditor_1a2b3c4d5e6f7a8b'),
      expect: absent,
    },
  },
  unknown: {
    'a region that could not be read': {
      given: empty().coverage({ regions: ['us-east-1'], gaps: [{ region: 'eu-west-1', reason: 'denied' }] }),
      expect: [{ resource: own, reason: 'unseen' }],
    },
  },
});
