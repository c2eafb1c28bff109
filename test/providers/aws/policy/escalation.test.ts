import { describe, expect, it, test } from 'vitest';
import type { AuthorizationDetails } from '../../../../src/providers/aws/model/authorization-details.ts';
import { actionFacts, resourceTypesOf, splitAction } from '../../../../src/providers/aws/policy/action-catalogue.ts';
import { closingActions } from '../../../../src/providers/aws/policy/closing-actions.ts';
import { escalationPaths, escalations } from '../../../../src/providers/aws/policy/escalation.ts';
import { ESCALATION_PATHS, type EscalationPath } from '../../../../src/providers/aws/policy/escalation-paths.ts';
import { NO_RESOURCE, targetsOf } from '../../../../src/providers/aws/policy/escalation-targets.ts';
import { holderOf } from '../../../../src/providers/aws/policy/reach.ts';
import { coversPattern, patternsMeet } from '../../../../src/providers/aws/policy/wildcard.ts';
import { ACCOUNT, account, allow, arn, deny, doc, group, policy, role, trust, user } from './support/accounts.ts';

const BOB = { type: 'user', name: 'bob' } as const;

function bob(...inline: readonly string[]): AuthorizationDetails {
  return account({ users: [user('bob', { inline })] });
}

function ids(details: AuthorizationDetails): string[] {
  return escalationPaths(details, BOB).map((path) => path.id);
}

it('knows 16 paths of one action, 27 that pass a role and 16 others, each once', () => {
  const count = (kind: EscalationPath['kind']) => ESCALATION_PATHS.filter((path) => path.kind === kind).length;
  expect([count('single'), count('pass-role'), count('other')]).toEqual([16, 27, 16]);
  expect(new Set(ESCALATION_PATHS.map((path) => path.id)).size).toBe(59);
});

describe.each(ESCALATION_PATHS.map((path) => [path.id, path] as const))('%s', (id, path) => {
  const half = Math.ceil(path.actions.length / 2);
  const minimal = bob(allow(path.actions));

  it('is found from a minimal policy, with what closes it', () => {
    const found = escalationPaths(minimal, BOB).find((one) => one.id === id);
    expect(found).toMatchObject({ certain: true, actions: path.actions, via: [] });
    expect(found?.closedBy).toHaveLength(1);
    expect(path.actions).toContain(found?.closedBy[0]);
    expect(ids(bob(allow(path.actions), deny(found?.closedBy ?? [])))).not.toContain(id);
  });

  it('is found from the same actions split over two policies and a group', () => {
    const split = account({
      users: [
        user('bob', { inline: [allow(path.actions.slice(0, 1))], attached: [arn('policy', 'p')], groups: ['g'] }),
      ],
      groups: [group('g', { inline: [allow(path.actions.slice(half))] })],
      policies: [policy('p', allow([...path.actions.slice(1, half), 's3:GetObject']))],
    });
    expect(ids(split)).toContain(id);
  });

  it('is found behind wildcards, NotAction and another case', () => {
    expect(ids(bob(allow(path.actions.map((action) => `${action.slice(0, -1).toUpperCase()}?`))))).toContain(id);
    expect(ids(bob(doc({ NotAction: 's3:*' })))).toContain(id);
  });

  it.each(path.actions)(
    'is closed by a deny of %s, by a boundary without it, and by a resource that cannot be',
    (action) => {
      const others = path.actions.filter((other) => other !== action);
      const bounded = account({
        users: [user('bob', { inline: [allow(path.actions)], boundary: arn('policy', 'limit') })],
        policies: [policy('limit', doc({ NotAction: action }))],
      });
      expect(ids(bob(allow(path.actions), deny(action)))).not.toContain(id);
      expect(ids(bounded)).not.toContain(id);
      expect(ids(bob(allow(action, 'arn:aws:s3:::bucket/*'), ...others.map((other) => allow(other))))).not.toContain(
        id,
      );
      expect(ids(bob(...others.map((other) => allow(other))))).not.toContain(id);
    },
  );

  it('is not certain under a condition', () => {
    const conditional = bob(allow(path.actions, '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }));
    expect(escalationPaths(conditional, BOB).find((one) => one.id === id)?.certain).toBe(false);
    const guarded = bob(
      allow(path.actions),
      deny(path.actions, '*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    );
    expect(escalationPaths(guarded, BOB).find((one) => one.id === id)?.certain).toBe(false);
  });

  if (path.kind !== 'pass-role') return;
  it('follows iam:PassedToService', () => {
    const passing = (service: string, operator = 'StringEquals') =>
      bob(
        allow(path.actions.slice(1)),
        allow('iam:PassRole', arn('role', 'app'), { [operator]: { 'iam:PassedToService': service } }),
      );
    for (const service of path.services) expect(ids(passing(service))).toContain(id);
    expect(ids(passing(path.services[0]?.replace('.amazonaws', '.*') ?? '', 'StringLike'))).toContain(id);
    expect(ids(passing('config.amazonaws.com'))).not.toContain(id);
    expect(ids(passing('*', 'StringNotLike'))).not.toContain(id);
  });
});

describe('what is possible', () => {
  test.each<[string, AuthorizationDetails, string[]]>([
    ['nobody has nothing', bob(), []],
    [
      'keys of oneself only, by variable',
      bob(allow('iam:CreateAccessKey', `arn:aws:iam::*:user/\${aws:username}`)),
      [],
    ],
    ['keys of oneself only, by name', bob(allow('iam:*LoginProfile', arn('user', 'bob'))), []],
    [
      'keys of oneself and another',
      bob(allow('iam:CreateAccessKey', [arn('user', 'bob'), arn('user', 'eve')])),
      ['iam:CreateAccessKey'],
    ],
    [
      'a policy for oneself',
      bob(allow('iam:PutUserPolicy', `arn:aws:iam::*:user/\${aws:username}`)),
      ['iam:PutUserPolicy'],
    ],
    [
      'service-linked roles only',
      bob(
        allow(
          ['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
          'arn:aws:iam::*:role/aws-service-role/autoscaling.amazonaws.com/*',
        ),
      ),
      [],
    ],
    ['users of another account only', bob(allow('iam:CreateAccessKey', 'arn:aws:iam::999999999999:user/*')), []],
    ['users where roles are wanted', bob(allow('iam:UpdateAssumeRolePolicy', 'arn:aws:iam::*:user/*')), []],
    [
      'one user, who is denied',
      bob(allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/eve'), deny('iam:*', arn('user', 'eve'))),
      [],
    ],
    ['all but all users', bob(doc({ Action: 'iam:CreateAccessKey', NotResource: 'arn:aws:iam::*:user/*' })), []],
    [
      'instances without the other resources',
      bob(allow('iam:PassRole'), allow('ec2:RunInstances', 'arn:aws:ec2:*:*:instance/*')),
      [],
    ],
    [
      'a condition that is false of bob',
      bob(allow('iam:PutUserPolicy', '*', { StringEquals: { 'aws:username': 'eve' } })),
      [],
    ],
    [
      'passing to another service than the one used',
      bob(
        allow('lambda:*'),
        allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
      ),
      [
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionCode+lambda:InvokeFunction',
        'lambda:UpdateFunctionCode+lambda:AddPermission',
      ],
    ],
  ])('%s', (_, details, expected) => expect(ids(details)).toEqual(expected));
});

describe('through roles', () => {
  const ALL = allow('*');
  const admin = (trusted: unknown, condition?: Record<string, unknown>) =>
    role('admin', { inline: [ALL], trust: trust(trusted, condition) });
  const ways = (details: AuthorizationDetails, name = 'bob') =>
    escalations(details)
      .filter(({ principal }) => principal.name === name)
      .flatMap(({ paths }) => paths.map((path) => [path.how, path.certain]));
  const assuming = allow('sts:AssumeRole');

  test.each<[string, AuthorizationDetails, unknown[]]>([
    [
      'trusted by name',
      account({ users: [user('bob')], roles: [admin({ AWS: arn('user', 'bob') })] }),
      [['assume role admin, an administrator', true]],
    ],
    [
      'trusted by account, and allowed',
      account({ users: [user('bob', { inline: [assuming] })], roles: [admin({ AWS: ACCOUNT })] }),
      [['assume role admin, an administrator', true]],
    ],
    ['trusted by account, and not allowed', account({ users: [user('bob')], roles: [admin({ AWS: ACCOUNT })] }), []],
    [
      'allowed, and not trusted',
      account({ users: [user('bob', { inline: [assuming] })], roles: [admin({ Service: 'ec2.amazonaws.com' })] }),
      [],
    ],
    [
      'allowed another role only',
      account({
        users: [user('bob', { inline: [allow('sts:AssumeRole', arn('role', 'other'))] })],
        roles: [admin({ AWS: ACCOUNT })],
      }),
      [],
    ],
    [
      'trusted by name, and denied',
      account({ users: [user('bob', { inline: [deny('sts:*')] })], roles: [admin({ AWS: arn('user', 'bob') })] }),
      [],
    ],
    [
      'trusted with MFA',
      account({
        users: [user('bob', { inline: [assuming] })],
        roles: [admin({ AWS: ACCOUNT }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
      }),
      [['assume role admin, an administrator', false]],
    ],
    [
      'another account',
      account({ users: [user('bob', { inline: [assuming] })], roles: [admin({ AWS: '999999999999' })] }),
      [],
    ],
    [
      'a role with a path of its own',
      account({
        users: [user('bob', { inline: [assuming] })],
        roles: [role('ops', { inline: [allow('iam:PutRolePolicy')], trust: trust({ AWS: ACCOUNT }) })],
      }),
      [['assume role ops, which can write an inline policy into a role that it can use', true]],
    ],
    [
      'two hops',
      account({
        users: [user('bob', { inline: [allow('sts:AssumeRole', arn('role', 'step'))] })],
        roles: [admin({ AWS: arn('role', 'step') }), role('step', { trust: trust({ AWS: ACCOUNT }) })],
      }),
      [['assume role step, and from it role admin, an administrator', true]],
    ],
    [
      'two hops with a denied first',
      account({
        users: [user('bob', { inline: [assuming, deny('sts:AssumeRole', arn('role', 'step'))] })],
        roles: [admin({ AWS: arn('role', 'step') }), role('step', { trust: trust({ AWS: ACCOUNT }) })],
      }),
      [],
    ],
  ])('%s', (_, details, expected) => expect(ways(details)).toEqual(expected));

  it('leaves administrators out', () => {
    expect(escalations(account({ users: [user('bob', { inline: [ALL] })], roles: [admin({ AWS: ACCOUNT })] }))).toEqual(
      [],
    );
  });
});

describe('the smallest set that closes all paths', () => {
  test.each<[string[][], string[]]>([
    [[], []],
    [[['a']], ['a']],
    [[['a', 'b'], ['b', 'c'], ['b']], ['b']],
    [
      [['p', 'a'], ['p', 'b'], ['p', 'c'], ['q']],
      ['p', 'q'],
    ],
    [
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'd'],
        ['d', 'a'],
      ],
      ['a', 'c'],
    ],
    [
      [
        ['a', 'b'],
        ['a', 'b'],
      ],
      ['a'],
    ],
  ])('%j: %j', (paths, expected) => expect(closingActions(paths)).toEqual(expected));

  it('is small and closes everything, for one who has every path', () => {
    const [one] = escalations(bob(allow(ESCALATION_PATHS.flatMap((path) => path.actions))));
    expect(one?.paths).toHaveLength(59);
    expect(ids(bob(allow(ESCALATION_PATHS.flatMap((path) => path.actions)), deny(one?.closedBy ?? [])))).toEqual([]);
    expect(one?.closedBy).toHaveLength(24);
  });
});

it('knows the resources of each action as AWS documents them', () => {
  const holder = holderOf(arn('user', 'bob'));
  for (const action of new Set(ESCALATION_PATHS.flatMap((path) => path.actions))) {
    const facts = actionFacts(action);
    expect(facts?.name).toBe(action);
    const types = resourceTypesOf(splitAction(action)[0]);
    const documented = (facts?.resourceTypes ?? [])
      .filter((type) => type.required)
      .map((type) =>
        (types.get(type.name)?.arn ?? '')
          .replace(/\$\{Account\}/, ACCOUNT)
          .replace(/\$\{Partition\}/, 'aws')
          .replace(/\$\{\w+\}/g, '*'),
      );
    const targets = targetsOf(action.toLowerCase(), holder);
    if (documented.length === 0) expect([action, targets]).toEqual([action, [NO_RESOURCE]]);
    for (const pattern of documented)
      expect([action, targets.some((target) => coversPattern(target, pattern))]).toEqual([action, true]);
    for (const target of targets)
      expect([action, target === NO_RESOURCE || documented.some((pattern) => patternsMeet(target, pattern))]).toEqual([
        action,
        true,
      ]);
  }
});
