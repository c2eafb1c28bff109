import policyWildcards from '../../../../remediations/aws/policies/policy-wildcards.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, statements, unreadDocuments, withPolicy } from '../../../support/policy-documents.ts';

const found = [{ resource: 'wild', reason: 'found' }];
const tagged = { StringEquals: { 'aws:ResourceTag/team': 'build' } };
const untagged = { StringLike: { 'aws:ResourceTag/team': '*' } };

testRemediation(policyWildcards, {
  compliant: {
    'the boring account': account(),
    'a set of similar actions': withPolicy('tame', allow('ec2:Describe*')),
    'a set that writes, on a class of resources': withPolicy('tame', allow('s3:Put*', 'arn:aws:s3:::logs/*')),
    'a path of resources': withPolicy('tame', allow('iam:UpdateUser', 'arn:aws:iam::111122223333:user/division/*')),
    'actions that name no resource': withPolicy('tame', allow(['iam:CreateAccountAlias', 'ec2:DescribeInstances'])),
    'only what reads, on everything': withPolicy('tame', allow(['s3:GetObject', 's3:List*'])),
    'whole services that only read': withPolicy('tame', allow('pricing:*')),
    'resources chosen by their tags': withPolicy('tame', allow('ec2:StartInstances', '*', tagged)),
    'a Deny of everything': withPolicy('tame', statements({ Effect: 'Deny', Action: '*' })),
    'NotAction, which is another practice': withPolicy('tame', statements({ NotAction: 'iam:*' })),
    'a policy of AWS': account().awsPolicy('AmazonS3FullAccess', allow('s3:*')),
  },
  violating: {
    'a whole service on everything': { given: withPolicy('wild', allow('s3:*')), expect: found },
    'a whole service on one bucket': {
      given: withPolicy('wild', allow('s3:*', 'arn:aws:s3:::logs/*')),
      expect: found,
    },
    'a whole service in other letters': { given: withPolicy('wild', allow('IAM:?*')), expect: found },
    'every action on one bucket': { given: withPolicy('wild', allow('*', 'arn:aws:s3:::logs/*')), expect: found },
    'one action that could name its resource': { given: withPolicy('wild', allow('s3:PutObject')), expect: found },
    'among others that read': { given: withPolicy('wild', allow(['s3:GetObject', 's3:PutObject'])), expect: found },
    'every ARN of a service': {
      given: withPolicy('wild', allow('s3:PutObject', 'arn:aws:s3:::*')),
      expect: found,
    },
    'any tag will do': { given: withPolicy('wild', allow('ec2:StartInstances', '*', untagged)), expect: found },
    'inline, of a user and a group': {
      given: account()
        .user('joan', (user) => user.inline('wild', allow('sqs:*')))
        .group('engineers', (group) => group.inline.push({ name: 'wild', document: JSON.stringify(allow('sqs:*')) })),
      expect: [
        { resource: 'joan', reason: 'found', discriminator: 'wild' },
        { resource: 'engineers', reason: 'found', discriminator: 'wild' },
      ],
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
