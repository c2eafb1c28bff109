import { describe, expect, test } from 'vitest';
import type { Steps } from '../../../../src/engine/remedy.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsCollections } from '../../../../src/providers/aws/model/collections.ts';
import { updateAccessKey } from '../../../../src/providers/aws/operations/access-keys.ts';
import { detachGroupPolicy, detachRolePolicy } from '../../../../src/providers/aws/operations/attachments.ts';
import { putGroupPolicy } from '../../../../src/providers/aws/operations/inline-policies.ts';
import { deleteLoginProfile } from '../../../../src/providers/aws/operations/login-profiles.ts';
import { removeUserFromGroup } from '../../../../src/providers/aws/operations/memberships.ts';
import { updatePasswordPolicy } from '../../../../src/providers/aws/operations/password-policy.ts';
import { updateAssumeRolePolicy } from '../../../../src/providers/aws/operations/role-trust.ts';
import { roleQuarantine } from '../../../../src/providers/aws/policy/quarantine.ts';
import { refusalsOf } from './judge.ts';

type Plan = (steps: Steps<AwsCollections>) => unknown;

const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const adaLeaves: Plan = (steps) => steps.add(removeUserFromGroup, { group: 'administrators', user: 'ada' }, null);
const graceLeaves: Plan = (steps) => steps.add(removeUserFromGroup, { group: 'administrators', user: 'grace' }, null);
const bothLeave: Plan = (steps) => [adaLeaves(steps), graceLeaves(steps)];
const noPasswords: Plan = (steps) => ['ada', 'grace'].map((user) => steps.add(deleteLoginProfile, { user }, null));

const trusting = (principal: object, ...others: object[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: principal, Action: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML'] },
      ...others,
    ],
  });
const adminRole = (principal: object, ...others: object[]) =>
  account().role('admin', (role) => {
    role.attached.push(policyArn);
    role.trust = trusting(principal, ...others);
  });
const elsewhere = { AWS: 'arn:aws:iam::444455556666:root' };
const roleArn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const door = (principal: object) =>
  adminRole({ AWS: roleArn('door') }).role('door', (role) => {
    role.trust = trusting(principal);
  });
const withKey = account().user('grace', (user) => user.key({ id: 'AKIAGRACE0000000KEY1' }));

test.each<[string, ReturnType<typeof account>, Plan]>([
  ['one of two administrators stays', account(), adaLeaves],
  ['the other has a key, though no password', withKey, noPasswords],
  [
    'a role for people of an identity provider',
    adminRole({ Federated: 'arn:aws:iam::111122223333:saml-provider/sso' }),
    bothLeave,
  ],
  ['a role for another account', adminRole(elsewhere), bothLeave],
  ['a role behind a role for another account', door(elsewhere), bothLeave],
  [
    'a role that a user who can sign in is trusted with',
    adminRole({ AWS: 'arn:aws:iam::111122223333:user/edsger' }),
    bothLeave,
  ],
  ['nothing that bears on access', account(), (steps) => steps.add(updatePasswordPolicy, {}, null)],
  [
    'no administrator is touched, though none can surely sign in',
    account().unreadable('credential-report').unreadable('access-keys'),
    (steps) => steps.add(removeUserFromGroup, { group: 'engineers', user: 'edsger' }, null),
  ],
])('holds: %s', (_, given, steps) => expect(refusalsOf('last-administrator', { given, steps })).toEqual([]));

test.each<[string, ReturnType<typeof account>, Plan]>([
  [
    'a tool that detaches its own AdministratorAccess',
    account(),
    (steps) => steps.add(detachGroupPolicy, { group: 'administrators', policyArn }, null),
  ],
  [
    'a policy that denies all to the administrators',
    account(),
    (steps) => steps.add(putGroupPolicy, { group: 'administrators', name: 'stop' }, { document: JSON.stringify(deny) }),
  ],
  ['both leave the group', account(), bothLeave],
  ['both lose their passwords', account(), noPasswords],
  [
    'a key that is not active lets nobody in',
    account().user('grace', (user) => user.key({ active: false })),
    noPasswords,
  ],
  [
    'the last key is switched off',
    withKey,
    (steps) => [
      noPasswords(steps),
      steps.add(updateAccessKey, { user: 'grace', id: 'AKIAGRACE0000000KEY1' }, { active: false }),
    ],
  ],
  ['what is left is a role for a service', adminRole({ Service: 'ec2.amazonaws.com' }), bothLeave],
  ['what is left are two roles that only trust each other', door({ AWS: roleArn('admin') }), bothLeave],
  [
    'what is left is a role whose trust denies somebody',
    adminRole(elsewhere, { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }),
    bothLeave,
  ],
  ['what is left is a role for a deleted user', adminRole({ AWS: 'AIDAJQABLZS4A3QDU576Q' }), bothLeave],
  ['what is left is a role that only its administrators could assume', adminRole({ AWS: '111122223333' }), bothLeave],
  [
    'an administrator is touched, and the evidence tells of no credentials',
    account().unreadable('credential-report').unreadable('access-keys'),
    adaLeaves,
  ],
  ['authorization-details could not be read', account().unreadable('authorization-details'), noPasswords],
])('refuses: %s', (_, given, steps) => {
  const refusals = refusalsOf('last-administrator', { given, steps });
  expect(refusals).toHaveLength(1);
  expect(refusals[0]?.[1]).not.toEqual([]);
});

describe('where all administrators are roles', () => {
  const given = () =>
    door({ AWS: 'arn:aws:iam::111122223333:user/edsger' }).group('administrators', (group) => {
      group.attached = [];
    });
  const opened =
    (role: string, document: string): Plan =>
    (steps) =>
      steps.add(updateAssumeRolePolicy, { role }, { document });

  test.each<[string, Plan]>([
    ['the trust policy of the administrator is shut', opened('admin', roleQuarantine(account().now))],
    ['that of the role on the way to it is shut', opened('door', roleQuarantine(account().now))],
    [
      'the one who may take that role loses the password',
      (steps) => steps.add(deleteLoginProfile, { user: 'edsger' }, null),
    ],
    ['the role on the way is given to a service', opened('door', trusting({ Service: 'ec2.amazonaws.com' }))],
  ])('refuses: %s', (_, steps) => {
    const refusals = refusalsOf('last-administrator', { given: given(), steps });
    expect(refusals).toEqual([[expect.stringContaining('role admin'), [expect.any(String)]]]);
  });

  test('holds where the way stays open for somebody', () => {
    const steps = opened('door', trusting({ AWS: 'arn:aws:iam::111122223333:user/ada' }));
    expect(refusalsOf('last-administrator', { given: given(), steps })).toEqual([]);
  });
});

test('the reason names who is lost and the changes that do it, not the others', () => {
  const steps: Plan = (all) => [
    bothLeave(all),
    all.add(removeUserFromGroup, { group: 'engineers', user: 'edsger' }, null),
    all.add(updatePasswordPolicy, {}, null),
  ];
  expect(refusalsOf('last-administrator', { given: account(), steps })).toEqual([
    [
      expect.stringMatching(/nobody could surely act as an administrator: it touches user ada, user grace and/),
      ['Remove user ada from group administrators', 'Remove user grace from group administrators'],
    ],
  ]);
});

test('a role counts where somebody with credentials may assume it by a policy of their own', () => {
  const given = adminRole({ AWS: '111122223333' }).user('joan', (user) =>
    user.inline('become-admin', {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::111122223333:role/admin' },
    }),
  );
  expect(refusalsOf('last-administrator', { given, steps: bothLeave })).toEqual([]);
  const detached: Plan = (steps) => [bothLeave(steps), steps.add(detachRolePolicy, { role: 'admin', policyArn }, null)];
  expect(refusalsOf('last-administrator', { given, steps: detached })).toHaveLength(1);
});
