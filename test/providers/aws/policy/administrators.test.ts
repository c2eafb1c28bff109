import { describe, expect, it, test } from 'vitest';
import type { AuthorizationDetails } from '../../../../src/providers/aws/model/authorization-details.ts';
import { administrators, isAdministrator } from '../../../../src/providers/aws/policy/administrators.ts';
import { account, allow, arn, deny, doc, group, policy, role, user } from './support/accounts.ts';

const ALL = allow('*');
const BOB = { type: 'user', name: 'bob' } as const;
const services = ['a*', 'b*', 'c*', 'd*', 'e*', 'f*', 'g*', 'h*', 'i*', 'j*', 'k*', 'l*', 'm*'];
const rest = ['n*', 'o*', 'p*', 'q*', 'r*', 's*', 't*', 'u*', 'v*', 'w*', 'x*', 'y*', 'z*'];

/** An account whose one user has these inline documents. */
function bob(...inline: readonly string[]): AuthorizationDetails {
  return account({ users: [user('bob', { inline })] });
}

function bounded(boundary: string): AuthorizationDetails {
  return account({
    users: [user('bob', { inline: [ALL], boundary: arn('policy', 'limit') })],
    policies: [policy('limit', boundary)],
  });
}

describe('who is an administrator', () => {
  test.each<[string, AuthorizationDetails, 'yes' | 'no' | 'unknown']>([
    ['nothing at all', bob(), 'no'],
    ['* on *', bob(ALL), 'yes'],
    ['*:* on *', bob(allow('*:*')), 'yes'],
    ['lists of one', bob(allow(['*'], ['*'])), 'yes'],
    ['** on **', bob(allow('**', '**')), 'yes'],
    [
      'one statement as an object, URL-encoded',
      bob(encodeURIComponent('{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}')),
      'yes',
    ],
    ['every ARN', bob(allow('*', 'arn:aws:*')), 'yes'],
    ['every ARN in parts', bob(allow('*', 'arn:*:*:*:*:*')), 'yes'],
    ['all but nothing that is', bob(doc({ NotAction: 'nothing:AtAll' })), 'yes'],
    ['all but support', bob(doc({ NotAction: ['support:*'] })), 'yes'],
    ['all on all but one bucket', bob(doc({ Action: '*', NotResource: 'arn:aws:s3:::logs' })), 'yes'],
    ['split over two statements', bob(doc({ NotAction: 'iam:*' }, { Action: 'iam:*' })), 'yes'],
    ['split over two policies', bob(doc({ NotAction: 'iam:*' }), allow('iam:*')), 'yes'],
    ['split over the letters of the alphabet', bob(allow(services), allow(rest)), 'yes'],
    ['half of the alphabet', bob(allow(services)), 'no'],
    ['all but IAM', bob(doc({ NotAction: 'iam:*' })), 'no'],
    [
      'all but IAM, and reading it',
      bob(doc({ NotAction: ['iam:*', 'organizations:*'] }, { Action: 'iam:List*' })),
      'no',
    ],
    ['IAM alone', bob(allow('iam:*')), 'no'],
    ['one service', bob(allow('s3:*')), 'no'],
    ['everything in one bucket', bob(allow('*', 'arn:aws:s3:::logs/*')), 'no'],
    ['everything in one service', bob(allow('*', 'arn:aws:iam::*:*')), 'no'],
    ['with MFA only', bob(allow('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })), 'unknown'],
    ['by a condition that is true of bob', bob(allow('*', '*', { StringEquals: { 'aws:username': 'bob' } })), 'yes'],
    ['by a condition that is false of bob', bob(allow('*', '*', { StringEquals: { 'aws:username': 'eve' } })), 'no'],
    ['denied everything', bob(ALL, deny('*')), 'no'],
    ['denied IAM', bob(ALL, deny('iam:*')), 'no'],
    ['denied all IAM of the account', bob(ALL, deny('iam:*', `${arn('', '').slice(0, -1)}*`)), 'no'],
    [
      'denied all but two actions',
      bob(ALL, doc({ Effect: 'Deny', NotAction: ['iam:ChangePassword', 'iam:GetUser'] })),
      'no',
    ],
    ['denied one bucket', bob(ALL, deny('s3:*', 'arn:aws:s3:::logs')), 'yes'],
    ['denied IAM of another account', bob(ALL, deny('iam:*', 'arn:aws:iam::999999999999:*')), 'yes'],
    [
      'denied while there is no MFA',
      bob(ALL, deny('*', '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
      'yes',
    ],
    ['denied as bob', bob(ALL, deny('*', '*', { ArnEquals: { 'aws:PrincipalArn': arn('user', 'bob') } })), 'no'],
    ['denied most services', bob(ALL, doc({ Effect: 'Deny', NotAction: 'iam:*' })), 'no'],
    ['a boundary of everything', bounded(ALL), 'yes'],
    ['a boundary of everything but IAM', bounded(doc({ NotAction: 'iam:*' })), 'no'],
    ['a boundary of three services', bounded(allow(['iam:*', 's3:*', 'ec2:*'])), 'no'],
    ['a boundary that denies IAM', bounded(doc({ Action: '*' }, { Effect: 'Deny', Action: 'iam:*' })), 'no'],
    [
      'by a group',
      account({ users: [user('bob', { groups: ['admins'] })], groups: [group('admins', { inline: [ALL] })] }),
      'yes',
    ],
    [
      'half by a group',
      account({
        users: [user('bob', { groups: ['g'], inline: [allow('iam:*')] })],
        groups: [group('g', { inline: [doc({ NotAction: 'iam:*' })] })],
      }),
      'yes',
    ],
    ['by a group that is not in the evidence', account({ users: [user('bob', { groups: ['g'] })] }), 'unknown'],
    [
      "by AWS's policy, whose text is not in the evidence",
      account({ users: [user('bob', { attached: ['arn:aws-cn:iam::aws:policy/AdministratorAccess'] })] }),
      'yes',
    ],
    [
      'by a policy that is not in the evidence',
      account({ users: [user('bob', { attached: [arn('policy', 'lost')] })] }),
      'unknown',
    ],
    [
      'beside a policy that is not in the evidence',
      account({ users: [user('bob', { inline: [ALL], attached: [arn('policy', 'lost')] })] }),
      'unknown',
    ],
    [
      'under a boundary that is not in the evidence',
      account({ users: [user('bob', { inline: [ALL], boundary: arn('policy', 'lost') })] }),
      'unknown',
    ],
    ['by a document that cannot be understood', bob('{"Statement":[{"Effect":"Allow"}]}'), 'unknown'],
    [
      'by a version that is not in force',
      account({
        users: [user('bob', { attached: [arn('policy', 'p')] })],
        policies: [
          {
            ...policy('p', allow('s3:*')),
            versions: [
              { id: 'v1', document: ALL, isDefault: false, createdAt: '' },
              { id: 'v2', document: allow('s3:*'), isDefault: true, createdAt: '' },
            ],
          },
        ],
      }),
      'no',
    ],
  ])('%s', (_, details, expected) => expect(isAdministrator(details, BOB)).toBe(expected));
});

it('names users and roles, and how each became one', () => {
  const details = account({
    users: [
      user('ada', { groups: ['admins'] }),
      user('bob', { inline: [doc({ NotAction: 'iam:*' }), allow('iam:*'), allow('s3:*')] }),
      user('eve', { inline: [allow('s3:*')] }),
      user('mia', { inline: [allow('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })] }),
    ],
    groups: [group('admins', { attached: [arn('policy', 'all')] })],
    roles: [role('deploy', { inline: [ALL] })],
    policies: [policy('all', ALL)],
  });
  expect(administrators(details)).toEqual([
    { principal: { type: 'user', name: 'ada' }, how: 'attached policy all of group admins', certain: true },
    {
      principal: { type: 'user', name: 'bob' },
      how: 'inline policy inline0 and inline policy inline1 together',
      certain: true,
    },
    {
      principal: { type: 'user', name: 'mia' },
      how: 'inline policy inline0, when its condition holds',
      certain: false,
    },
    { principal: { type: 'role', name: 'deploy' }, how: 'inline policy inline0', certain: true },
  ]);
  expect(isAdministrator(details, { type: 'group', name: 'admins' })).toBe('yes');
});

it('answers of an account that was edited in place', () => {
  const details = bob(ALL);
  expect(isAdministrator(details, BOB)).toBe('yes');
  details.users.splice(0, 1, user('eve', { inline: [ALL] }), user('bob'));
  expect(isAdministrator(details, BOB)).toBe('no');
});
