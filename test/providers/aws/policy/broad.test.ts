import { describe, expect, test } from 'vitest';
import { abilityReader } from '../../../../src/providers/aws/policy/abilities.ts';
import { isAdministratorBeside } from '../../../../src/providers/aws/policy/administrator-beside.ts';
import { broadGrants } from '../../../../src/providers/aws/policy/broad-grants.ts';
import { broadPassRole } from '../../../../src/providers/aws/policy/broad-pass-role.ts';
import { fullAccess } from '../../../../src/providers/aws/policy/full-access.ts';
import { permissionSet } from '../../../../src/providers/aws/policy/permissions.ts';
import { staysUnguarded, unguardedActions } from '../../../../src/providers/aws/policy/unguarded-actions.ts';
import { account, allow, arn, deny, doc, group, policy, user } from './support/accounts.ts';

const withMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const denial = (Condition?: object) => ({ Effect: 'Deny', Action: '*', ...(Condition && { Condition }) });
const denyingAllBut = (NotResource: string) => doc({ Action: 'iam:PassRole' }, { ...denial(), NotResource });
const china = 'arn:aws-cn:iam::111122223333:policy/one';

describe('broad grants tell the actions as they are written', () => {
  test.each<[string, string, string[][]]>([
    ['whole services', allow(['S3:*', 's3:Get*', 'ec2:?*']), [['S3:*', 'ec2:?*']]],
    ['a wildcard over services', allow('s*:*'), [['s*:*']]],
    ['all but something', doc({ NotAction: ['iam:*'] }), [['everything but iam:*']]],
    ['each statement for itself', doc({ Action: 's3:*' }, { Action: 'ec2:*' }), [['s3:*'], ['ec2:*']]],
    ['a service that nobody knows', allow('nimbus:*'), []],
    ['a tag that may have any value', allow('s3:*', '*', { StringLike: { 'aws:ResourceTag/a': '*' } }), [['s3:*']]],
    [
      'a tag of the request, not of the resource',
      allow('s3:*', '*', { StringEquals: { 'aws:RequestTag/a': 'b' } }),
      [['s3:*']],
    ],
  ])('%s', (_, document, expected) => expect(broadGrants(document).map(({ actions }) => actions)).toEqual(expected));
});

describe('full access', () => {
  test.each<[string, string, string]>([
    ['in another partition', allow('*', 'arn:aws-cn:*'), 'always'],
    ['one of two statements has a condition', doc({ Action: '*', Condition: withMfa }, { Action: '*' }), 'always'],
    ['both have', doc({ Action: '*', Condition: withMfa }, { Action: '*', Condition: withMfa }), 'conditional'],
    ['IAM alone', allow('iam:*'), 'no'],
    ['nothing readable', 'nonsense', 'no'],
  ])('%s', (_, document, expected) => expect(fullAccess(document, china)).toBe(expected));
});

describe('roles that may all be passed', () => {
  test.each<[string, string, number[]]>([
    ['of the own partition', allow('iam:PassRole', 'arn:aws-cn:iam::111122223333:role/*'), [0]],
    ['of another partition', allow('iam:PassRole', 'arn:aws:iam::111122223333:role/*'), []],
    ['in the second statement', doc({ Action: 's3:*' }, { Action: 'iam:PassRole' }), [1]],
    ['denied but for one role', denyingAllBut('arn:aws-cn:iam::111122223333:role/a'), []],
    ['denied but for all roles', denyingAllBut('arn:aws-cn:iam::111122223333:role/*'), [0]],
    ['denied while a condition holds', doc({ Action: 'iam:PassRole' }, denial(withMfa)), [0]],
    ['denied on one role', doc({ Action: 'iam:*' }, { ...denial(), Resource: arn('role', 'a') }), [0]],
  ])('%s', (_, document, expected) => expect(broadPassRole(document, china)).toEqual(expected));
});

test('sensitive actions are free unless a Deny or a boundary speaks of them', () => {
  const open = allow(['s3:PutBucketPolicy', 's3:PutObject']);
  expect(unguardedActions(open)).toEqual(['s3:PutBucketPolicy']);
  expect(unguardedActions(allow('s3:*', '*', withMfa))).toEqual([]);
  expect(unguardedActions(doc({ NotAction: 's3:*' }))).toContain('iam:AttachUserPolicy');
  const free = (policies: string[], boundary?: string) =>
    staysUnguarded(permissionSet({ policies: [open, ...policies], boundary }), 's3:PutBucketPolicy');
  expect(free([])).toBe(true);
  expect(free([deny('s3:Put*', '*', withMfa)])).toBe(false);
  expect(free([deny('s3:Put*', 'arn:aws:s3:::other')])).toBe(true);
  expect(free([], allow('s3:*'))).toBe(true);
  expect(free([], allow('s3:*', '*', withMfa))).toBe(false);
  expect(free([], allow('s3:Get*'))).toBe(false);
});

test('an administrator beside a group is one without what the group allows, and with what it denies', () => {
  const details = (inline: string[], groupInline: string) =>
    account({
      users: [user('bob', { inline, groups: ['chiefs'] })],
      groups: [group('chiefs', { inline: [groupInline] })],
    });
  const beside = (inline: string[], groupInline: string) =>
    isAdministratorBeside(details(inline, groupInline), { type: 'user', name: 'bob' }, (name) => name === 'chiefs');
  expect(beside([], allow('*'))).toBe('no');
  expect(beside([allow('*')], allow('*'))).toBe('yes');
  expect(beside([allow('*', '*', withMfa)], allow('*'))).toBe('unknown');
  expect(beside([allow('*')], deny('iam:*'))).toBe('no');
});

test('abilities are sure only where nothing is missing', () => {
  const read = abilityReader([{ action: 'iam:CreateUser', on: 'user' }]);
  const of = (inline: string[], attached: string[] = [], boundary?: string) =>
    read(
      account({
        users: [user('bob', { inline, attached, ...(boundary === undefined ? {} : { boundary }) })],
        policies: [policy('limit', allow('iam:List*'))],
      }),
      { type: 'user', name: 'bob' },
    );
  expect(of([allow('iam:Create*')])).toEqual({ can: ['iam:CreateUser'], may: [], holed: false });
  expect(of([allow('iam:Create*', arn('role', '*'))])).toEqual({ can: [], may: [], holed: false });
  expect(of([allow('iam:Create*')], [arn('policy', 'lost')])).toEqual({
    can: [],
    may: ['iam:CreateUser'],
    holed: true,
  });
  expect(of([allow('iam:Create*')], [], arn('policy', 'lost'))).toEqual({
    can: [],
    may: ['iam:CreateUser'],
    holed: false,
  });
  expect(of([allow('iam:Create*')], [], arn('policy', 'limit'))).toEqual({ can: [], may: [], holed: false });
});
