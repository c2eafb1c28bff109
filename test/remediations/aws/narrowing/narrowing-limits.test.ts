import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/engine/plan.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { policyText } from '../../../providers/aws/policy/support/arbitrary.ts';
import { allow, ownArn, statements, withPolicy } from '../../../support/policy-documents.ts';
import { narrowing, planFor, refusals } from './plans.ts';

const sqs = 'arn:aws:sqs:us-east-1:111122223333:jobs';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('nothing is narrowed', () => {
  const unused = () =>
    withPolicy('queues', allow(['sqs:*', 's3:GetObject'], sqs)).lastAccessed('user', 'edsger', { s3: 1, sqs: 'never' });
  const days = (count: number) => new Date(unused().now.getTime() + count * 86_400_000);
  const reason = ({ unplanned, changes }: Plan) => {
    expect(changes).toEqual([]);
    return unplanned.map((left) => left.reason).join('\n');
  };

  test('on evidence of last week', () => {
    expect(planFor(unused(), ['policy-wildcards'], 'narrow-policies', days(7)).changes).toHaveLength(1);
    expect(reason(planFor(unused(), ['policy-wildcards'], 'narrow-policies', days(8)))).toBe(
      'the evidence of use is 8 days old: collect it again, at most 7 days before',
    );
  });

  test.each<[string, AccountBuilder, string, string]>([
    [
      'while IAM was not asked',
      unused().unreadable('service-last-accessed'),
      'policy-wildcards',
      'nothing is known of the use',
    ],
    [
      'while IAM does not tell of all who have it',
      unused().user('joan').lastAccessed('user', 'joan', null),
      'policy-wildcards',
      'IAM could not finish its report',
    ],
    [
      'while one who has it is too young',
      unused().user('joan', (user) => user.createdDaysAgo(90)),
      'policy-wildcards',
      'user joan was made 90 days ago, which is too short to judge',
    ],
    [
      'that nobody has',
      account().policy('queues', allow('sqs:*', sqs)),
      'policy-wildcards',
      'nobody has it, so that nothing tells what is needed of it',
    ],
    [
      'whose holders were never used',
      account()
        .policy('queues', allow('sqs:*', sqs))
        .role('idle', (role) => {
          role.attached.push(ownArn('queues'));
          role.lastUsed = null;
        }),
      'policy-wildcards',
      'nobody who has it was ever seen using anything',
    ],
    [
      'to nothing of everything',
      withPolicy('all', allow('*')).lastAccessed('user', 'edsger', { s3: 'never' }),
      'policy-full-admin',
      'nobody used any service within 90 days that policy all allows: retire it',
    ],
    [
      'that is used',
      unused().lastAccessed('user', 'edsger', { s3: 1, sqs: 90 }),
      'policy-wildcards',
      'IAM tells the services that were used, not the actions',
    ],
    [
      'of which IAM keeps no time',
      withPolicy('queues', allow('sqs:*', sqs)),
      'policy-wildcards',
      'IAM tells the services that were used, not the actions',
    ],
    [
      'where a document allows everything',
      account()
        .role('build', (role) => role.attached.push(administrator))
        .lastAccessed('role', 'build', { s3: 1, sqs: 'never' }),
      'role-service-inactivity',
      'names many services at once, sqs among them',
    ],
    [
      'into a policy that is too long',
      withPolicy('power', statements({ NotAction: 'iam:*' })).lastAccessed('user', 'edsger', null),
      'policy-allow-notaction',
      'characters and IAM takes 6144; which services are used cannot be told: IAM could not finish its report',
    ],
    [
      'where a correction would be a guess',
      withPolicy('odd', statements({ Effect: 'Deny', Action: 's3:GetObjekt' }, { Action: 's3:GetObject' })),
      'policy-validation',
      'what was meant is not certain: AWS documents no action s3:GetObjekt',
    ],
    [
      'of the access to AWS Support',
      account().lastAccessed('role', 'support', { support: 'never' }),
      'policy-unused-services',
      'role-support asks that somebody can ask AWS Support, used or not',
    ],
    [
      'by MFA for a role',
      withPolicy('share', allow('s3:PutBucketPolicy', 'arn:aws:s3:::logs')).role('build', (role) =>
        role.attached.push(ownArn('share')),
      ),
      'policy-sensitive-conditions',
      'role build has policy share, and its sessions may know of no MFA',
    ],
    [
      'of a boundary of which nothing would be left',
      withPolicy('queues', allow('sqs:*', sqs))
        .user('edsger', (user) => user.boundary(ownArn('queues')))
        .lastAccessed('user', 'edsger', { s3: 1, sqs: 'never' }),
      'policy-wildcards',
      'nothing would be left of policy queues, which user edsger must keep',
    ],
  ])('%s', (_, given, control, expected) => {
    expect(reason(planFor(given, [control]))).toContain(expected);
  });
});

test('a finding is left where what closes another one in the same document names it anew', () => {
  const own = statements({ Action: 's3:*', NotResource: sqs }, { NotAction: 's3:*', NotResource: sqs });
  const given = account()
    .user('joan', (user) => user.inline('own', own))
    .lastAccessed('user', 'joan', { s3: 91, sqs: 1 });
  const plan = planFor(given, ['policy-wildcards', 'policy-allow-notaction']);
  const [wildcards, notAction] = ['policy-wildcards', 'policy-allow-notaction'].map(
    (id) => plan.findings.find(({ control }) => control === id)?.fingerprint,
  );
  expect(plan.parts.map(({ closes }) => closes)).toEqual([[notAction]]);
  expect(plan.unplanned).toEqual([
    expect.objectContaining({ fingerprint: wildcards, reason: expect.stringContaining('has sqs:* in Action for') }),
  ]);
});

test('a finding is left where all who used a service get copies, so that nobody is left who uses it', () => {
  const given = account()
    .policy('shared', allow(['s3:GetObject', 'kms:Sign', 'lambda:InvokeFunction'], '*'))
    .user('joan', (user) => user.attach(ownArn('shared')))
    .role('build', (role) => role.attached.push(ownArn('shared')))
    .lastAccessed('user', 'joan', { s3: 91, kms: 1, lambda: 'never' })
    .lastAccessed('role', 'build', { s3: 1, kms: 91, lambda: 'never' });
  const plan = planFor(given, ['policy-unused-services', 'role-service-inactivity']);
  expect(plan.predicted.leaves).toEqual(plan.unplanned.map(({ fingerprint }) => fingerprint));
  expect(plan.unplanned.map(({ reason }) => reason)).toEqual([
    'policy shared allows s3, which nobody uses who would still have it: close the other findings first',
  ]);
});

describe('the remedy that is recommended', () => {
  test.each(narrowing.map((control) => [control.id, control.remedies] as const))(
    'of %s is another one, and whoever wants this one can choose it',
    (_, remedies) => {
      expect(remedies[0]?.id).not.toBe('narrow-policies');
      expect(remedies.find(({ id }) => id === 'narrow-policies')?.suits).toBeUndefined();
    },
  );

  test('shows the evidence, what would be lost and how it is chosen', () => {
    const given = withPolicy('queues', allow(['sqs:*', 's3:GetObject'], sqs)).lastAccessed('user', 'edsger', {
      s3: 1,
      sqs: 'never',
    });
    const [part] = planFor(given, ['policy-wildcards'], 'review-narrowing').parts;
    expect(part?.guide?.steps).toEqual([
      'Weigh the reason: policy queues: user edsger never used sqs in the 400 days that IAM looks back (as IAM told on 2026-03-01).',
      'Read what would be done: Change policy queues, which then allows no sqs:*.',
      expect.stringMatching(/^Choose it: remediate plan --remedy [0-9a-f]{16}=narrow-policies;/),
    ]);
  });

  test('says what evidence is needed where nothing can be proposed', () => {
    const given = withPolicy('queues', allow('sqs:*', sqs)).unreadable('service-last-accessed');
    const [part] = planFor(given, ['policy-wildcards'], 'review-narrowing').parts;
    expect(part?.guide?.steps[0]).toContain('choose policy-unused-services along, so that IAM is asked');
  });
});

describe('whatever the documents and the evidence, nobody gains anything and every part closes what it says', () => {
  const uses = fc.dictionary(
    fc.constantFrom('s3', 'iam', 'sqs', 'lambda'),
    fc.constantFrom<number | 'never'>(1, 90, 91, 'never'),
  );
  const powers = ['iam:*', 'iam:AttachUserPolicy', 'iam:Create*', 'iam:PassRole', 'lambda:*', 'lambda:InvokeFunction'];
  const others = ['sts:*', 'sts:AssumeRole', 'ecs:*', 's3:*', 'sqs:*', 'kms:Put*', 's3:GetObjekt'];
  const powerful = fc
    .array(
      fc.record({
        Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
        Action: fc.uniqueArray(fc.constantFrom(...powers, ...others), { minLength: 1, maxLength: 3 }),
        Resource: fc.constantFrom('*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:s3:::logs/*'),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((drafts) => JSON.stringify(statements(...drafts)));
  const trusting = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
  });

  test.each([
    ['any', policyText],
    ['powerful', powerful],
  ])(
    '%s documents',
    (_, document) => {
      fc.assert(
        fc.property(document, document, uses, uses, (own, shared, joans, builds) => {
          const given = account()
            .policy('shared', JSON.parse(shared) as object)
            .user('joan', (user) => user.inline('own', JSON.parse(own) as object).attach(ownArn('shared')))
            .role('build', (role) => role.attached.push(ownArn('shared')))
            .role('chief', (role) => {
              role.trust = trusting;
              role.attached.push(administrator);
            })
            .lastAccessed('user', 'joan', joans)
            .lastAccessed('role', 'build', builds);
          const plan = planFor(given);
          expect(refusals(plan).filter(({ guard }) => guard === 'no-new-access')).toEqual([]);
          const addressed = plan.parts.flatMap(({ closes }) => closes);
          expect(plan.predicted.leaves.filter((fingerprint) => addressed.includes(fingerprint))).toEqual([]);
          const answered = new Set([...addressed, ...plan.unplanned.map(({ fingerprint }) => fingerprint)]);
          expect(plan.findings.filter(({ fingerprint }) => !answered.has(fingerprint))).toEqual([]);
          const writes = plan.changes.map(({ resource, from }) => JSON.stringify([resource, from === null]));
          expect(new Set(writes).size).toBe(writes.length);
        }),
        { numRuns: 40 },
      );
    },
    60_000,
  );
});
