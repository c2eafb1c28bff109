import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { updateAccessKey } from '../../../../src/providers/aws/operations/access-keys.ts';
import { attachGroupPolicy, detachUserPolicy } from '../../../../src/providers/aws/operations/attachments.ts';
import { deleteGroupPolicy, putGroupPolicy } from '../../../../src/providers/aws/operations/inline-policies.ts';
import { deleteLoginProfile } from '../../../../src/providers/aws/operations/login-profiles.ts';
import { addUserToGroup, removeUserFromGroup } from '../../../../src/providers/aws/operations/memberships.ts';
import { type Planned, refusalsOf } from './judge.ts';

const key = { user: 'break-glass', id: 'AKIABREAKGLASS000001' };
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }],
});
const given = account()
  .group('emergency', (group) => group.inline.push({ name: 'stop', document }))
  .user('break-glass', (user) =>
    user.path('/ops/').noGroups().groups('emergency').key({ id: key.id }).attach(account().policyArn('engineering')),
  );
const switchOff: Planned['steps'] = (s) => s.add(updateAccessKey, key, { active: false });

test.each<[string, Planned]>([
  ['nobody is protected', { given, steps: switchOff }],
  ['somebody else is', { given, steps: switchOff, protect: ['arn:aws:iam::*:user/ada', 'glass'] }],
  [
    'another member joins the group',
    {
      given,
      steps: (s) => s.add(addUserToGroup, { group: 'emergency', user: 'edsger' }, {}),
      protect: ['break-glass'],
    },
  ],
  ['nobody is protected, and nobody can tell who is touched', { given: given.unreadable('sns'), steps: switchOff }],
])('holds: %s', (_, plan) => expect(refusalsOf('protected-principals', plan)).toEqual([]));

const title = 'Deactivate';
test.each<[string, readonly string[]]>([
  ['by name', ['break-glass']],
  ['by ARN', ['arn:aws:iam::111122223333:user/ops/break-glass']],
  ['by pattern of ARN', ['arn:aws:iam::*:user/ops/*']],
  ['by one of many patterns', ['nobody', 'break-*']],
])('refuses to switch off the key of a break-glass user, protected %s', (_, protect) => {
  const refusals = refusalsOf('protected-principals', { given, steps: switchOff, protect });
  expect(refusals).toEqual([
    ['user break-glass is protected by the baseline (protectedPrincipals)', [expect.stringContaining(title)]],
  ]);
});

test.each<[string, string, Planned['steps']]>([
  ['its password', 'user break-glass', (s) => s.add(deleteLoginProfile, { user: 'break-glass' }, null)],
  [
    'its policy',
    'user break-glass',
    (s) => s.add(detachUserPolicy, { user: 'break-glass', policyArn: account().policyArn('engineering') }, null),
  ],
  [
    'its membership',
    'user break-glass',
    (s) => s.add(removeUserFromGroup, { group: 'emergency', user: 'break-glass' }, null),
  ],
  [
    'a policy of its group',
    'user break-glass',
    (s) => s.add(deleteGroupPolicy, { group: 'emergency', name: 'stop' }, null),
  ],
  [
    'a group that it joins',
    'user break-glass',
    (s) => [
      s.add(addUserToGroup, { group: 'engineers', user: 'break-glass' }, {}),
      s.add(putGroupPolicy, { group: 'engineers', name: 'stop' }, { document }),
    ],
  ],
])('refuses to touch %s', (_, who, steps) => {
  const [refusal, ...others] = refusalsOf('protected-principals', { given, steps, protect: ['*/break-glass'] });
  expect(refusal?.[0]).toContain(`${who} is protected`);
  expect(others).toEqual([]);
});

test('a protected group is touched by whoever joins it', () => {
  const steps: Planned['steps'] = (s) => [
    s.add(addUserToGroup, { group: 'emergency', user: 'edsger' }, {}),
    s.add(attachGroupPolicy, { group: 'engineers', policyArn: account().awsPolicyArn('ReadOnlyAccess') }, {}),
  ];
  const refusals = refusalsOf('protected-principals', { given, steps, protect: ['*:group/emergency'] });
  expect(refusals).toEqual([[expect.stringContaining('group emergency'), [expect.stringContaining('edsger')]]]);
});

test('refuses blindly changed access while somebody is protected', () => {
  const blind = account().unreadable('authorization-details');
  const steps: Planned['steps'] = (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null);
  expect(refusalsOf('protected-principals', { given: blind, steps, protect: ['ada'] })).toHaveLength(1);
  expect(refusalsOf('protected-principals', { given: blind, steps })).toEqual([]);
});
