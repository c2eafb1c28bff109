import { describe, expect, it, test } from 'vitest';
import { canonicalDocument, canonicalStatements, sameMeaning } from '../../../../src/providers/aws/policy/canonical.ts';
import { parseDocument } from '../../../../src/providers/aws/policy/document.ts';

const VARIABLE = '$' + '{aws:username}';

function document(statement: unknown, version: string | undefined = '2012-10-17'): string {
  return JSON.stringify({ ...(version === undefined ? {} : { Version: version }), Statement: statement });
}

const READ = {
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:ListBucket'],
  Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
};
const LIST = { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' };

describe('documents that mean the same', () => {
  test.each<[string, string, string]>([
    ['order of actions', document(READ), document({ ...READ, Action: ['s3:ListBucket', 's3:GetObject'] })],
    ['case of actions', document(READ), document({ ...READ, Action: ['S3:getobject', 's3:LISTBUCKET'] })],
    [
      'duplicates',
      document(READ),
      document({ ...READ, Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::a', 'arn:aws:s3:::b'] }),
    ],
    ['scalar against list', document(LIST), document([{ ...LIST, Action: ['ec2:Describe*'], Resource: ['*'] }])],
    ['order of statements', document([READ, LIST]), document([LIST, READ])],
    ['a statement twice', document([READ, READ]), document(READ)],
    [
      'Sid and Id',
      document(LIST),
      JSON.stringify({ Id: 'x', Version: '2012-10-17', Statement: { Sid: 'y', ...LIST } }),
    ],
    ['the version, where no variable stands', document(LIST), document(LIST, '2008-10-17')],
    ['URL-encoding', document(READ), encodeURIComponent(document(READ))],
    ['every spelling of all actions', document({ ...LIST, Action: '*' }), document({ ...LIST, Action: ['*:*'] })],
    ['runs of stars', document(LIST), document({ ...LIST, Resource: '**' })],
    [
      'case of condition keys and operators',
      document({ ...LIST, Condition: { StringEquals: { 'aws:username': 'a' } } }),
      document({ ...LIST, Condition: { stringequals: { 'AWS:UserName': ['a'] } } }),
    ],
    [
      'true and "true"',
      document({ ...LIST, Condition: { Bool: { 'aws:MultiFactorAuthPresent': true } } }),
      document({ ...LIST, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'True' } } }),
    ],
    [
      'an account by id and by root ARN',
      document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }),
      document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ['arn:aws:iam::111122223333:root'] } }),
    ],
    [
      'anyone in both spellings',
      document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' }),
      document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }),
    ],
  ])('%s', (_, a, b) => {
    expect(sameMeaning(a, b)).toBe(true);
    expect(sameMeaning(b, a)).toBe(true);
  });
});

describe('documents that do not', () => {
  test.each<[string, string, string]>([
    ['case of resources', document(READ), document({ ...READ, Resource: ['arn:aws:s3:::A', 'arn:aws:s3:::b'] })],
    ['Action and NotAction', document(LIST), document({ Effect: 'Allow', NotAction: 'ec2:Describe*', Resource: '*' })],
    ['the effect', document(LIST), document({ ...LIST, Effect: 'Deny' })],
    ['a condition', document(LIST), document({ ...LIST, Condition: { Null: { 'aws:username': 'true' } } })],
    [
      'a variable in the old version',
      document({ ...LIST, Resource: VARIABLE }),
      document({ ...LIST, Resource: VARIABLE }, '2008-10-17'),
    ],
    ['what cannot be understood', document({ ...LIST, Effect: 'Maybe' }), document({ ...LIST, Effect: 'Perhaps' })],
    [
      'actions and resources exchanged',
      document({ ...LIST, Action: 'a:b', Resource: 'c:d' }),
      document({ ...LIST, Action: 'c:d', Resource: 'a:b' }),
    ],
  ])('%s', (_, a, b) => expect(sameMeaning(a, b)).toBe(false));
});

it('is a policy document itself, and idempotent', () => {
  const canonical = canonicalDocument(
    document([READ, { ...LIST, Condition: { Bool: { 'aws:SecureTransport': true } } }]),
  );
  expect(parseDocument(canonical).problems).toEqual([]);
  expect(canonicalDocument(canonical)).toBe(canonical);
});

it('names the places of the original statements', () => {
  const { document: parsed } = parseDocument(document([READ, LIST, READ]));
  const origins = canonicalStatements(parsed).map((statement) => statement.origins);
  expect(origins.toSorted()).toEqual([[0, 2], [1]]);
});
