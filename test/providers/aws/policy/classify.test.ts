import { describe, expect, it, test } from 'vitest';
import { accessSummary, isReadOnly, servicesGranted } from '../../../../src/providers/aws/policy/classify.ts';
import { constrains, requiresMfa } from '../../../../src/providers/aws/policy/constraint.ts';
import { parseDocument } from '../../../../src/providers/aws/policy/document.ts';
import { readTrust, sendsSource } from '../../../../src/providers/aws/policy/trust.ts';
import { wildcardUses } from '../../../../src/providers/aws/policy/wildcard-use.ts';
import { ACCOUNT, allow, deny, doc, trust } from './support/accounts.ts';

test.each<[string, string, string]>([
  ['lists and reads', allow(['s3:ListBucket', 's3:GetObject', 'ec2:Describe*']), 'yes'],
  ['writes', allow(['s3:GetObject', 's3:PutObject']), 'no'],
  ['tags', allow('s3:PutObjectTagging'), 'no'],
  ['reads what AWS classes as permissions management', allow(['glue:GetQuery', 'glue:ListEntities']), 'yes'],
  ['hands out a way to sign in', allow('datazone:GetIamPortalLoginUrl'), 'no'],
  ['everything', allow('*'), 'no'],
  ['everything but', doc({ NotAction: 's3:*' }), 'no'],
  ['denials', deny('s3:*'), 'yes'],
  ['what nobody documents', allow('madeup:Get*'), 'unknown'],
  ['what nobody understands', '{', 'unknown'],
])('%s: read-only %s', (_, document, expected) => expect(isReadOnly(document)).toBe(expected));

it('sorts actions by level and services by name', () => {
  const { byLevel } = accessSummary(
    allow(['IAM:passrole', 'iam:PutUserPolicy', 's3:ListBucket', 's3:GetObject', 's3:PutObjectTagging']),
  );
  expect(byLevel).toEqual({
    List: ['s3:ListBucket'],
    Read: ['s3:GetObject'],
    Write: ['iam:PassRole'],
    Tagging: ['s3:PutObjectTagging'],
    'Permissions management': ['iam:PutUserPolicy'],
  });
  expect(servicesGranted(doc({ Action: ['s3:Get*', 'ec2:*'] }, { Effect: 'Deny', Action: 'sqs:*' }))).toEqual([
    'ec2',
    's3',
  ]);
  expect(servicesGranted(doc({ NotAction: ['iam:*', 's3:Get*'] }))).toEqual(expect.arrayContaining(['s3', 'ec2']));
  expect(servicesGranted(doc({ NotAction: ['iam:*'] }))).not.toContain('iam');
});

describe("wildcards and the guide's four reasons", () => {
  test.each<[string, string, [string, string | undefined, boolean][]]>([
    [
      'administrators',
      allow('*'),
      [
        ['*', 'administrative', false],
        ['*', 'administrative', false],
      ],
    ],
    ['a whole service', allow('s3:*', 'arn:aws:s3:::a'), [['s3:*', undefined, false]]],
    [
      'similar actions',
      allow('ec2:Describe*'),
      [
        ['ec2:Describe*', 'similar-actions', true],
        ['*', undefined, true],
      ],
    ],
    ['similar actions that write', allow('s3:Put*', 'arn:aws:s3:::a/b'), [['s3:Put*', 'similar-actions', false]]],
    ['a path', allow('s3:GetObject', 'arn:aws:s3:::a/team/*'), [['arn:aws:s3:::a/team/*', 'resource-class', true]]],
    ['all of a service', allow('s3:GetObject', 'arn:aws:s3:::*'), [['arn:aws:s3:::*', undefined, true]]],
    ['any resource', allow('s3:PutObject'), [['*', undefined, false]]],
    ['any service', allow('*:Get*', 'arn:aws:s3:::a'), [['*:Get*', undefined, false]]],
    ['an action without resources', allow('ec2:DescribeInstances'), [['*', 'no-resource-level', true]]],
    ['no wildcard', allow('s3:GetObject', 'arn:aws:s3:::a/b'), []],
    ['denials', deny('*'), []],
  ])('%s', (_, document, expected) => {
    const uses = wildcardUses(document).map(({ pattern, reason, readOnly }) => [pattern, reason, readOnly]);
    expect(uses.map(([pattern, reason]) => [pattern, reason])).toEqual(
      expected.map(([pattern, reason]) => [pattern, reason]),
    );
    for (const [at, [, , readOnly]] of expected.entries())
      if (expected[at]?.[0] !== '*:Get*') expect(uses[at]?.[2]).toBe(readOnly);
  });

  it('names the actions that could be scoped', () => {
    expect(wildcardUses(allow(['ec2:DescribeInstances', 'ec2:StartInstances']))[0]?.couldBeScoped).toEqual([
      'ec2:StartInstances',
    ]);
  });
});

function conditionsOf(block: Record<string, unknown>) {
  return parseDocument(allow('s3:*', '*', block)).document.statements[0]?.conditions ?? [];
}

test.each<[Record<string, unknown>, boolean]>([
  [{ StringEquals: { 'sts:ExternalId': 'x' } }, true],
  [{ stringequals: { 'STS:externalid': ['x', 'y'] } }, true],
  [{ StringLike: { 'sts:ExternalId': 'x*' } }, true],
  [{ StringEqualsIgnoreCase: { 'sts:ExternalId': 'x' } }, true],
  [{ 'ForAnyValue:StringEquals': { 'sts:ExternalId': 'x' } }, true],
  [{ StringLike: { 'sts:ExternalId': '*' } }, false],
  [{ StringLike: { 'sts:ExternalId': ['x', '**'] } }, false],
  [{ StringEqualsIfExists: { 'sts:ExternalId': 'x' } }, false],
  [{ 'ForAllValues:StringEquals': { 'sts:ExternalId': 'x' } }, false],
  [{ StringNotEquals: { 'sts:ExternalId': 'x' } }, false],
  [{ Null: { 'sts:ExternalId': 'false' } }, false],
  [{ StringEquals: { 'aws:username': 'x' } }, false],
])('%j constrains the external id: %s', (block, expected) =>
  expect(constrains(conditionsOf(block), 'sts:ExternalId')).toBe(expected),
);

test.each<[Record<string, unknown>, boolean]>([
  [{ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, true],
  [{ Bool: { 'aws:MultiFactorAuthPresent': true } }, true],
  [{ StringEquals: { 'aws:MultiFactorAuthPresent': 'true' } }, true],
  [{ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, true],
  [{ Null: { 'aws:MultiFactorAuthAge': 'false' } }, true],
  [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }, false],
  [{ Bool: { 'aws:MultiFactorAuthPresent': ['true', 'false'] } }, false],
  [{ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, false],
  [{ Null: { 'aws:MultiFactorAuthPresent': 'false' } }, false],
  [{ NumericGreaterThan: { 'aws:MultiFactorAuthAge': '1' } }, false],
])('%j asks for MFA: %s', (block, expected) => expect(requiresMfa(conditionsOf(block))).toBe(expected));

describe('who a trust policy lets in', () => {
  const other = { AWS: 'arn:aws:iam::999999999999:role/x' };
  test.each<[string, string, Record<string, unknown>[]]>([
    ['its own account', trust({ AWS: ACCOUNT }), [{ from: 'own-account', account: ACCOUNT }]],
    [
      'a role of another',
      trust(other),
      [{ from: 'other-account', account: '999999999999', requiresExternalId: false }],
    ],
    [
      'another in another partition',
      trust({ AWS: 'arn:aws-us-gov:iam::999999999999:root' }),
      [{ from: 'other-account', account: '999999999999' }],
    ],
    ['anyone', trust('*'), [{ from: 'anyone', heldToAccounts: undefined, heldToOrganization: false }]],
    [
      'anyone of an organization',
      trust('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }),
      [{ from: 'anyone', heldToOrganization: true }],
    ],
    [
      'anyone of an account',
      trust({ AWS: '*' }, { StringEquals: { 'aws:PrincipalAccount': ['999999999999'] } }),
      [{ from: 'anyone', heldToAccounts: ['999999999999'] }],
    ],
    [
      'anyone by an ARN that is open',
      trust({ AWS: '*' }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } }),
      [{ from: 'anyone', heldToAccounts: undefined }],
    ],
    [
      'everyone but',
      JSON.stringify({ Statement: { Effect: 'Allow', NotPrincipal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' } }),
      [{ from: 'anyone' }],
    ],
    [
      'with an external id and MFA',
      trust(other, { StringEquals: { 'sts:ExternalId': 'x' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      [{ requiresExternalId: true, requiresMfa: true }],
    ],
    ['a service', trust({ Service: 'ec2.amazonaws.com' }), [{ from: 'service', heldToSource: false }]],
    [
      'a service for one account',
      trust({ Service: 'config.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
      [{ from: 'service', heldToSource: true }],
    ],
    [
      'a service for any resource',
      trust({ Service: 'config.amazonaws.com' }, { ArnLike: { 'aws:SourceArn': '*' } }),
      [{ heldToSource: false }],
    ],
    [
      'an identity provider',
      trust({ Federated: 'accounts.google.com' }, undefined, 'sts:AssumeRoleWithWebIdentity'),
      [{ from: 'identity-provider' }],
    ],
    [
      'nobody, for all are barred',
      JSON.stringify({
        Statement: [
          { Effect: 'Allow', Principal: other, Action: 'sts:AssumeRole' },
          { Effect: 'Deny', Principal: '*', Action: 'sts:*' },
        ],
      }),
      [],
    ],
  ])('%s', (_, document, grants) => {
    const trusted = readTrust(document, ACCOUNT);
    expect(trusted).toMatchObject({ complete: true, grants });
    expect(trusted.grants).toHaveLength(grants.length);
  });

  it('knows the services that send their source', () => {
    expect(['config.amazonaws.com', 'states.eu-west-1.amazonaws.com', 'ec2.amazonaws.com'].map(sendsSource)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
