import { describe, expect, test } from 'vitest';
import policyNameMismatch from '../../../../remediations/aws/policies/policy-name-mismatch.ts';
import { claimsReadOnly } from '../../../../remediations/aws/policies/read-only-names.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, statements, unreadDocuments, withPolicy } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';

testRemediation(policyNameMismatch, {
  compliant: {
    'the boring account': account(),
    'a name that is kept': withPolicy('logs-readonly', allow(['s3:Get*', 'ec2:Describe*'])),
    'a name that claims nothing': withPolicy('logs', allow('s3:PutObject', 'arn:aws:s3:::logs/*')),
    'what it denies changes nothing': withPolicy(
      'AuditTeam',
      statements({ Action: 's3:List*' }, { Effect: 'Deny', Action: 's3:Put*' }),
    ),
    'tags are no permissions': withPolicy('AuditTeam', allow(['s3:List*', 'ec2:CreateTags'])),
  },
  violating: {
    'a write': {
      given: withPolicy('LogsReadOnly', allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::logs/*')),
      expect: [{ resource: 'LogsReadOnly', reason: 'writes' }],
    },
    'a whole service': {
      given: withPolicy('s3-viewer', allow('s3:*', 'arn:aws:s3:::logs/*')),
      expect: [{ resource: 's3-viewer', reason: 'writes' }],
    },
    'permissions management, inline': {
      given: account().user('joan', (user) => user.inline('audit', allow('s3:PutBucketPolicy', 'arn:aws:s3:::logs'))),
      expect: [{ resource: 'joan', reason: 'writes', discriminator: 'audit' }],
    },
  },
  unknown: {
    ...unreadDocuments,
    'an action that AWS does not document': {
      given: withPolicy('read-only', allow('nimbus:Peek', 'arn:aws:nimbus:::x')),
      expect: [{ resource: 'read-only', reason: 'undocumented' }],
    },
  },
});

describe('a name claims that its policy only reads', () => {
  test.each([
    'ReadOnlyAccess',
    'READONLY',
    's3-read-only',
    's3_readonly',
    'ViewOnly',
    'audit',
    'ListBuckets',
    'S3Viewer',
  ])('as %s does', (name) => expect(claimsReadOnly(name)).toBe(true));
  test.each(['Review', 'Specialist', 'Listener', 'Preview', 'ListAndUpdate', 'AuditLogWriter', 'ViewAdmin', 'reader'])(
    'as %s does not',
    (name) => expect(claimsReadOnly(name)).toBe(false),
  );
});

test('the guide is about the very policy', () => {
  const given = withPolicy('LogsReadOnly', allow('s3:PutObject', 'arn:aws:s3:::logs/*'));
  const [proposal] = proposalsOf(policyNameMismatch, 'rename-policy', given);
  expect(JSON.stringify(proposal)).toContain('Open the policy LogsReadOnly');
  expect(JSON.stringify(proposal)).toContain('s3:PutObject');
});
