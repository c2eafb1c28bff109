import { describe, expect, test } from 'vitest';
import { simulate } from '../../../../src/engine/change.ts';
import { Steps } from '../../../../src/engine/remedy.ts';
import { accessSentences } from '../../../../src/providers/aws/guards/access-sentences.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsCollections } from '../../../../src/providers/aws/model/collections.ts';
import {
  attachGroupPolicy,
  attachUserPolicy,
  detachGroupPolicy,
  detachUserPolicy,
} from '../../../../src/providers/aws/operations/attachments.ts';
import { createGroup } from '../../../../src/providers/aws/operations/groups.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import {
  deleteUserPolicy,
  putRolePolicy,
  putUserPolicy,
} from '../../../../src/providers/aws/operations/inline-policies.ts';
import { deleteLoginProfile } from '../../../../src/providers/aws/operations/login-profiles.ts';
import { addUserToGroup, removeUserFromGroup } from '../../../../src/providers/aws/operations/memberships.ts';
import { createRole } from '../../../../src/providers/aws/operations/roles.ts';
import { type Planned, refusalsOf } from './judge.ts';

const engineering = account().policyArn('engineering');
const unlisted = account().awsPolicyArn('ReadOnlyAccess');
const statement = (Effect: string, Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource: '*' }],
});
const joan = account().user('joan', (user) =>
  user.noGroups().attach(engineering).inline('no-deletes', statement('Deny', 's3:Delete*')),
);

const joins: Planned['steps'] = (s) => s.add(addUserToGroup, { group: 'administrators', user: 'edsger' }, {});
const moves: Planned['steps'] = (s) => {
  s.add(createGroup, { group: 'builders' }, { path: '/' });
  s.add(attachGroupPolicy, { group: 'builders', policyArn: engineering }, {});
  s.add(addUserToGroup, { group: 'builders', user: 'joan' }, {});
  s.nextStage().add(detachUserPolicy, { user: 'joan', policyArn: engineering }, null);
};

/** A new role that whoever is named may take. */
const gives = (s: Parameters<Planned['steps']>[0], Principal: object) => {
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  s.add(createRole, { role: 'new' }, { path: '/', trust: JSON.stringify({ Version: '2012-10-17', Statement }) });
  s.add(
    putRolePolicy,
    { role: 'new', name: 'own' },
    { document: JSON.stringify(statement('Allow', 'logs:PutLogEvents')) },
  );
};

test.each<[string, Planned]>([
  ['a policy moves from a user to a group', { given: joan, steps: moves }],
  [
    'access is only taken away',
    { given: account(), steps: (s) => s.add(removeUserFromGroup, { group: 'administrators', user: 'grace' }, null) },
  ],
  [
    'a deny is added',
    {
      given: joan,
      steps: (s) =>
        s.add(putUserPolicy, { user: 'joan', name: 'stop' }, { document: JSON.stringify(statement('Deny', '*')) }),
    },
  ],
  [
    'an administrator is given what it has',
    { given: account(), steps: (s) => s.add(attachUserPolicy, { user: 'ada', policyArn: engineering }, {}) },
  ],
  [
    'CloudTrail is given a role to deliver as',
    { given: account(), steps: (s) => gives(s, { Service: 'cloudtrail.amazonaws.com' }) },
  ],
  ['a password is deleted', { given: account(), steps: (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null) }],
])('holds: %s', (_, plan) => expect(refusalsOf('no-new-access', plan)).toEqual([]));

test.each<[string, RegExp, Planned]>([
  ['a user joins the administrators', /^user edsger gains access: /, { given: account(), steps: joins }],
  [
    'a user gets a new action',
    /^user edsger gains access: .*s3:deletebucket/i,
    {
      given: account(),
      steps: (s) =>
        s.add(
          putUserPolicy,
          { user: 'edsger', name: 'more' },
          { document: JSON.stringify(statement('Allow', 's3:DeleteBucket')) },
        ),
    },
  ],
  [
    'a deny is lifted',
    /^user joan (gains|may gain) access/,
    {
      given: joan.user('joan', (user) => user.inline('all-of-s3', statement('Allow', 's3:*'))),
      steps: (s) => s.add(deleteUserPolicy, { user: 'joan', name: 'no-deletes' }, null),
    },
  ],
  [
    'a policy is attached whose text nobody knows',
    /^user edsger may gain access: .*ReadOnlyAccess/,
    { given: account(), steps: (s) => s.add(attachUserPolicy, { user: 'edsger', policyArn: unlisted }, {}) },
  ],
])('refuses: %s', (_, reason, plan) => {
  expect(refusalsOf('no-new-access', plan)).toEqual([[expect.stringMatching(reason), [expect.any(String)]]]);
});

test('each who gains is told apart, with the changes that do it', () => {
  const steps: Planned['steps'] = (s) => [
    joins(s),
    s.add(attachUserPolicy, { user: 'joan', policyArn: account().awsPolicyArn('AdministratorAccess') }, {}),
  ];
  expect(
    refusalsOf('no-new-access', { given: joan, steps }).map(([reason, changes]) => [reason.split(':')[0], changes]),
  ).toEqual([
    ['user edsger gains access', ['Add user edsger to group administrators']],
    ['user joan gains access', ['Attach policy AdministratorAccess to user joan']],
  ]);
});

test('refuses when nobody can tell who gains', () => {
  const given = account().unreadable('authorization-details');
  const steps: Planned['steps'] = (s) => s.add(deleteLoginProfile, { user: 'edsger' }, null);
  expect(refusalsOf('no-new-access', { given, steps })[0]?.[0]).toContain('whether anybody gains access');
});

describe('what the baseline asks for', () => {
  const given = account();
  const twice: Planned['steps'] = (s) => {
    s.add(addUserToGroup, { group: 'administrators', user: 'edsger' }, {});
    s.askedBy('a setting').add(
      attachUserPolicy,
      { user: 'edsger', policyArn: given.awsPolicyArn('AdministratorAccess') },
      {},
    );
  };

  test('may be given', () => {
    const steps: Planned['steps'] = (s) =>
      s.askedBy('a setting').add(attachUserPolicy, { user: 'edsger', policyArn: unlisted }, {});
    expect(refusalsOf('no-new-access', { given, steps })).toEqual([]);
  });

  test('is given to nobody beside', () => {
    const beside: Planned['steps'] = (s) => {
      s.add(addUserToGroup, { group: 'administrators', user: 'joan' }, {});
      s.askedBy('a setting').add(attachUserPolicy, { user: 'edsger', policyArn: unlisted }, {});
    };
    const refused = refusalsOf('no-new-access', { given: account().user('joan'), steps: beside });
    expect(refused).toEqual([
      [expect.stringMatching(/^user joan gains access: /), ['Add user joan to group administrators']],
    ]);
  });

  test('covers what is given to the same principal beside, but nothing that goes beyond', () => {
    expect(refusalsOf('no-new-access', { given, steps: twice })).toEqual([]);
    const narrow: Planned['steps'] = (s) => {
      s.add(addUserToGroup, { group: 'administrators', user: 'edsger' }, {});
      s.askedBy('a setting').add(attachUserPolicy, { user: 'edsger', policyArn: engineering }, {});
    };
    expect(refusalsOf('no-new-access', { given, steps: narrow })).toHaveLength(1);
  });
});

describe('who gains and loses, in sentences', () => {
  const sentences = (given: ReturnType<typeof account>, plan: Planned['steps']) => {
    const before = given.build();
    const steps = new Steps<AwsCollections>(before, []);
    plan(steps);
    return accessSentences(before, simulate(operations, before, steps.changes));
  };

  test('nobody does where a policy only moves', () => expect(sentences(joan, moves)).toEqual([]));

  test('each user has its own', () => {
    const plan: Planned['steps'] = (s) => [
      joins(s),
      s.add(detachGroupPolicy, { group: 'engineers', policyArn: engineering }, null),
    ];
    expect(sentences(account().user('joan'), plan)).toEqual([
      expect.stringMatching(/^user edsger gains: /),
      expect.stringMatching(/^user joan loses: .*s3:GetObject/),
    ]);
  });

  test('what cannot be ruled out is told as such', () => {
    const told = sentences(account(), (s) => s.add(attachUserPolicy, { user: 'edsger', policyArn: unlisted }, {}));
    expect(told).toEqual([
      expect.stringMatching(/^user edsger may gain: .*ReadOnlyAccess/),
      expect.stringMatching(/^user edsger may lose: .*ReadOnlyAccess/),
    ]);
  });

  test('evidence that was not read is told', () => {
    expect(sentences(account().unreadable('authorization-details'), () => {})).toEqual([
      'authorization-details could not be read, so who gains or loses access is not known',
    ]);
  });
});

test('refuses: another service is given a role that CloudTrail has too', () => {
  const steps: Planned['steps'] = (s) => gives(s, { Service: ['cloudtrail.amazonaws.com', 'lambda.amazonaws.com'] });
  expect(refusalsOf('no-new-access', { given: account(), steps })).toEqual([
    [expect.stringMatching(/^role new gains access: /), ['Create role new', 'Put inline policy own into role new']],
  ]);
});
