import fc from 'fast-check';
import { expect, test } from 'vitest';
import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { simulate } from '../../../../src/engine/change.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { Finding } from '../../../../src/engine/finding.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import type { AuthorizationDetails } from '../../../../src/providers/aws/model/authorization-details.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { accessChanges } from '../../../../src/providers/aws/policy/access-change.ts';
import { canonicalDocument } from '../../../../src/providers/aws/policy/canonical.ts';
import { policiesOf } from '../../../../src/providers/aws/policy/principals.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { arbitraryAccount } from '../../../support/arbitrary-account.ts';

const baseline = baselineSchema.parse({ version: 1 });
const read = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }] };
const sameRead = { Statement: { Resource: '*', Action: 'S3:getObject', Effect: 'Allow' }, Version: '2012-10-17' };
const engineering = 'arn:aws:iam::111122223333:policy/engineering';
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;

/** The plan that closes all findings of both controls, or those that are asked for. */
function planFor(snapshot: AwsSnapshot, wanted: (finding: Finding) => boolean = () => true): Plan {
  const both = controls.filter(({ id }) => id === 'user-inline-policies' || id === 'user-attached-policies');
  const chosen = evaluate(both, snapshot, baseline, builtAt).filter(
    (finding) => finding.status === 'fail' && wanted(finding),
  );
  return assemblePlan({
    provider: awsProvider,
    controls: both,
    snapshot,
    baseline,
    now: builtAt,
    chosen,
    via: 'api',
    declarative: () => false,
  });
}

const titles = (plan: Plan) => plan.changes.map(({ title }) => title);
const detailsOf = (snapshot: AwsSnapshot) => readable(snapshot, 'authorization-details') as AuthorizationDetails;
const after = (snapshot: AwsSnapshot, plan: Plan) => simulate(awsProvider.operations, snapshot, plan.changes);

/** What each user may do, as the set of the meanings of all policies that reach the user, and of those not in evidence. */
function accessByUser(snapshot: AwsSnapshot): Record<string, readonly string[]> {
  const details = detailsOf(snapshot);
  return Object.fromEntries(
    details.users.map(({ name }) => {
      const { policies, boundary, missing } = policiesOf(details, { type: 'user', name });
      const meanings = policies.map(({ document }) => canonicalDocument(document));
      return [name, [...new Set([...meanings, ...missing, `boundary ${boundary?.arn}`])].sort()];
    }),
  );
}

test('nobody gains or loses anything, at the end and after every single change', () => {
  fc.assert(
    fc.property(arbitraryAccount, (snapshot) => {
      const plan = planFor(snapshot);
      const before = accessByUser(snapshot);
      for (let done = 1; done <= plan.changes.length; done++)
        expect(accessByUser(simulate(awsProvider.operations, snapshot, plan.changes.slice(0, done)))).toEqual(before);
      expect(accessChanges(detailsOf(snapshot), detailsOf(after(snapshot, plan)))).toEqual([]);
      expect(plan.access).toEqual([]);
      expect(plan.unplanned).toEqual([]);
      expect(plan.predicted.leaves).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('users with equal sets share a group, whatever the spelling; their document becomes one managed policy', () => {
  const snapshot = account()
    .user('joan', (user) => user.inline('read', read).attach(aws('Billing')))
    .user('lin', (user) => user.inline('reads', sameRead).attach(aws('Billing')))
    .user('mary', (user) => user.attach(aws('Billing')))
    .build();
  const plan = planFor(snapshot);
  expect(plan.parts.map(({ title }) => title)).toEqual([
    'Move the policies of joan, lin to Billing-read',
    'Move the policies of mary to Billing',
  ]);
  expect(titles(plan).filter((title) => title.startsWith('Create'))).toEqual([
    'Create group Billing-read',
    'Create policy read',
    'Create group Billing',
  ]);
  expect(detailsOf(after(snapshot, plan)).groups.find(({ name }) => name === 'Billing-read')?.attached).toEqual([
    'arn:aws:iam::111122223333:policy/read',
    aws('Billing'),
  ]);
});

test('a group that grants exactly the set is used, a policy that means the same too', () => {
  const snapshot = account()
    .user('joan', (user) => user.noGroups().attach(engineering))
    .policy('reading', sameRead)
    .group('readers', (group) => group.attached.push('arn:aws:iam::111122223333:policy/reading'))
    .user('lin', (user) => user.inline('read', read))
    .build();
  expect(titles(planFor(snapshot)).sort()).toEqual([
    'Add user joan to group engineers',
    'Add user lin to group readers',
    'Delete inline policy read of user lin',
    'Detach policy engineering from user joan',
  ]);
});

test('what the own groups grant already is only taken off', () => {
  const snapshot = account()
    .user('joan', (user) => user.attach(engineering))
    .build();
  const plan = planFor(snapshot);
  expect(plan.parts[0]?.title).toBe('Take off joan what their groups grant already');
  expect(titles(plan)).toEqual(['Detach policy engineering from user joan']);
});

test('the plan rests on what existing policies say, what existing groups grant, and who is in them', () => {
  const snapshot = account()
    .policy('reading', sameRead)
    .group('readers', (group) => group.attached.push('arn:aws:iam::111122223333:policy/reading'))
    .user('joan', (user) => user.attach(engineering))
    .user('lin', (user) => user.inline('read', read))
    .user('mary', (user) => user.attach(aws('Billing')))
    .build();
  const labels = planFor(snapshot).rests.map(({ label }) => label);
  expect(labels.filter((label) => !label.startsWith('user ')).sort()).toEqual([
    'group readers',
    "joan's membership of engineers",
    'policy engineering',
    'policy reading',
    'what group engineers grants',
    'what group readers grants',
  ]);
});

test('only the kind of policy moves whose finding is chosen, and a boundary stays', () => {
  const snapshot = account()
    .user('joan', (user) => user.inline('read', read).attach(aws('Billing')).boundary(engineering))
    .build();
  const plan = planFor(snapshot, ({ control }) => control === 'user-inline-policies');
  const joan = detailsOf(after(snapshot, plan)).users.find(({ name }) => name === 'joan');
  expect(joan).toMatchObject({
    inline: [],
    attached: [aws('Billing')],
    boundary: engineering,
    groups: ['engineers', 'read'],
  });
});

test('all is granted before anything is taken off', () => {
  const plan = planFor(
    account()
      .user('joan', (user) => user.inline('read', read))
      .build(),
  );
  const additions = plan.changes.filter(({ to }) => to !== null).map(({ id }) => id);
  for (const change of plan.changes.filter(({ to }) => to === null))
    expect(change.dependsOn).toEqual(expect.arrayContaining(additions));
});

test('names are told apart without regard to case', () => {
  const snapshot = account()
    .group('READ')
    .policy('Read', { Statement: [] })
    .user('joan', (user) => user.inline('rEAd', read))
    .build();
  const made = titles(planFor(snapshot)).filter((title) => title.startsWith('Create'));
  expect(made).toEqual([
    expect.stringMatching(/^Create group rEAd-[0-9a-f]{6}$/),
    expect.stringMatching(/^Create policy rEAd-[0-9a-f]{6}$/),
  ]);
});

test('an inline document never becomes a policy of AWS, which AWS may rewrite', () => {
  const snapshot = account()
    .awsPolicy('Reading', read)
    .user('joan', (user) => user.inline('read', read))
    .build();
  expect(titles(planFor(snapshot))).toContain('Create policy read');
});

test('clusters that hold the same document share its policy, within a quota for one, written as Terraform writes it', () => {
  const snapshot = account()
    .root({ summary: { PoliciesQuota: 2 } })
    .user('joan', (user) => user.inline('read', read).attach(aws('Billing')))
    .user('lin', (user) => user.inline('reads', sameRead))
    .build();
  const plan = planFor(snapshot);
  expect(plan.unplanned).toEqual([]);
  const made = plan.changes.filter(({ operation }) => operation === 'iam:CreatePolicy').map(({ to }) => to);
  const document =
    '{"Statement":[{"Action":["s3:GetObject"],"Effect":"Allow","Resource":["*"]}],"Version":"2012-10-17"}';
  expect(made).toEqual([{ name: 'read', path: '/', document }]);
});

const many = (count: number) => Array.from({ length: count }, (_, at) => aws(`P${String(at).padStart(2, '0')}`));

test('a set larger than a group holds is split', () => {
  const snapshot = account()
    .root({ summary: { AttachedPoliciesPerUserQuota: 20 } })
    .user('joan', (user) => user.attach(...many(12)))
    .build();
  expect(planFor(snapshot).parts.map(({ title }) => title)).toEqual([
    'Move the policies of joan to P00-P01-and-8-more, P10-P11',
  ]);
});

const groups = Array.from({ length: 10 }, (_, at) => `g${at}`);
const crowded = (given: AccountBuilder) =>
  groups.reduce((built, name) => built.group(name), given).user('joan', (user) => user.noGroups().groups(...groups));

test.each([
  [
    'the user is in ten groups',
    crowded(account()),
    "joan is in 10 groups and needs 1 more: the account's GroupsPerUserQuota is 10",
  ],
  [
    'the account has all its groups',
    account().root({ summary: { GroupsQuota: 2 } }),
    "the account's GroupsQuota of 2 leaves no room for",
  ],
  [
    'the account has all its policies',
    account().root({ summary: { PoliciesQuota: 1 } }),
    "exceed the account's PoliciesQuota of 1",
  ],
])('nothing is changed, and the reason said, where %s', (_, given, reason) => {
  const plan = planFor(given.user('joan', (user) => user.inline('read', read)).build());
  expect(plan.changes).toEqual([]);
  expect(plan.unplanned.map((left) => left.reason)).toEqual([expect.stringContaining(reason)]);
});

test('a full quota of one user or cluster does not stop the others', () => {
  const snapshot = crowded(account())
    .root({ summary: { GroupsQuota: 13 } })
    .user('joan', (user) => user.attach(aws('Billing')))
    .user('lin', (user) => user.attach(aws('Billing')))
    .user('mary', (user) => user.attach(aws('Support')))
    .build();
  const plan = planFor(snapshot);
  expect(plan.parts.map(({ title }) => title)).toEqual(['Move the policies of lin to Billing']);
  expect(plan.unplanned.map(({ reason }) => reason.split(':')[0]).sort()).toEqual([
    "the account's GroupsQuota of 13 leaves no room for 1 more",
    'user joan is in 10 groups and needs 1 more',
  ]);
});
