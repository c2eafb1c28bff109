import { describe, expect, it, test } from 'vitest';
import type { AuthorizationDetails } from '../../../../src/providers/aws/model/authorization-details.ts';
import { accessChanges } from '../../../../src/providers/aws/policy/access-change.ts';
import { account, allow, arn, deny, doc, group, policy, role, trust, user } from './support/accounts.ts';

const BUCKET = 'arn:aws:s3:::logs';
const READ = allow('s3:GetObject', `${BUCKET}/*`);
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

function bob(...inline: readonly string[]): AuthorizationDetails {
  return account({ users: [user('bob', { inline })] });
}

function bounded(inline: readonly string[], boundary: string | undefined): AuthorizationDetails {
  const limit = boundary === undefined ? {} : { boundary: arn('policy', 'limit') };
  return account({
    users: [user('bob', { inline, ...limit })],
    policies: boundary === undefined ? [] : [policy('limit', boundary)],
  });
}

describe('no access is new or lost', () => {
  test.each<[string, AuthorizationDetails, AuthorizationDetails]>([
    ['nothing changed', bob(READ), bob(READ)],
    ['a policy written otherwise', bob(READ), bob(READ.replace('s3:GetObject', 'S3:getobject'))],
    [
      'a policy moved from inline to managed',
      bob(READ),
      account({ users: [user('bob', { attached: [arn('policy', 'p')] })], policies: [policy('p', READ)] }),
    ],
    [
      'a policy moved from a user to its group',
      bob(READ),
      account({ users: [user('bob', { groups: ['g'] })], groups: [group('g', { inline: [READ] })] }),
    ],
    ['the same policy twice', bob(READ), bob(READ, READ)],
    [
      'two policies made one',
      bob(READ, allow('ec2:*')),
      bob(doc({ Action: 'ec2:*' }, { Action: 's3:GetObject', Resource: `${BUCKET}/*` })),
    ],
    ['a narrower policy beside a wider one', bob(allow('s3:*')), bob(allow('s3:*'), READ)],
    ['all split in two', bob(allow('*')), bob(doc({ NotAction: 'iam:*' }), allow('iam:*'))],
    [
      'a resource split in two',
      bob(allow('s3:*')),
      bob(allow('s3:*', BUCKET), doc({ Action: 's3:*', NotResource: BUCKET })),
    ],
    ['an allow that a deny takes back', bob(deny('s3:*'), READ), bob(deny('s3:*'))],
    [
      'a deny of what was never allowed, split',
      bob(READ, deny(['ec2:*', 's3:Put*'])),
      bob(READ, deny('ec2:*'), deny('s3:Put*')),
    ],
    ['an allow beyond the boundary', bounded([READ], READ), bounded([READ, allow('ec2:*')], READ)],
    ['a boundary of everything', bounded([READ], undefined), bounded([READ], allow('*'))],
    [
      'the same gap in the evidence',
      account({ users: [user('bob', { attached: [arn('policy', 'lost')] })] }),
      account({ users: [user('bob', { groups: ['g'] })], groups: [group('g', { attached: [arn('policy', 'lost')] })] }),
    ],
    [
      'a group without members',
      bob(READ),
      account({ users: [user('bob', { inline: [READ] })], groups: [group('g', { inline: [allow('*')] })] }),
    ],
  ])('%s', (_, before, after) => {
    expect(accessChanges(before, after)).toEqual([]);
    expect(accessChanges(after, before)).toEqual([]);
  });
});

describe('access that is new is named', () => {
  test.each<[string, AuthorizationDetails, AuthorizationDetails, string, boolean]>([
    ['a new action', bob(READ), bob(READ, allow('s3:PutObject', BUCKET)), 's3:PutObject on arn:aws:s3:::logs', true],
    [
      'several on one resource',
      bob(),
      bob(allow(['s3:PutObject', 's3:GetObject'], BUCKET)),
      's3:PutObject, s3:GetObject on arn:aws:s3:::logs',
      true,
    ],
    ['a wider resource', bob(READ), bob(allow('s3:GetObject')), 's3:GetObject on every resource', true],
    ['a wider action', bob(READ), bob(allow('s3:Get*', `${BUCKET}/*`)), 's3:Get* on arn:aws:s3:::logs/*', true],
    [
      'an action in other words',
      bob(allow('servicethatisnot:*')),
      bob(allow('servicethatisnot*')),
      'servicethatisnot* on every resource',
      false,
    ],
    ['a condition taken away', bob(allow('s3:*', '*', MFA)), bob(allow('s3:*')), 's3:* on every resource', false],
    [
      'a condition weakened',
      bob(allow('s3:*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })),
      bob(allow('s3:*', '*', { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] } })),
      's3:* on every resource when aws:requestedregion is eu-west-1 or eu-west-2',
      false,
    ],
    [
      'a deny taken away',
      bob(allow('s3:*'), deny('s3:DeleteBucket')),
      bob(allow('s3:*')),
      's3:* on every resource',
      true,
    ],
    [
      'a deny narrowed',
      bob(allow('s3:*'), deny('s3:DeleteBucket')),
      bob(allow('s3:*'), deny('s3:DeleteBucket', BUCKET)),
      's3:* on every resource',
      true,
    ],
    [
      'a deny with a condition now',
      bob(allow('s3:*'), deny('s3:*')),
      bob(allow('s3:*'), deny('s3:*', '*', MFA)),
      's3:* on every resource',
      false,
    ],
    [
      'a boundary taken away',
      bounded([allow('*')], READ),
      bounded([allow('*')], undefined),
      '* on every resource',
      true,
    ],
    [
      'a boundary widened',
      bounded([allow('*')], READ),
      bounded([allow('*')], allow(['s3:GetObject', 'ec2:StartInstances'])),
      '* on every resource',
      true,
    ],
    ['a new user', account(), bob(READ), 's3:GetObject on arn:aws:s3:::logs/*', true],
    [
      'a policy that nobody can read',
      bob(READ),
      account({ users: [user('bob', { inline: [READ], attached: [arn('policy', 'lost')] })] }),
      'may have whatever lost allows: its document is not in the evidence',
      false,
    ],
    [
      'a deny that nobody can read taken away',
      account({ users: [user('bob', { inline: [READ], attached: [arn('policy', 'lost')] })] }),
      bob(READ),
      'may have what lost denied: its document is not in the evidence',
      false,
    ],
    [
      'a boundary that nobody can read taken away',
      account({ users: [user('bob', { inline: [READ], boundary: arn('policy', 'lost') })] }),
      bob(READ),
      'may have what the boundary lost kept back: its document is not in the evidence',
      false,
    ],
    [
      'a deny lifted beside a policy that nobody can read',
      account({ users: [user('bob', { inline: [deny('s3:*')], attached: [arn('policy', 'lost')] })] }),
      account({ users: [user('bob', { attached: [arn('policy', 'lost')] })] }),
      'may have more of what lost allows: its document is not in the evidence',
      false,
    ],
    [
      'a document that nobody understands',
      bob(READ),
      bob(READ, '{"Statement":{"Effect":"Allow"}}'),
      'may have more: a policy document cannot be understood',
      false,
    ],
  ])('%s', (_, before, after, gain, certain) => {
    const changes = accessChanges(before, after);
    expect(changes).toEqual([expect.objectContaining({ principal: { type: 'user', name: 'bob' }, certain })]);
    expect(changes[0]?.gains).toContain(gain);
    expect(accessChanges(after, before)[0]?.loses).toContain(gain);
  });
});

describe('who may assume a role', () => {
  const assumedBy = (principal: unknown, condition?: Record<string, unknown>) =>
    account({ roles: [role('deploy', { trust: trust(principal, condition) })] });
  const other = { AWS: 'arn:aws:iam::999999999999:root' };
  test.each<[string, AuthorizationDetails, AuthorizationDetails, string[]]>([
    [
      'another account',
      assumedBy({ Service: 'ec2.amazonaws.com' }),
      assumedBy(other),
      ['can be assumed by account 999999999999 (sts:AssumeRole)'],
    ],
    ['written otherwise', assumedBy(other), assumedBy({ AWS: ['999999999999'] }), []],
    [
      'a condition taken away',
      assumedBy(other, { StringEquals: { 'sts:ExternalId': 'x' } }),
      assumedBy(other),
      ['can be assumed by account 999999999999 (sts:AssumeRole)'],
    ],
    ['a condition added', assumedBy(other), assumedBy(other, { StringEquals: { 'sts:ExternalId': 'x' } }), []],
    ['one of anyone', assumedBy('*'), assumedBy(other), []],
    ['anyone', assumedBy(other), assumedBy('*'), ['can be assumed by anyone (sts:AssumeRole)']],
  ])('%s', (_, before, after, gains) => {
    expect(accessChanges(before, after).flatMap((change) => change.gains)).toEqual(gains);
  });
});

it('is quick on an account in which nothing changed', () => {
  const many = Array.from({ length: 5000 }, (_, at) =>
    user(`u${at}`, { groups: ['g'], inline: [allow(`s3:Get${at}`)] }),
  );
  const details = account({ users: many, groups: [group('g', { inline: [READ] })] });
  const started = performance.now();
  expect(accessChanges(details, structuredClone(details))).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
});
