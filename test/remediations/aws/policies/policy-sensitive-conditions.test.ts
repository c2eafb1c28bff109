import policySensitiveConditions from '../../../../remediations/aws/policies/policy-sensitive-conditions.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, unreadDocuments, withMfa, withPolicy } from '../../../support/policy-documents.ts';

const open = allow('s3:PutBucketPolicy', 'arn:aws:s3:::logs');
const saml = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/corporate' },
    Action: 'sts:AssumeRoleWithSAML',
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  },
});
const withoutMfa = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
const mfaOrNothing = statements({ Effect: 'Deny', NotAction: 'iam:ListUsers', Condition: withoutMfa });

testRemediation(policySensitiveConditions, {
  compliant: {
    'the boring account': account(),
    'a condition': withPolicy('share', allow('s3:PutBucketPolicy', 'arn:aws:s3:::logs', withMfa)),
    'what changes no permissions': withPolicy('write', allow('s3:PutObject', 'arn:aws:s3:::logs/*')),
    'a program’s role': account().role('build', (role) =>
      role.inline.push({ name: 'share', document: JSON.stringify(open) }),
    ),
    'nobody holds it': account().policy('share', open),
    'a Deny without MFA, in another policy of each person': withPolicy('share', open)
      .policy('mfa', mfaOrNothing)
      .group('engineers', (group) => group.attached.push(ownArn('mfa'))),
    'a boundary that does not let it through': account()
      .policy('limit', allow('s3:GetObject'))
      .user('joan', (user) => user.inline('share', open).boundary(ownArn('limit'))),
  },
  violating: {
    'through a group': {
      given: withPolicy('share', open),
      expect: [{ resource: 'share', reason: 'unguarded' }],
    },
    'a wildcard, inline': {
      given: account().user('joan', (user) => user.inline('keys', allow('kms:*'))),
      expect: [{ resource: 'joan', reason: 'unguarded', discriminator: 'keys' }],
    },
    'a group’s inline policy': {
      given: account().group('engineers', (group) =>
        group.inline.push({ name: 'share', document: JSON.stringify(open) }),
      ),
      expect: [{ resource: 'engineers', reason: 'unguarded', discriminator: 'share' }],
    },
    'a role that people sign in to': {
      given: account().role('people', (role) => {
        role.trust = saml;
        role.inline.push({ name: 'share', document: JSON.stringify(open) });
      }),
      expect: [{ resource: 'people', reason: 'unguarded', discriminator: 'share' }],
    },
    'one person of two has no Deny': {
      given: account()
        .policy('share', open)
        .policy('mfa', mfaOrNothing)
        .user('joan', (user) => user.attach(ownArn('share')))
        .user('lin', (user) => user.attach(ownArn('share'), ownArn('mfa'))),
      expect: [{ resource: 'share', reason: 'unguarded' }],
    },
  },
  unknown: unreadDocuments,
});
