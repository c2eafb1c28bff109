import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { updateAccessKey } from '../../../../src/providers/aws/operations/access-keys.ts';
import {
  attachGroupPolicy,
  attachUserPolicy,
  detachGroupPolicy,
  detachRolePolicy,
  detachUserPolicy,
} from '../../../../src/providers/aws/operations/attachments.ts';
import { createGroup } from '../../../../src/providers/aws/operations/groups.ts';
import { deleteUserPolicy, putUserPolicy } from '../../../../src/providers/aws/operations/inline-policies.ts';
import { deleteLoginProfile } from '../../../../src/providers/aws/operations/login-profiles.ts';
import { addUserToGroup, removeUserFromGroup } from '../../../../src/providers/aws/operations/memberships.ts';
import { deletePasswordPolicy } from '../../../../src/providers/aws/operations/password-policy.ts';
import { updateAssumeRolePolicy } from '../../../../src/providers/aws/operations/role-trust.ts';
import { roleQuarantine } from '../../../../src/providers/aws/policy/quarantine.ts';
import { trustOf } from '../../../support/trust.ts';
import { type Planned, refusalsOf } from './judge.ts';

const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const sts = 'arn:aws:sts::111122223333';
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }],
});
const adminRole = (name: string, principal: object) =>
  account().role(name, (role) => {
    role.attached.push(policyArn);
    role.trust = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
    });
  });
const byEdsger = { AWS: 'arn:aws:iam::111122223333:user/edsger' };
const keys = account().user('ada', (user) =>
  user.key({ id: 'AKIAADA0000000000KEY' }).key({ id: 'AKIAADA0000000000OLD', active: false }),
);

test.each<[string, Planned]>([
  [
    'others are changed',
    { given: account(), steps: (s) => s.add(removeUserFromGroup, { group: 'administrators', user: 'grace' }, null) },
  ],
  [
    'a role is shut that the caller did not assume',
    {
      given: adminRole('admin', byEdsger).role('other'),
      caller: `${sts}:assumed-role/admin/me`,
      steps: (s) => s.add(updateAssumeRolePolicy, { role: 'other' }, { document: roleQuarantine(account().now) }),
    },
  ],
  [
    'other people lose their passwords',
    { given: account(), steps: (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null) },
  ],
  [
    "the caller's policy moves to a group, its access stays equal",
    {
      given: account().user('ada', (user) => user.noGroups().attach(policyArn)),
      steps: (s) => {
        s.add(createGroup, { group: 'root-like' }, { path: '/' });
        s.add(attachGroupPolicy, { group: 'root-like', policyArn }, {});
        s.add(addUserToGroup, { group: 'root-like', user: 'ada' }, {});
        s.nextStage().add(detachUserPolicy, { user: 'ada', policyArn }, null);
      },
    },
  ],
  [
    'a policy that adds nothing to an administrator is dropped',
    {
      given: account().user('ada', (user) =>
        user.inline('read', {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
        }),
      ),
      steps: (s) => s.add(deleteUserPolicy, { user: 'ada', name: 'read' }, null),
    },
  ],
  [
    'the root user needs no policy',
    {
      given: account(),
      caller: 'arn:aws:iam::111122223333:root',
      steps: (s) => s.add(detachGroupPolicy, { group: 'administrators', policyArn }, null),
    },
  ],
  [
    'nothing that bears on access, and no caller',
    { given: account(), caller: null, steps: (s) => s.add(deletePasswordPolicy, {}, null) },
  ],
  [
    'a key of the caller that is off stays off',
    {
      given: keys,
      steps: (s) => s.add(updateAccessKey, { user: 'ada', id: 'AKIAADA0000000000OLD' }, { active: false }),
    },
  ],
  [
    'a session whose role keeps its way in',
    {
      given: adminRole('admin', byEdsger),
      caller: `${sts}:assumed-role/admin/me@example.com`,
      steps: (s) => s.add(deleteLoginProfile, { user: 'ada' }, null),
    },
  ],
])('holds: %s', (_, plan) => expect(refusalsOf('caller-access', plan)).toEqual([]));

test.each<[string, RegExp, Planned]>([
  [
    'detaches its own AdministratorAccess',
    /takes access from arn:aws:iam::111122223333:user\/ada/,
    { given: account(), steps: (s) => s.add(detachGroupPolicy, { group: 'administrators', policyArn }, null) },
  ],
  [
    'takes the caller out of its group',
    /takes access from/,
    { given: account(), steps: (s) => s.add(removeUserFromGroup, { group: 'administrators', user: 'ada' }, null) },
  ],
  [
    'denies the caller something',
    /takes access from/,
    { given: account(), steps: (s) => s.add(putUserPolicy, { user: 'ada', name: 'stop' }, { document }) },
  ],
  [
    "deletes the caller's password",
    /takes a password or an access key/,
    { given: account(), steps: (s) => s.add(deleteLoginProfile, { user: 'ada' }, null) },
  ],
  [
    "switches the caller's key off",
    /takes a password or an access key/,
    {
      given: keys,
      steps: (s) => s.add(updateAccessKey, { user: 'ada', id: 'AKIAADA0000000000KEY' }, { active: false }),
    },
  ],
  [
    "detaches from the session's role",
    /takes access from .*assumed-role\/admin\/me/,
    {
      given: adminRole('admin', byEdsger),
      caller: `${sts}:assumed-role/admin/me`,
      steps: (s) => s.add(detachRolePolicy, { role: 'admin', policyArn }, null),
    },
  ],
  [
    'detaches from the role of single sign-on',
    /takes access from/,
    {
      given: adminRole('AWSReservedSSO_Admin_0123456789abcdef', {
        Federated: 'arn:aws:iam::111122223333:saml-provider/sso',
      }),
      caller: `${sts}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ada@example.com`,
      steps: (s) => s.add(detachRolePolicy, { role: 'AWSReservedSSO_Admin_0123456789abcdef', policyArn }, null),
    },
  ],
  [
    "takes the last password that leads to the session's role",
    /nobody could become/,
    {
      given: adminRole('admin', byEdsger),
      caller: `${sts}:assumed-role/admin/me`,
      steps: (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null),
    },
  ],
  [
    "asks of those who assume the session's role what they may not have",
    /takes access from .*can be assumed by/,
    {
      given: adminRole('admin', byEdsger),
      caller: `${sts}:assumed-role/admin/me`,
      steps: (s) =>
        s.add(
          updateAssumeRolePolicy,
          { role: 'admin' },
          { document: trustOf(byEdsger, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }) },
        ),
    },
  ],
  [
    "shuts the role from which the session's role is assumed",
    /nobody could become/,
    {
      given: adminRole('admin', { AWS: 'arn:aws:iam::111122223333:role/door' }).role('door', (role) => {
        role.trust = trustOf(byEdsger);
      }),
      caller: `${sts}:assumed-role/admin/me`,
      steps: (s) => s.add(updateAssumeRolePolicy, { role: 'door' }, { document: roleQuarantine(account().now) }),
    },
  ],
  [
    'is planned from evidence that tells of no caller',
    /does not tell who would apply/,
    { given: account(), caller: null, steps: (s) => s.add(attachUserPolicy, { user: 'edsger', policyArn }, {}) },
  ],
  [
    'is applied by somebody who is not in the evidence',
    /is not among the users and roles/,
    {
      given: account(),
      caller: `${sts}:assumed-role/elsewhere/me`,
      steps: (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null),
    },
  ],
  [
    'is applied by a federated user, whose policies are nowhere told',
    /is not among/,
    {
      given: account(),
      caller: `${sts}:federated-user/ada`,
      steps: (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null),
    },
  ],
  [
    'cannot see who can do what',
    /authorization-details could not be read.*iam:GetAccountAuthorizationDetails/,
    {
      given: account().unreadable('authorization-details'),
      steps: (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null),
    },
  ],
])('refuses a plan that %s', (_, reason, plan) => {
  const refusals = refusalsOf('caller-access', plan);
  expect(refusals).toEqual([[expect.stringMatching(reason), [expect.any(String)]]]);
});

test("refuses to shut the session's role, for its access and for the way back", () => {
  const steps: Planned['steps'] = (s) =>
    s.add(updateAssumeRolePolicy, { role: 'admin' }, { document: roleQuarantine(account().now) });
  const plan = { given: adminRole('admin', byEdsger), caller: `${sts}:assumed-role/admin/me`, steps };
  expect(refusalsOf('caller-access', plan).map(([reason]) => reason)).toEqual([
    expect.stringContaining('can be assumed by arn:aws:iam::111122223333:user/edsger'),
    expect.stringContaining('nobody could become'),
  ]);
});

test('refuses to take access away before it is given back another way', () => {
  const given = account().user('ada', (user) => user.noGroups().attach(policyArn));
  const steps: Planned['steps'] = (s) => [
    s.add(detachUserPolicy, { user: 'ada', policyArn }, null),
    s.add(addUserToGroup, { group: 'administrators', user: 'ada' }, {}),
  ];
  expect(refusalsOf('caller-access', { given, steps })).toEqual([
    [
      expect.stringMatching(/^on the way, by "Detach policy AdministratorAccess from user ada", it takes access/),
      ['Detach policy AdministratorAccess from user ada'],
    ],
  ]);
});
