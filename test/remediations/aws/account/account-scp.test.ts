import { describe, expect, test } from 'vitest';
import accountScp from '../../../../remediations/aws/account/account-scp.ts';
import { recommendedRemedy } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AttachedScp, OwnScp } from '../../../../src/providers/aws/model/organization.ts';
import { starterPolicies } from '../../../../src/providers/aws/model/starter-policies.ts';
import { testRemediation } from '../../../support/harness.ts';
import { planOn } from '../narrowing/plans.ts';

const full = { id: 'p-FullAWSAccess', name: 'FullAWSAccess', awsManaged: true };
const guard = { id: 'p-guard', name: 'guard', awsManaged: false };
const onAccount = { target: '111122223333', targetType: 'account' } as const;
const onUnit = { target: 'ou-ab12-unit', targetType: 'unit' } as const;
const attached = (...data: readonly AttachedScp[]) =>
  account().organization({ serviceControlPolicies: { status: 'read', data: [...data] } });
const onRoot = { target: 'r-ab12', targetType: 'root' } as const;
const own = (name: string, targets: string[], document = '{}'): OwnScp => ({
  ...{ id: `p-${name}`, name, arn: `arn:aws:organizations::111122223333:policy/o-1/service_control_policy/p-${name}` },
  ...{ description: name, document, targets },
});
/** The management account, with what its root has and what the organization wrote. */
const managing = (ownPolicies: readonly OwnScp[] = [], rows: readonly AttachedScp[] = [{ ...full, ...onRoot }]) =>
  account().organization({
    managementAccountId: '111122223333',
    arn: 'arn:aws:organizations::111122223333:organization/o-exampleorg1',
    serviceControlPolicies: { status: 'read', data: [...rows] },
    ownPolicies: { status: 'read', data: [...ownPolicies] },
    accounts: { status: 'read', data: ['111122223333', '444455556666', '777788889999'] },
  });
const is = (reason: string, given: ReturnType<typeof account>) => ({
  given,
  expect: [{ resource: '111122223333', reason }],
});

testRemediation(accountScp, {
  compliant: {
    'the boring account': account(),
    'attached to the account itself': attached({ ...full, ...onAccount }, { ...guard, ...onAccount }),
    'the management account, with a policy on a unit': managing([own('regions', ['ou-ab12-unit'])]),
    'attached to a unit, FullAWSAccess detached': attached({ ...guard, ...onUnit }),
  },
  violating: {
    'nothing but FullAWSAccess': is('free', attached({ ...full, ...onAccount }, { ...full, ...onUnit })),
    'nothing attached: policies are switched off': is('free', attached()),
    'the management account, with no policy of its own': is('unguarded', managing()),
    'the management account, with one that nothing has': is(
      'unguarded',
      managing([own('deny-leaving', [], starterPolicies['deny-leaving']?.document)]),
    ),
    'the management account, with one that does not bind it': is(
      'unguarded',
      managing(
        [own('regions', ['111122223333'])],
        [
          { ...full, ...onRoot },
          { ...guard, ...onAccount },
        ],
      ),
    ),
    'the management account, policies switched off': is('unguarded', managing([], [])),
    'no organization': is('without', account().organization(null)),
    'consolidated billing alone': is('without', account().organization({ featureSet: 'CONSOLIDATED_BILLING' })),
  },
  notApplicable: {
    'the management account alone': is(
      'management',
      managing().organization({ accounts: { status: 'read', data: ['111122223333'] } }),
    ),
    'the management account of consolidated billing': is(
      'management',
      managing().organization({ featureSet: 'CONSOLIDATED_BILLING' }),
    ),
  },
  unknown: {
    'the management account, from files that leave its policies out': is(
      'unread',
      account().organization({ managementAccountId: '111122223333' }),
    ),
    'a member that may not list them': is(
      'unread',
      account().organization({
        serviceControlPolicies: { status: 'unreadable', cause: 'denied', reason: 'for the management account alone' },
      }),
    ),
  },
});

describe('the starter policies', () => {
  const given = managing();
  const plan = (from: ReturnType<typeof managing>, remedy: string) =>
    planOn(from.build(), ['account-scp'], remedy, from.now);
  const reasons = (from: ReturnType<typeof managing>) =>
    plan(from, 'starter-policies').unplanned.map((left) => left.reason);

  test('are not attached before somebody chose them, and their guide tells in which accounts they deny', () => {
    const finding = evaluate([accountScp], given.build(), defaultBaseline, given.now)[0];
    expect(finding && recommendedRemedy(accountScp, finding, given.build())?.id).toBe('review-starter-policies');
    const { changes, parts } = plan(given, 'review-starter-policies');
    expect(changes).toEqual([]);
    expect(parts[0]?.guide?.steps.join()).toContain('2 member accounts: 444455556666, 777788889999');
  });

  test('are made, then attached to the root, each once', () => {
    const { changes, parts } = plan(given, 'starter-policies');
    expect(changes.map(({ title }) => title).sort()).toEqual([
      'Attach service control policy deny-leaving to root r-ab12, which binds every member account',
      'Attach service control policy deny-root-user to root r-ab12, which binds every member account',
      'Create service control policy deny-leaving',
      'Create service control policy deny-root-user',
    ]);
    expect(changes.every(({ reversibility }) => reversibility === 'reversible')).toBe(true);
    expect(parts[0]?.because).toEqual(['the policies bind 2 member accounts: 444455556666, 777788889999']);
  });

  test('are left alone where the root takes none, or where one of that name says something else', () => {
    expect(reasons(managing([], []))).toEqual([expect.stringContaining('switched off for the root')]);
    expect(reasons(managing([own('deny-leaving', [])]))).toEqual([expect.stringContaining('with another document')]);
  });
});
