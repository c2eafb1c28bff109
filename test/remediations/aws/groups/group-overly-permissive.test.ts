import groupOverlyPermissive from '../../../../remediations/aws/groups/group-overly-permissive.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, statements, withPolicy } from '../../../support/policy-documents.ts';

const engineers = [{ resource: 'engineers', reason: 'broad' }];
const tagged = { StringEquals: { 's3:ResourceTag/team': 'build' } };

function withInline(document: object): AccountBuilder {
  return account().group('engineers', (group) =>
    group.inline.push({ name: 'inline', document: JSON.stringify(document) }),
  );
}

testRemediation(groupOverlyPermissive, {
  compliant: {
    'the boring account': account(),
    'a whole service on one bucket': withInline(allow('s3:*', ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'])),
    'a set of similar actions': withInline(allow('s3:Put*')),
    'a service that only reads': withInline(allow('pricing:*')),
    'resources chosen by their tags': withInline(allow('s3:*', '*', tagged)),
    'a Deny': withInline(statements({ Effect: 'Deny', Action: 's3:*' })),
  },
  violating: {
    'a whole service, inline': { given: withInline(allow('s3:*')), expect: engineers },
    'a whole service, by a customer policy': { given: withPolicy('storage', allow(['s3:*'])), expect: engineers },
    'a whole service, by a policy of AWS': {
      given: account()
        .awsPolicy('AmazonS3FullAccess', allow(['s3:*', 's3-object-lambda:*']))
        .group('engineers', (group) => group.attached.push('arn:aws:iam::aws:policy/AmazonS3FullAccess')),
      expect: engineers,
    },
    everything: { given: withInline(allow('*')), expect: engineers },
    'everything, as every ARN': { given: withInline(allow('*', 'arn:aws:*')), expect: engineers },
    'all but something': { given: withInline(statements({ NotAction: 'iam:*' })), expect: engineers },
    'all resources but one': {
      given: withInline(statements({ Action: 's3:*', NotResource: 'arn:aws:s3:::logs' })),
      expect: engineers,
    },
  },
  notApplicable: {
    'the approved administrators': {
      given: account(),
      expect: [{ resource: 'administrators', reason: 'approved' }],
    },
  },
  unknown: {
    'a policy that the evidence lacks': {
      given: account().group('engineers', (group) => group.attached.push('arn:aws:iam::aws:policy/ReadOnlyAccess')),
      expect: [{ resource: 'engineers', reason: 'unread' }],
    },
    'a document that there is no understanding': {
      given: withInline({ Statement: 'nonsense' }),
      expect: [{ resource: 'engineers', reason: 'unread' }],
    },
  },
});
