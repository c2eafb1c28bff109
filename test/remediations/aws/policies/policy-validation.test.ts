import policyValidation from '../../../../remediations/aws/policies/policy-validation.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, statements, unreadDocuments, withPolicy } from '../../../support/policy-documents.ts';

const invalid = [{ resource: 'odd', reason: 'invalid' }];
const { 'a policy whose default version is not in the evidence': lost } = unreadDocuments;

testRemediation(policyValidation, {
  compliant: {
    'the boring account': account(),
    'untidy, but valid': withPolicy('untidy', allow(['s3:GetObject', 's3:Get*', 's3:GetObject'])),
    'NotAction, which is another practice': withPolicy('power', statements({ NotAction: 'iam:*' })),
    'iam:PassRole, which is another practice': withPolicy('pass', allow('iam:PassRole')),
    'a policy of AWS': account().awsPolicy('Odd', allow('s3:NoSuchAction')),
  },
  violating: {
    'a misspelt action': { given: withPolicy('odd', allow('s3:GetObjekt')), expect: invalid },
    'a service that is none': { given: withPolicy('odd', allow('dynamo:GetItem')), expect: invalid },
    'an unknown element': { given: withPolicy('odd', { ...allow('s3:GetObject'), Surprise: true }), expect: invalid },
    'a principal in an identity policy': {
      given: withPolicy('odd', statements({ Action: 's3:GetObject', Principal: '*' })),
      expect: invalid,
    },
    'a condition that holds nobody back': {
      given: withPolicy('odd', allow('s3:GetObject', '*', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'team' } })),
      expect: invalid,
    },
    'no JSON at all': {
      given: account().group('engineers', (group) => group.inline.push({ name: 'odd', document: 'nonsense' })),
      expect: [{ resource: 'engineers', reason: 'invalid', discriminator: 'odd' }],
    },
  },
  unknown: lost === undefined ? {} : { lost },
});
