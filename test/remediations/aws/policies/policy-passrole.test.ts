import policyPassrole from '../../../../remediations/aws/policies/policy-passrole.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, statements, unreadDocuments, withPolicy } from '../../../support/policy-documents.ts';

const broad = [{ resource: 'pass', reason: 'broad' }];
const roles = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const passedTo = (operator: string, value: string) => ({ [operator]: { 'iam:PassedToService': value } });
const lambda = 'lambda.amazonaws.com';

testRemediation(policyPassrole, {
  compliant: {
    'the boring account': account(),
    'a role by name': withPolicy('pass', allow('iam:PassRole', roles('build'))),
    'the roles of a path': withPolicy('pass', allow('iam:PassRole', roles('teams/build/*'))),
    'to one service': withPolicy('pass', allow('iam:PassRole', '*', passedTo('StringEquals', lambda))),
    'another account’s roles': withPolicy('pass', allow('iam:PassRole', 'arn:aws:iam::444455556666:role/*')),
    'denied by the same policy': withPolicy(
      'pass',
      statements({ Action: 'iam:*' }, { Effect: 'Deny', Action: 'iam:PassRole' }),
    ),
    'a policy of AWS': account().awsPolicy('IAMFullAccess', allow('iam:*')),
  },
  violating: {
    'every resource': { given: withPolicy('pass', allow('iam:PassRole')), expect: broad },
    'every role, in another case': { given: withPolicy('pass', allow('iam:passrole', roles('*'))), expect: broad },
    'every role of any account': {
      given: withPolicy('pass', allow(['ec2:RunInstances', 'iam:Pass*'], 'arn:aws:iam::*:role/*')),
      expect: broad,
    },
    'all of IAM': { given: withPolicy('pass', allow('iam:*')), expect: broad },
    'all but one role': {
      given: withPolicy('pass', statements({ Action: 'iam:PassRole', NotResource: 'arn:aws:s3:::logs' })),
      expect: broad,
    },
    'to any service': {
      given: withPolicy('pass', allow('iam:PassRole', '*', passedTo('StringLike', '*'))),
      expect: broad,
    },
    'to all services but one': {
      given: withPolicy('pass', allow('iam:PassRole', '*', passedTo('StringNotEquals', lambda))),
      expect: broad,
    },
    'inline, in a role': {
      given: account().role('build', (role) =>
        role.inline.push({ name: 'pass', document: JSON.stringify(allow('iam:PassRole')) }),
      ),
      expect: [{ resource: 'build', reason: 'broad', discriminator: 'pass' }],
    },
  },
  notApplicable: {
    'a policy for administrators': {
      given: withPolicy('admins', allow('*')),
      expect: [{ resource: 'admins', reason: 'administrative' }],
    },
  },
  unknown: unreadDocuments,
});
