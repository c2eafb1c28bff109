import { describe, expect, test } from 'vitest';
import {
  fromOutside,
  mayBeAssumed,
  notFromService,
  onBehalfOfStranger,
  outsidersOf,
  stranger,
} from '../../../../src/providers/aws/policy/admission.ts';

const own = { id: '111122223333', partition: 'aws' };
const other = '444455556666';
const organization = 'o-ours000000';

type Given = Readonly<Record<string, unknown>>;

function trust(principal: unknown, condition?: Given, ...more: readonly object[]): string {
  const allow = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [condition === undefined ? allow : { ...allow, Condition: condition }, ...more],
  });
}

/** The accounts outside the organization that a trust policy lets in. */
function letIn(document: string): string[] {
  const contexts = fromOutside(organization, document, own);
  return outsidersOf(document, own)
    .filter(({ arns }) => arns.some((arn) => contexts.some((context) => mayBeAssumed(document, own, arn, context))))
    .map(({ account }) => account);
}

const anyone = { AWS: '*' };
const denyOthers = (Condition: Given) => ({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition });

describe('whom of other accounts a trust policy lets in', () => {
  test.each<[string, string, string[]]>([
    ['its own account', trust({ AWS: own.id }), []],
    ['its own account by root ARN', trust({ AWS: `arn:aws:iam::${own.id}:root` }), []],
    ['a service', trust({ Service: 'ec2.amazonaws.com' }), []],
    ['an identity provider', trust({ Federated: `arn:aws:iam::${own.id}:saml-provider/idp` }), []],
    ['a principal that was deleted', trust({ AWS: 'AROAEXAMPLEEXAMPLE123' }), []],
    ['another account', trust({ AWS: other }), [other]],
    ['a user of another account', trust({ AWS: `arn:aws:iam::${other}:user/joan` }), [other]],
    ['a session of another account', trust({ AWS: `arn:aws:sts::${other}:assumed-role/ci/build` }), [other]],
    ['another account beside the own', trust({ AWS: [own.id, other] }), [other]],
    ['anyone', trust(anyone), [stranger]],
    ['anyone, in short', trust('*'), [stranger]],
    [
      'an external id, which everybody can learn',
      trust(anyone, { StringEquals: { 'sts:ExternalId': 'x' } }),
      [stranger],
    ],
    ['only to tag sessions', trust(anyone).replace('sts:AssumeRole', 'sts:TagSession'), []],
    ['anyone of the organization', trust(anyone, { StringEquals: { 'aws:PrincipalOrgID': organization } }), []],
    ['the key in another case', trust(anyone, { StringEquals: { 'aws:principalorgid': organization } }), []],
    ['any organization', trust(anyone, { StringLike: { 'aws:PrincipalOrgID': '*' } }), [stranger]],
    ['an organization that begins alike', trust(anyone, { StringLike: { 'aws:PrincipalOrgID': 'o-o*' } }), [stranger]],
    ['another organization', trust(anyone, { StringEquals: { 'aws:PrincipalOrgID': 'o-theirs0000' } }), [stranger]],
    [
      'no organization or ours',
      trust(anyone, { StringEqualsIfExists: { 'aws:PrincipalOrgID': organization } }),
      [stranger],
    ],
    [
      'all values ours, or none',
      trust(anyone, { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': organization } }),
      [stranger],
    ],
    ['not ours', trust(anyone, { StringNotEquals: { 'aws:PrincipalOrgID': organization } }), [stranger]],
    [
      'a path of the organization',
      trust(anyone, { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${organization}/r-1/*` } }),
      [],
    ],
    [
      'a path of another',
      trust(anyone, { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-theirs0000/*' } }),
      [stranger],
    ],
    ['one account', trust(anyone, { StringEquals: { 'aws:PrincipalAccount': own.id } }), []],
    ['one other account', trust(anyone, { StringEquals: { 'aws:PrincipalAccount': other } }), [other]],
    ['any account', trust(anyone, { StringLike: { 'aws:PrincipalAccount': '*' } }), [stranger]],
    ['accounts that begin alike', trust(anyone, { StringLike: { 'aws:PrincipalAccount': '4*' } }), ['400000000000']],
    ['a role of the account', trust(anyone, { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${own.id}:role/*` } }), []],
    [
      'a role of another',
      trust(anyone, { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${other}:role/ci-*` } }),
      [other],
    ],
    [
      'a role by name in any account',
      trust(anyone, { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ci' } }),
      [stranger],
    ],
    ['a role by the end of its ARN', trust(anyone, { StringLike: { 'aws:PrincipalArn': '*:role/ci' } }), [stranger]],
    ['callers that are services', trust(anyone, { Bool: { 'aws:PrincipalIsAWSService': 'true' } }), []],
    ['calls for an own resource', trust(anyone, { StringEquals: { 'aws:SourceAccount': own.id } }), []],
    ['an address', trust(anyone, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }), [stranger]],
    [
      'strangers barred',
      trust(anyone, undefined, denyOthers({ StringNotEquals: { 'aws:PrincipalOrgID': organization } })),
      [],
    ],
    [
      'strangers barred, unless they are of no organization',
      trust(anyone, undefined, denyOthers({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': organization } })),
      [],
    ],
    [
      'strangers barred by a Deny that skips those of none',
      trust(
        anyone,
        undefined,
        denyOthers({
          StringNotEquals: { 'aws:PrincipalOrgID': organization },
          Null: { 'aws:PrincipalOrgID': 'false' },
        }),
      ),
      [stranger],
    ],
    [
      'everyone but one',
      trust(undefined).replace('"Action"', `"NotPrincipal":{"AWS":"${other}"},"Action"`),
      [stranger],
    ],
    [
      'another account that must be of the organization',
      trust({ AWS: other }, { StringEquals: { 'aws:PrincipalOrgID': organization } }),
      [],
    ],
  ])('%s', (_, document, expected) => {
    expect(letIn(document)).toEqual(expected);
  });
});

/** Whether a service can be made to assume a role for somebody else. */
function isConfusable(condition?: Given): boolean {
  const document = trust({ Service: 'states.amazonaws.com' }, condition);
  return onBehalfOfStranger(document, own).some((context) =>
    mayBeAssumed(document, own, 'states.amazonaws.com', context),
  );
}

describe('whether a service can be confused', () => {
  test.each<[string, Given | undefined, boolean]>([
    ['nothing holds it', undefined, true],
    ['its account', { StringEquals: { 'aws:SourceAccount': own.id } }, false],
    ['its account, if told', { StringEqualsIfExists: { 'aws:SourceAccount': own.id } }, false],
    ['any account', { StringLike: { 'aws:SourceAccount': '*' } }, true],
    ['another account than its own', { StringNotEquals: { 'aws:SourceAccount': own.id } }, true],
    ['its resource', { ArnLike: { 'aws:SourceArn': `arn:aws:states:eu-west-1:${own.id}:stateMachine:*` } }, false],
    ['its resource as text', { StringLike: { 'aws:SourceArn': `arn:aws:states:*:${own.id}:*` } }, false],
    ['a resource of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:*' } }, true],
    [
      'a resource by name in any account',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:nightly' } },
      true,
    ],
    ['any resource', { StringLike: { 'aws:SourceArn': '*' } }, true],
    ['one bucket', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-build' } }, false],
    ['buckets of a name', { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-*' } }, true],
    [
      'buckets of a name and its account',
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-*' }, StringEquals: { 'aws:SourceAccount': own.id } },
      false,
    ],
    ['its organization', { StringEquals: { 'aws:SourceOrgID': organization } }, false],
    [
      'somebody of the organization, which says nothing of a service',
      { StringEquals: { 'aws:PrincipalOrgID': organization } },
      false,
    ],
    ['something else', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, true],
  ])('%s', (_, condition, expected) => {
    expect(isConfusable(condition)).toBe(expected);
  });
});

test('a document that cannot be understood may let anyone in', () => {
  expect(mayBeAssumed('not json', own, `arn:aws:iam::${other}:role/any`, notFromService)).toBe(true);
});
