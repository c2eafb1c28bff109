import policyUnapproved from '../../../../remediations/aws/policies/policy-unapproved.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, withPolicy } from '../../../support/policy-documents.ts';

const cloudShell = 'arn:aws:iam::aws:policy/AWSCloudShellFullAccess';
const old = allow('s3:GetObject', 'arn:aws:s3:::logs/*');

testRemediation(policyUnapproved, {
  baseline: { controls: { 'policy-unapproved': { unapprovedPolicies: ['AWSCloudShellFullAccess', ownArn('old')] } } },
  compliant: {
    'the boring account': account(),
    'a listed policy that nobody holds': account().awsPolicy('AWSCloudShellFullAccess', allow('cloudshell:*')),
    'a name that only begins alike': withPolicy('older', old),
    'a role that only AWS changes': account().role('AWSReservedSSO_Shell_0123456789abcdef', (role) => {
      role.path = '/aws-reserved/sso.amazonaws.com/';
      role.attached.push(cloudShell);
    }),
  },
  violating: {
    'a policy of AWS, its document not in the evidence': {
      given: account().group('engineers', (group) => group.attached.push(cloudShell)),
      expect: [{ resource: 'AWSCloudShellFullAccess', reason: 'held' }],
    },
    'a customer policy, by its ARN': {
      given: withPolicy('old', old).user('joan', (user) => user.attach(ownArn('old'))),
      expect: [{ resource: 'old', reason: 'held' }],
    },
    'the name in another case, held by a role and a user': {
      given: account()
        .policy('awscloudshellfullaccess', old)
        .role('build', (role) => role.attached.push(ownArn('awscloudshellfullaccess')))
        .user('joan', (user) => user.attach(ownArn('awscloudshellfullaccess'))),
      expect: [{ resource: 'awscloudshellfullaccess', reason: 'held' }],
    },
    'a boundary is a use too': {
      given: account()
        .policy('old', old)
        .user('joan', (user) => user.boundary(ownArn('old'))),
      expect: [{ resource: 'old', reason: 'held' }],
    },
  },
  notApplicable: {
    'no list is set': {
      given: account(),
      baseline: {},
      expect: [{ resource: '111122223333', reason: 'unset' }],
    },
  },
});
