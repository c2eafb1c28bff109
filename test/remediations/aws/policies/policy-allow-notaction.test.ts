import policyAllowNotaction from '../../../../remediations/aws/policies/policy-allow-notaction.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { statements, unreadDocuments, withMfa, withPolicy } from '../../../support/policy-documents.ts';

const allButIam = statements({ NotAction: 'iam:*' });

testRemediation(policyAllowNotaction, {
  compliant: {
    'the boring account': account(),
    'a Deny with NotAction': withPolicy('with-mfa', statements({ Effect: 'Deny', NotAction: 'iam:*' })),
    'a policy of AWS, which nobody here can change': account().awsPolicy('PowerUserAccess', allButIam),
    'a role that only AWS changes': account().role('AWSReservedSSO_Power_0123456789abcdef', (role) => {
      role.path = '/aws-reserved/sso.amazonaws.com/';
      role.inline.push({ name: 'AwsSSOInlinePolicy', document: JSON.stringify(allButIam) });
    }),
  },
  violating: {
    'a customer policy': {
      given: withPolicy('power', allButIam),
      expect: [{ resource: 'power', reason: 'found' }],
    },
    'a list of one, on few resources and under a condition': {
      given: withPolicy(
        'power',
        statements({ NotAction: ['s3:Delete*'], Resource: 'arn:aws:s3:::logs/*', Condition: withMfa }),
      ),
      expect: [{ resource: 'power', reason: 'found' }],
    },
    'one inline policy of two, beside a role’s': {
      given: account()
        .user('joan', (user) => user.inline('power', allButIam).inline('read', statements({ Action: 's3:List*' })))
        .role('build', (role) => role.inline.push({ name: 'power', document: JSON.stringify(allButIam) })),
      expect: [
        { resource: 'joan', reason: 'found', discriminator: 'power' },
        { resource: 'build', reason: 'found', discriminator: 'power' },
      ],
    },
    'beside what there is no understanding': {
      given: withPolicy('power', { ...allButIam, Surprise: true }),
      expect: [{ resource: 'power', reason: 'found' }],
    },
  },
  unknown: unreadDocuments,
});
