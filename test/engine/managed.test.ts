import { describe, expect, test } from 'vitest';
import userInlinePolicies from '../../remediations/aws/users/user-inline-policies.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { type Change, simulate } from '../../src/engine/change.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { type Managed, type Place, setApart } from '../../src/engine/managed.ts';
import { parsePlan } from '../../src/engine/plan.ts';
import { account, builtAt } from '../../src/providers/aws/model/builder.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { change } from '../support/change.ts';

const group = change('iam-group', { group: 'g' }, null, { path: '/' });
const attach = change('iam-group-policy-attachment', { group: 'g', policyArn: 'p' }, null, {}, [group]);
const join = change('iam-group-membership', { group: 'g', user: 'u' }, null, {}, [group]);
const detach = change('iam-user-policy-attachment', { user: 'u', policyArn: 'p' }, {}, null, [attach, join]);
const remove = change('iam-policy', { arn: 'p' }, { document: '{}' }, null, [detach]);
const alone = change('iam-account-password-policy', {}, null, { minimumLength: 14 });
const all = [group, attach, join, detach, remove, alone];

function managing(owners: readonly (readonly [Change, string])[], ...allowed: string[]): Managed {
  return {
    placesOf: ({ id }) =>
      owners.flatMap(([owned, address]): Place[] =>
        owned.id === id ? [{ address, file: 'f.tfstate', action: 'remove', edits: [] }] : [],
      ),
    allowed: new Set(allowed),
  };
}

const titlesOf = (changes: readonly Change[]) => changes.map(({ title }) => title);

describe('changes of what other Terraform states manage', () => {
  test('without states every change is the plan’s own, as it was', () => {
    expect(setApart(all)).toEqual({ changes: all, elsewhere: [] });
    expect(setApart(all, managing([]))).toEqual({ changes: all, elsewhere: [] });
  });

  test('are set apart with what rests on them; what they follow stays', () => {
    const { changes, elsewhere } = setApart(all, managing([[detach, 'a.x']]));
    expect(changes).toEqual([group, attach, join, alone]);
    expect(elsewhere).toEqual([
      {
        address: 'a.x',
        file: 'f.tfstate',
        action: 'remove',
        edits: [],
        resource: detach.resource,
        title: detach.title,
        closes: [],
        follows: [attach.id, join.id],
        unblocks: [remove.title],
      },
    ]);
  });

  test('leave nothing behind that would wait for them for ever', () => {
    const due = { ...alone, gate: { after: remove.id, days: 7 } };
    const { changes } = setApart([...all.slice(0, -1), due], managing([[group, 'a.g']]));
    expect(changes).toEqual([]);
  });

  test('that rest on one another are told one after the other, so that nothing is taken before its stead is given', () => {
    const { elsewhere } = setApart(
      all,
      managing([
        [join, 'a.join'],
        [detach, 'a.detach'],
      ]),
    );
    expect(elsewhere.map(({ address, follows, unblocks }) => [address, follows, unblocks])).toEqual([
      ['a.join', [group.id], [detach.title, remove.title]],
    ]);
  });

  test('that rest on one of ours which itself waits are not told before that is done', () => {
    const { changes, elsewhere } = setApart(
      all,
      managing([
        [attach, 'a.attach'],
        [remove, 'a.remove'],
      ]),
    );
    expect(changes).toEqual([group, join, alone]);
    expect(elsewhere.map(({ address, unblocks }) => [address, unblocks])).toEqual([
      ['a.attach', [detach.title, remove.title]],
    ]);
  });

  test('are made here where their address is allowed, by the API, and the plan tells who undoes them', () => {
    const { changes, elsewhere } = setApart(all, managing([[alone, 'a.x']], 'a.x'));
    expect(changes).toEqual([...all.slice(0, -1), { ...alone, via: 'api' }]);
    expect(elsewhere).toMatchObject([{ address: 'a.x', change: alone.id, follows: [], unblocks: [] }]);
  });

  test('with two owners need both allowed', () => {
    const owners = [
      [detach, 'a.x'],
      [detach, 'a.y'],
    ] as const;
    const one = setApart(all, managing(owners, 'a.x'));
    expect(titlesOf(one.changes)).not.toContain(detach.title);
    expect(one.elsewhere.map(({ address }) => address)).toEqual(['a.y']);
    const both = setApart(all, managing(owners, 'a.x', 'a.y'));
    expect(titlesOf(both.changes)).toEqual(titlesOf(all));
    expect(both.elsewhere.map(({ address, change: made }) => [address, made])).toEqual([
      ['a.x', detach.id],
      ['a.y', detach.id],
    ]);
  });

  test('that were allowed and rest on one that was not wait with it, without a warning of what is not made', () => {
    const { changes, elsewhere } = setApart(
      all,
      managing(
        [
          [detach, 'a.x'],
          [remove, 'a.p'],
        ],
        'a.p',
      ),
    );
    expect(changes).toEqual([group, attach, join, alone]);
    expect(elsewhere.map(({ address, unblocks }) => [address, unblocks])).toEqual([['a.x', [remove.title]]]);
  });
});

test('a plan is made, predicted and guarded without what is managed elsewhere; a later one finds it changed there', () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
  const given = account()
    .user('maria', (user) => user.inline('reports', document))
    .build();
  const findings = (snapshot = given) =>
    evaluate([userInlinePolicies], snapshot, defaultBaseline, builtAt).filter(({ status }) => status === 'fail');
  const planned = (managed?: Managed) =>
    assemblePlan({
      provider: awsProvider,
      controls: [userInlinePolicies],
      snapshot: given,
      baseline: defaultBaseline,
      now: builtAt,
      chosen: findings(),
      via: 'api',
      declarative: () => false,
      managed,
    });
  const isTheirs = ({ operation }: Change) => operation === 'iam:DeleteUserPolicy';
  const whole = planned();
  const theirs = whole.changes.filter(isTheirs);
  const plan = planned(managing(theirs.map((one) => [one, 'aws_iam_user_policy.reports'])));

  expect(theirs).toHaveLength(1);
  expect(plan.changes).toEqual(whole.changes.filter((one) => !isTheirs(one)));
  expect(plan.waves.flatMap(({ changes }) => changes)).toEqual(plan.changes.map(({ id }) => id));
  expect(plan.elsewhere.map(({ address, title }) => [address, title])).toEqual([
    ['aws_iam_user_policy.reports', theirs[0]?.title],
  ]);
  expect(whole.predicted).toMatchObject({ closes: findings().map(({ fingerprint }) => fingerprint), leaves: [] });
  expect(plan.predicted).toMatchObject({ closes: [], leaves: findings().map(({ fingerprint }) => fingerprint) });
  expect(parsePlan(JSON.stringify(plan), 'plan.json')).toEqual(plan);
  expect(() => parsePlan(JSON.stringify({ ...plan, elsewhere: [] }), 'plan.json')).toThrow('changed after it was made');

  const here = simulate(operations, given, plan.changes);
  expect(findings(here)).toHaveLength(1);
  expect(findings(simulate(operations, here, theirs))).toEqual([]);
});
