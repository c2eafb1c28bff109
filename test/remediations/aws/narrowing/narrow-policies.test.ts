import { describe, expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { allow, ownArn, statements, withPolicy } from '../../../support/policy-documents.ts';
import { operationsOf, planFor, reasonsOf, refusals } from './plans.ts';

const sqs = 'arn:aws:sqs:us-east-1:111122223333:jobs';

test('nine findings that meet in one policy give one change, with the evidence for all that goes', () => {
  const document = statements(
    { Action: ['s3:GetObject', 's3:GetObjekt', 'sqs:*'] },
    { Action: 'iam:AttachUserPolicy', Resource: 'arn:aws:iam::111122223333:user/*' },
    { Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/*' },
    { Action: 'kms:PutKeyPolicy', Resource: 'arn:aws:kms:us-east-1:111122223333:key/*' },
    {
      Action: 'ecs:ExecuteCommand',
      Resource: ['arn:aws:ecs:us-east-1:111122223333:cluster/*', 'arn:aws:ecs:us-east-1:111122223333:task/*'],
    },
  );
  const given = withPolicy('mess', document)
    .role('build')
    .lastAccessed('user', 'edsger', { s3: 1, sqs: 'never', iam: 3, kms: 1, ecs: 1 });
  const plan = planFor(given);
  expect(plan.findings.map(({ control }) => control).sort()).toEqual([
    'group-overly-permissive',
    'policy-passrole',
    'policy-privilege-escalation',
    'policy-sensitive-conditions',
    'policy-unused-services',
    'policy-validation',
    'policy-wildcards',
    'role-ecs-execute-command',
    'user-service-inactivity',
  ]);
  expect(operationsOf(plan)).toEqual(['iam:CreatePolicyVersion']);
  expect(plan.predicted).toEqual({
    closes: plan.findings.map(({ fingerprint }) => fingerprint).sort(),
    opens: [],
    leaves: [],
  });
  expect(refusals(plan)).toEqual([]);
  const { document: narrowed = '' } = Object(plan.changes[0]?.to) as { document?: string };
  expect(JSON.parse(narrowed)).toEqual(
    statements(
      { Action: ['s3:GetObject'] },
      { Action: ['iam:PassRole'], Resource: ['arn:aws:iam::111122223333:role/build'] },
      {
        Action: ['kms:PutKeyPolicy'],
        Resource: 'arn:aws:kms:us-east-1:111122223333:key/*',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ),
  );
  expect(reasonsOf(plan)).toEqual(
    expect.arrayContaining([
      'policy mess: user edsger never used sqs in the 400 days that IAM looks back (as IAM told on 2026-03-01)',
      'policy mess, statement 1: AWS documents no s3:GetObjekt, which allows nothing',
      'policy mess: of the roles that exist, services may take on build; no other is passed any more',
    ]),
  );
});

describe('what AWS manages', () => {
  const queues = 'arn:aws:iam::aws:policy/QueuesAndFiles';
  const given = account()
    .awsPolicy('QueuesAndFiles', allow(['s3:GetObject', 'sqs:SendMessage'], sqs))
    .role('build', (role) => role.attached.push(queues))
    .group('engineers', (group) => group.attached.push(queues))
    .lastAccessed('role', 'build', { s3: 1, sqs: 'never' })
    .lastAccessed('user', 'edsger', { s3: 1, sqs: 120 });

  test('gives way to one narrowed copy: made and attached before the other is detached', () => {
    const plan = planFor(given, ['policy-unused-services']);
    expect(operationsOf(plan).toSorted()).toEqual([
      'iam:AttachGroupPolicy',
      'iam:AttachRolePolicy',
      'iam:CreatePolicy',
      'iam:DetachGroupPolicy',
      'iam:DetachRolePolicy',
    ]);
    const waveOf = (operation: string) =>
      plan.waves.findIndex(({ changes }) =>
        changes.some((id) => plan.changes.some((change) => change.id === id && change.operation === operation)),
      );
    expect(waveOf('iam:CreatePolicy')).toBeLessThan(waveOf('iam:AttachRolePolicy'));
    expect(waveOf('iam:AttachRolePolicy')).toBeLessThan(waveOf('iam:DetachGroupPolicy'));
    expect(plan.rests.map(({ label }) => label)).toContain('policy QueuesAndFiles');
    expect(plan.predicted.leaves).toEqual([]);
    expect(reasonsOf(plan)).toEqual([
      'policy QueuesAndFiles: all 2 who have it last used sqs on 2025-11-01, 120 days before the plan (as IAM told on 2026-03-01)',
    ]);
  });

  test('gives way to several where it is longer than a policy of one’s own may be', () => {
    const buckets = Array.from({ length: 300 }, (_, at) => `arn:aws:s3:::a-bucket-number-${at}/*`);
    const plan = planFor(
      account()
        .awsPolicy(
          'QueuesAndFiles',
          statements({ Action: 's3:GetObject', Resource: buckets }, { Action: 'sqs:SendMessage' }),
        )
        .role('build', (role) => role.attached.push(queues))
        .lastAccessed('role', 'build', { s3: 1, sqs: 'never' }),
      ['policy-unused-services'],
    );
    expect(operationsOf(plan)).toEqual([
      'iam:CreatePolicy',
      'iam:CreatePolicy',
      'iam:AttachRolePolicy',
      'iam:AttachRolePolicy',
      'iam:DetachRolePolicy',
    ]);
    expect(plan.predicted).toMatchObject({ opens: [], leaves: [] });
    expect(plan.access).toEqual(['role build loses: sqs:SendMessage on every resource']);
  });

  test('is only detached where nothing of it is used', () => {
    const plan = planFor(given.lastAccessed('role', 'build', { s3: 'never', sqs: 'never' }), [
      'role-service-inactivity',
    ]);
    expect(operationsOf(plan)).toEqual(['iam:DetachRolePolicy']);
  });

  test('stays where it is somebody’s boundary', () => {
    const plan = planFor(
      account()
        .awsPolicy('QueuesAndFiles', allow(['s3:GetObject', 'sqs:SendMessage'], sqs))
        .user('joan', (user) => user.attach(queues).boundary(queues))
        .lastAccessed('user', 'joan', { s3: 1, sqs: 'never' }),
      ['policy-unused-services'],
    );
    expect(plan.changes).toEqual([]);
    expect(plan.unplanned.map(({ reason }) => reason)).toEqual([
      'user joan keeps policy QueuesAndFiles, which AWS manages: only AWS changes it',
    ]);
  });
});

test('a policy that others use stays theirs: who does not use it gets a copy', () => {
  const given = account()
    .policy('work', allow(['s3:GetObject', 'sqs:SendMessage'], sqs))
    .role('build', (role) => role.attached.push(ownArn('work')))
    .role('mail', (role) => role.attached.push(ownArn('work')))
    .lastAccessed('role', 'build', { s3: 1, sqs: 'never' })
    .lastAccessed('role', 'mail', { s3: 1, sqs: 1 });
  const plan = planFor(given, ['role-service-inactivity']);
  expect(plan.changes.map(({ title }) => title)).toEqual([
    'Create policy work-narrowed',
    'Attach policy work-narrowed to role build',
    'Detach policy work from role build',
  ]);
  expect(plan.predicted).toMatchObject({ opens: [], leaves: [] });
});

test('a policy of which nothing is left goes, from everybody who has it', () => {
  const given = withPolicy('queues', allow('sqs:*', sqs)).lastAccessed('user', 'edsger', { s3: 1, sqs: 'never' });
  const plan = planFor(given, ['policy-unused-services', 'policy-wildcards']);
  expect(operationsOf(plan)).toEqual(['iam:DetachGroupPolicy', 'iam:DeletePolicy']);
  expect(plan.predicted).toMatchObject({ opens: [], leaves: [] });
});

test('a Deny stays, though nothing that is allowed is left beside it', () => {
  const document = statements({ Action: 'sqs:*', Resource: sqs }, { Effect: 'Deny', Action: 'iam:*' });
  const given = withPolicy('queues', document).lastAccessed('user', 'edsger', { s3: 1, sqs: 'never' });
  const [change] = planFor(given, ['policy-wildcards']).changes;
  const { document: narrowed = '' } = Object(change?.to) as { document?: string };
  expect(JSON.parse(narrowed)).toEqual(statements({ Effect: 'Deny', Action: 'iam:*' }));
});

test('of a policy that allows everything the services in use are left', () => {
  const given = withPolicy('all', allow('*')).lastAccessed('user', 'edsger', { s3: 1, iam: 'never', sqs: 90 });
  const [change] = planFor(given, ['policy-full-admin']).changes;
  const { document = '' } = Object(change?.to) as { document?: string };
  expect(JSON.parse(document)).toEqual(statements({ Action: ['s3:*', 'sqs:*'] }));
});

test('what has no room in a document is left, and the rest of the findings on it are mended all the same', () => {
  const given = account().user('joan', (user) =>
    user.inline(
      'own',
      statements({ Action: 'iam:PassRole' }, { Action: 's3:PutBucketPolicy', Resource: 'arn:aws:s3:::logs' }),
    ),
  );
  for (let at = 0; at < 60; at += 1) given.role(`a-role-with-a-rather-long-name-${at}`);
  const plan = planFor(given, ['policy-passrole', 'policy-sensitive-conditions']);
  expect(operationsOf(plan)).toEqual(['iam:PutUserPolicy']);
  expect(plan.predicted.closes).toHaveLength(1);
  expect(plan.unplanned.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/^inline policy own of user joan would have \d{4} characters, and IAM has room for 2048$/),
  ]);
});
