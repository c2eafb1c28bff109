import { describe, expect, it, test } from 'vitest';
import { type DocumentKind, validateDocument } from '../../../../src/providers/aws/policy/validate.ts';
import { allow, deny, doc, trust } from './support/accounts.ts';

const VARIABLE = `$${'{aws:username}'}`;

describe('what is found', () => {
  test.each<[string, string, DocumentKind, string, string, string]>([
    [
      'a principal in an identity policy',
      doc({ Action: 's3:GetObject', Principal: '*' }),
      'identity',
      'Statement[0]',
      'principal-not-allowed',
      'no Principal',
    ],
    [
      'a trust policy for nobody',
      doc({ Action: 'sts:AssumeRole' }),
      'trust',
      'Statement[0]',
      'principal-missing',
      'Principal',
    ],
    [
      'a resource in a trust policy',
      doc({ Action: 'sts:AssumeRole', Principal: '*' }),
      'trust',
      'Statement[0]',
      'resource-not-allowed',
      'no Resource',
    ],
    [
      'no resource',
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject"}}',
      'identity',
      'Statement',
      'missing-element',
      'Resource',
    ],
    [
      'a Sid with a blank',
      doc({ Sid: 'a b', Action: 's3:GetObject' }),
      'identity',
      'Statement[0].Sid',
      'invalid-sid',
      'letters',
    ],
    [
      'a Sid twice',
      doc({ Sid: 'a', Action: 's3:GetObject' }, { Sid: 'a', Action: 'ec2:StartInstances' }),
      'identity',
      'Statement[1].Sid',
      'repeated-sid',
      'once',
    ],
    [
      'an action without a service',
      allow('GetObject'),
      'identity',
      'Statement[0].Action',
      'invalid-action',
      's3:GetObject',
    ],
    ['an unknown service', allow('s33:GetObject'), 'identity', 'Statement[0].Action', 'unknown-service', 's3, perhaps'],
    [
      'an unknown action',
      allow(['s3:PutObject', 's3:GetObjct']),
      'identity',
      'Statement[0].Action[1]',
      'unknown-action',
      's3:GetObject, perhaps',
    ],
    ['a pattern that names nothing', allow('s3:Fetch*'), 'identity', 'Statement[0].Action', 'unknown-action', ''],
    [
      'an ARN cut short',
      allow('s3:GetObject', 'arn:aws:s3'),
      'identity',
      'Statement[0].Resource',
      'invalid-resource',
      'arn:',
    ],
    [
      'a name instead of an ARN',
      allow('s3:GetObject', ['*', 'bucket']),
      'identity',
      'Statement[0].Resource[1]',
      'invalid-resource',
      'arn:',
    ],
    [
      'an account that is none',
      allow('iam:GetUser', 'arn:aws:iam::12:user/x'),
      'identity',
      'Statement[0].Resource',
      'invalid-resource',
      'arn:',
    ],
    [
      'an action on the wrong resource',
      allow('s3:GetObject', 'arn:aws:iam::111122223333:user/x'),
      'identity',
      'Statement[0].Resource',
      'wrong-resource-type',
      's3',
    ],
    [
      'an action that names no resource',
      allow('ec2:DescribeInstances', 'arn:aws:ec2:*:*:instance/*'),
      'identity',
      'Statement[0].Resource',
      'resource-not-supported',
      '*',
    ],
    [
      'an action that another names',
      allow(['s3:Get*', 's3:GetObject']),
      'identity',
      'Statement[0].Action[1]',
      'redundant-pattern',
      'one',
    ],
    [
      'a resource twice',
      allow('s3:GetObject', ['arn:aws:s3:::a/*', 'arn:aws:s3:::a/*']),
      'identity',
      'Statement[0].Resource[1]',
      'redundant-pattern',
      'one',
    ],
    [
      'a statement that another says',
      doc({ Action: 's3:*' }, { Action: 's3:GetObject' }),
      'identity',
      'Statement[1]',
      'redundant-statement',
      'no such',
    ],
    [
      'a statement twice',
      doc({ Action: 's3:*' }, { Action: 's3:*' }),
      'identity',
      'Statement[1]',
      'redundant-statement',
      'no such',
    ],
    [
      'what is denied anyway',
      doc({ Action: 's3:GetObject' }, { Effect: 'Deny', Action: 's3:*' }),
      'identity',
      'Statement[0]',
      'dead-statement',
      'no such',
    ],
    ['a statement of nothing', allow([]), 'identity', 'Statement[0]', 'dead-statement', 'at least'],
    [
      'any role passed to any service',
      allow('iam:PassRole'),
      'identity',
      'Statement[0]',
      'broad-pass-role',
      'PassedToService',
    ],
    [
      'any role passed to any service, by StringLike',
      allow('iam:PassRole', '*', { StringLike: { 'iam:PassedToService': '*' } }),
      'identity',
      'Statement[0]',
      'broad-pass-role',
      'PassedToService',
    ],
    ['all but some', doc({ NotAction: 'iam:*' }), 'identity', 'Statement[0]', 'allow-not-action', 'by name'],
    [
      'ForAllValues in an Allow',
      allow('s3:GetObject', '*', { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } }),
      'identity',
      'Statement[0].Condition',
      'ineffective-condition',
      'ForAnyValue',
    ],
    [
      'a range that is none',
      allow('s3:GetObject', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } }),
      'identity',
      'Statement[0].Condition',
      'ineffective-condition',
      'CIDR',
    ],
    [
      'a key that the service does not know',
      allow('iam:PassRole', 'arn:aws:iam::111122223333:role/x', { StringEquals: { 'iam:PassedToServic': 'x' } }),
      'identity',
      'Statement[0].Condition',
      'unknown-condition-key',
      'iam:passedtoservice, perhaps',
    ],
  ])('%s', (_, document, kind, path, code, expected) => {
    const problems = validateDocument(document, kind);
    expect(problems).toContainEqual(
      expect.objectContaining({ path, code, expected: expect.stringContaining(expected) }),
    );
  });
});

it.each<[string, string, DocumentKind]>([
  [
    'an everyday policy',
    allow(['s3:GetObject', 's3:PutObject'], [`arn:aws:s3:::home/${VARIABLE}/*`, 'arn:aws-cn:s3:::b/*']),
    'identity',
  ],
  [
    'several services',
    doc(
      { Sid: 'A', Action: ['ec2:Describe*', 'ec2:StartInstances'] },
      { Sid: 'B', Effect: 'Deny', Action: 'ec2:StartInstances', Resource: 'arn:aws:ec2:*:*:instance/i-1' },
    ),
    'identity',
  ],
  [
    'a role passed to a service',
    allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
    'identity',
  ],
  ['a trust policy', trust({ Service: 'ec2.amazonaws.com' }), 'trust'],
  ['tags', allow('ec2:StartInstances', '*', { StringEquals: { 'ec2:ResourceTag/team': 'a' } }), 'identity'],
  ['denials of everything', deny('*'), 'identity'],
])('%s has no problem', (_, document, kind) => expect(validateDocument(document, kind)).toEqual([]));

it('counts the size as AWS does, and says the worst first', () => {
  const spaced = JSON.stringify(JSON.parse(allow(['s3:Get*', 's3:GetObject'])), null, 8);
  const size = allow(['s3:Get*', 's3:GetObject']).length;
  expect(validateDocument(spaced, 'identity', size).map((problem) => problem.code)).toEqual(['redundant-pattern']);
  expect(validateDocument(spaced, 'identity', size - 1).map((problem) => problem.code)).toEqual([
    'over-quota',
    'redundant-pattern',
  ]);
});
