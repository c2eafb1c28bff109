import { describe, expect, it, test } from 'vitest';
import { evaluate, type PolicyLayers, type PolicyRequest } from '../../../../src/providers/aws/policy/evaluate.ts';
import { allow, deny, doc, trust } from './support/accounts.ts';

const USER = 'arn:aws:iam::111122223333:user/carlos';
const ROLE = 'arn:aws:iam::111122223333:role/app';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/app/today';
const FOREIGN = 'arn:aws:iam::999999999999:user/eve';
const BUCKET = 'arn:aws:s3:::logs';

function named(document: string, name = 'p') {
  return { name, document };
}

function resourcePolicy(principal: unknown, effect = 'Allow', action = 's3:*') {
  return named(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: effect, Principal: principal, Action: action, Resource: '*' },
    }),
    'bucket',
  );
}

const ask = (principal: string, context: PolicyRequest['context'] = {}): PolicyRequest => ({
  principal,
  action: 's3:GetObject',
  resource: BUCKET,
  context,
});
const S3 = [named(allow('s3:*'))];
const EC2 = [named(allow('ec2:*'))];

describe('evaluation logic, as the user guide tells it', () => {
  test.each<[string, PolicyRequest, PolicyLayers, string]>([
    ['nothing allows', ask(USER), {}, 'implicitly-denied'],
    ['an identity policy allows', ask(USER), { identity: S3 }, 'allowed'],
    ['an explicit deny overrides', ask(USER), { identity: [...S3, named(deny('s3:GetObject'))] }, 'explicitly-denied'],
    ['the root user needs no identity policy', ask('arn:aws:iam::111122223333:root'), {}, 'allowed'],
    [
      'the root user under a service control policy that denies',
      ask('arn:aws:iam::111122223333:root'),
      { scps: [[named(deny('*'))]] },
      'explicitly-denied',
    ],
    [
      'either the identity or the resource policy is enough in one account',
      ask(USER),
      { resource: resourcePolicy({ AWS: USER }) },
      'allowed',
    ],
    [
      'the resource policy denies',
      ask(USER),
      { identity: S3, resource: resourcePolicy({ AWS: USER }, 'Deny') },
      'explicitly-denied',
    ],
    [
      'a resource policy that names the account delegates to it',
      ask(USER),
      { resource: resourcePolicy({ AWS: '111122223333' }) },
      'implicitly-denied',
    ],
    [
      'NotPrincipal denies everyone else',
      ask(USER),
      {
        identity: S3,
        resource: named(
          JSON.stringify({ Statement: { Effect: 'Deny', NotPrincipal: { AWS: ROLE }, Action: '*', Resource: '*' } }),
        ),
      },
      'explicitly-denied',
    ],
    [
      'NotPrincipal spares the one named',
      ask(USER),
      {
        identity: S3,
        resource: named(
          JSON.stringify({ Statement: { Effect: 'Deny', NotPrincipal: { AWS: USER }, Action: '*', Resource: '*' } }),
        ),
      },
      'allowed',
    ],
    ['a boundary that allows', ask(USER), { identity: S3, boundary: named(allow('s3:*')) }, 'allowed'],
    ['a boundary grants nothing by itself', ask(USER), { boundary: named(allow('s3:*')) }, 'implicitly-denied'],
    ['a boundary that does not allow', ask(USER), { identity: S3, boundary: EC2[0] as never }, 'implicitly-denied'],
    ['a boundary that denies', ask(USER), { identity: S3, boundary: named(deny('s3:*')) }, 'explicitly-denied'],
    [
      'a boundary does not limit what the resource policy gives a user by name',
      ask(USER),
      { boundary: EC2[0] as never, resource: resourcePolicy({ AWS: USER }) },
      'allowed',
    ],
    [
      'a boundary does limit what the resource policy gives a role by name',
      ask(SESSION),
      { boundary: EC2[0] as never, resource: resourcePolicy({ AWS: ROLE }) },
      'implicitly-denied',
    ],
    [
      'but not what it gives a session by name',
      ask(SESSION),
      { boundary: EC2[0] as never, session: EC2, resource: resourcePolicy({ AWS: SESSION }) },
      'allowed',
    ],
    ['a session policy intersects', ask(SESSION), { identity: S3, session: EC2 }, 'implicitly-denied'],
    ['a session policy that allows', ask(SESSION), { identity: S3, session: S3 }, 'allowed'],
    [
      'a role by name is limited by its session policy',
      ask(SESSION),
      { session: EC2, resource: resourcePolicy({ AWS: ROLE }) },
      'implicitly-denied',
    ],
    ['a service control policy must allow', ask(USER), { identity: S3, scps: [EC2] }, 'implicitly-denied'],
    ['at every level', ask(USER), { identity: S3, scps: [S3, EC2] }, 'implicitly-denied'],
    ['as each level does here', ask(USER), { identity: S3, scps: [S3, [named(allow('*'))]] }, 'allowed'],
    [
      'a service control policy limits what the resource gives',
      ask(USER),
      { scps: [EC2], resource: resourcePolicy({ AWS: USER }) },
      'implicitly-denied',
    ],
    [
      'service-linked roles are beyond service control policies',
      ask('arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/x'),
      { identity: S3, scps: [[named(deny('*'))]] },
      'allowed',
    ],
    ['a resource control policy must allow', ask(USER), { identity: S3, rcps: [EC2] }, 'implicitly-denied'],
    [
      'another account needs both sides',
      { ...ask(FOREIGN), resourceAccount: '111122223333' },
      { identity: S3 },
      'implicitly-denied',
    ],
    [
      'another account with the resource alone',
      { ...ask(FOREIGN), resourceAccount: '111122223333' },
      { resource: resourcePolicy({ AWS: FOREIGN }) },
      'implicitly-denied',
    ],
    [
      'another account with both',
      { ...ask(FOREIGN), resourceAccount: '111122223333' },
      { identity: S3, resource: resourcePolicy({ AWS: '999999999999' }) },
      'allowed',
    ],
    [
      'an anonymous request',
      { ...ask('*'), resourceAccount: '111122223333' },
      { resource: resourcePolicy('*') },
      'allowed',
    ],
    [
      'an anonymous request where nothing is public',
      { ...ask('*'), resourceAccount: '111122223333' },
      { resource: resourcePolicy({ AWS: '111122223333' }) },
      'implicitly-denied',
    ],
    [
      'a service',
      ask('logging.s3.amazonaws.com'),
      { resource: resourcePolicy({ Service: 'logging.s3.amazonaws.com' }) },
      'allowed',
    ],
    [
      'another service',
      ask('ec2.amazonaws.com'),
      { resource: resourcePolicy({ Service: 'logging.s3.amazonaws.com' }) },
      'implicitly-denied',
    ],
    [
      'the context decides',
      ask(USER, { 'aws:MultiFactorAuthPresent': 'true' }),
      { identity: [named(allow('s3:*', '*', { Bool: { 'aws:multifactorauthpresent': 'true' } }))] },
      'allowed',
    ],
    [
      'a key known to be absent',
      ask(USER, { 'aws:MultiFactorAuthPresent': null }),
      { identity: [named(allow('s3:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))] },
      'implicitly-denied',
    ],
    [
      'a key that nobody knows',
      ask(USER),
      { identity: [named(allow('s3:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))] },
      'unknown',
    ],
    [
      'a deny whose key nobody knows',
      ask(USER),
      { identity: [...S3, named(deny('s3:*', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))] },
      'unknown',
    ],
    [
      'a deny whose key nobody knows, of what is not allowed',
      ask(USER),
      { identity: [...EC2, named(deny('s3:*', '*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))] },
      'implicitly-denied',
    ],
    [
      'a variable of the requester',
      { ...ask(USER), resource: 'arn:aws:s3:::home/carlos/x' },
      { identity: [named(allow('s3:*', `arn:aws:s3:::home/\${aws:username}/*`))] },
      'allowed',
    ],
    [
      'the same of another',
      { ...ask(USER), resource: 'arn:aws:s3:::home/eve/x' },
      { identity: [named(allow('s3:*', `arn:aws:s3:::home/\${aws:username}/*`))] },
      'implicitly-denied',
    ],
    [
      'a variable with a default',
      { ...ask(USER), context: { 'aws:PrincipalTag/team': null }, resource: 'arn:aws:s3:::none' },
      { identity: [named(allow('s3:*', `arn:aws:s3:::\${aws:PrincipalTag/team, 'none'}`))] },
      'allowed',
    ],
    [
      'a variable that nobody knows',
      ask(USER),
      { identity: [named(allow('s3:*', `arn:aws:s3:::\${aws:PrincipalTag/team}`))] },
      'unknown',
    ],
    [
      'a document that nobody understands',
      ask(USER),
      { identity: [named('{"Statement":{"Effect":"Allow"}}')] },
      'unknown',
    ],
    ['NotAction leaves out', ask(USER), { identity: [named(doc({ NotAction: 's3:*' }))] }, 'implicitly-denied'],
    [
      'NotResource leaves out',
      ask(USER),
      { identity: [named(doc({ Action: '*', NotResource: BUCKET }))] },
      'implicitly-denied',
    ],
    [
      'assuming a role needs its trust',
      { ...ask(USER), action: 'sts:AssumeRole', resource: ROLE },
      { identity: [named(allow('sts:AssumeRole'))] },
      'implicitly-denied',
    ],
    [
      'which may name the user alone',
      { ...ask(USER), action: 'sts:AssumeRole', resource: ROLE },
      { resource: named(trust({ AWS: USER })) },
      'allowed',
    ],
    [
      'or the account, with the user allowed',
      { ...ask(USER), action: 'sts:AssumeRole', resource: ROLE },
      { identity: [named(allow('sts:AssumeRole', ROLE))], resource: named(trust({ AWS: '111122223333' })) },
      'allowed',
    ],
    [
      'or the account, with the user not allowed',
      { ...ask(USER), action: 'sts:AssumeRole', resource: ROLE },
      { resource: named(trust({ AWS: '111122223333' })) },
      'implicitly-denied',
    ],
    [
      'a workload of an identity provider',
      { principal: 'federated:accounts.google.com', action: 'sts:AssumeRoleWithWebIdentity', resource: ROLE },
      { resource: named(trust({ Federated: 'accounts.google.com' }, undefined, 'sts:AssumeRoleWithWebIdentity')) },
      'allowed',
    ],
  ])('%s', (_, question, layers, verdict) => expect(evaluate(question, layers).verdict).toBe(verdict));
});

it('says what decided, what withheld and what would have told more', () => {
  const layers = {
    identity: [named(doc({ Action: 'ec2:*' }, { Sid: 'Read', Action: 's3:Get*' }), 'reader')],
    scps: [[named(allow('*'), 'full')]],
  };
  expect(evaluate(ask(USER), layers).decidedBy).toEqual([
    { layer: 'scps', policy: 'full', index: 0, sid: undefined, effect: 'Allow' },
    { layer: 'identity', policy: 'reader', index: 1, sid: 'Read', effect: 'Allow' },
  ]);
  expect(evaluate(ask(USER), { ...layers, boundary: named(allow('ec2:*')) }).withheldBy).toEqual(['boundary']);
  const unknown = evaluate(ask(USER), {
    identity: [named(allow('s3:*', '*', { StringEquals: { 'aws:SourceVpc': 'v' } }))],
  });
  expect(unknown.missingKeys).toEqual(['aws:sourcevpc']);
});
