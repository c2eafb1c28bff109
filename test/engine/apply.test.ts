import { describe, expect, test } from 'vitest';
import { applyPlan, checkPlan } from '../../src/engine/apply.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { input, Memory, planFor as planOf, sandbox, undo } from './runs.ts';

/** Two empty groups with policies: their plan takes the policies off, then deletes the groups. */
const drifted = () =>
  account()
    .group('auditors', (group) => group.attached.push(account().policyArn('engineering')))
    .group('contractors', (group) =>
      group.inline.push({ name: 'read', document: '{"Version":"2012-10-17","Statement":[]}' }),
    )
    .build();

const planFor = (snapshot: AwsSnapshot) => planOf(snapshot, ['group-unused']);

describe('a run', () => {
  test('does what the plan says, and its rollback gives the account back', async () => {
    const snapshot = drifted();
    const plan = planFor(snapshot);
    const over = sandbox(snapshot);
    const store = new Memory();
    expect((await applyPlan(input(plan, over, store))).outcome).toBe('complete');
    const groups = over.snapshot().collections['authorization-details'];
    expect(groups).toMatchObject({ data: { groups: [{ name: 'administrators' }, { name: 'engineers' }] } });
    expect((await undo(plan, over, store)).outcome).toBe('complete');
    expect(over.snapshot()).toEqual(snapshot);
  });

  test('is refused before its first step when the account has moved, and says what moved', async () => {
    const snapshot = drifted();
    const plan = planFor(snapshot);
    const moved = account()
      .group('auditors', (group) => group.attached.push(account().policyArn('engineering')))
      .group('contractors', (group) => group.inline.push({ name: 'read', document: '{"Version":"2012-10-17"}' }))
      .build();
    await expect(checkPlan(plan, operations, sandbox(moved))).rejects.toThrow(/contractors/);
  });

  test('is refused on another account', async () => {
    const snapshot = drifted();
    const other = { ...snapshot, account: { ...snapshot.account, id: '999988887777' } };
    await expect(checkPlan(planFor(snapshot), operations, sandbox(other))).rejects.toThrow(/999988887777/);
    const china = { ...snapshot, account: { ...snapshot.account, partition: 'aws-cn' } };
    await expect(checkPlan(planFor(snapshot), operations, sandbox(china))).rejects.toMatchObject({
      code: 'WrongAccount',
      message: expect.stringMatching(/\(aws\).*\(aws-cn\)/),
    });
    // A run that is gone on with is checked as well, before anything is on its record.
    const store = new Memory();
    await expect(applyPlan(input(planFor(snapshot), sandbox(china), store))).rejects.toMatchObject({
      code: 'WrongAccount',
    });
    expect(store.text).toBe('');
  });

  test('is refused where a guard refuses the plan', async () => {
    const snapshot = drifted();
    const guards = [{ guard: 'g', verdict: 'refused' as const, reason: 'for the test', changes: [] }];
    const plan = { ...planFor(snapshot), guards };
    await expect(checkPlan(plan, operations, sandbox(snapshot))).rejects.toThrow(/for the test/);
  });

  test('leaves alone what changed while it ran, and what depends on it', async () => {
    const snapshot = drifted();
    const plan = planFor(snapshot);
    const over = sandbox(account().group('auditors').group('contractors').build());
    over.perform = async () => {
      throw new Error('nothing may be called');
    };
    const { states } = await applyPlan(input(plan, over, new Memory()));
    const detach = plan.changes.find((change) => change.operation === 'iam:DetachGroupPolicy');
    // It was off already, which is what the plan wants.
    expect(states.get(detach?.id ?? '')).toMatchObject({ status: 'done', already: true });
  });

  test('stops a change whose resource is different just before it, with both values, and what rests on it', async () => {
    const snapshot = drifted();
    const plan = planFor(snapshot);
    const over = sandbox(snapshot);
    const theirs = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
    // Somebody is quicker, once the run has begun.
    const observe = over.observe.bind(over);
    over.observe = async (ref) => (ref.type === 'iam-group-inline-policy' ? { document: theirs } : observe(ref));
    const { outcome, states } = await applyPlan(input(plan, over, new Memory()));
    expect(outcome).toBe('partial');
    const stateOf = (operation: string, group: string) =>
      [...states.values()].find(
        ({ change }) => change.operation === operation && change.resource.address['group'] === group,
      );
    const stopped = stateOf('iam:DeleteGroupPolicy', 'contractors');
    expect(stopped).toMatchObject({ status: 'skipped', detail: expect.stringContaining(JSON.stringify(theirs)) });
    expect(stopped?.detail).toContain(JSON.stringify('{"Version":"2012-10-17","Statement":[]}'));
    expect(stateOf('iam:DeleteGroup', 'contractors')).toMatchObject({ status: 'skipped' });
    expect(stateOf('iam:DeleteGroup', 'auditors')).toMatchObject({ status: 'done' });
  });

  test('an interrupted run stops between steps and can be gone on with', async () => {
    const snapshot = drifted();
    const plan = planFor(snapshot);
    const over = sandbox(snapshot);
    const store = new Memory();
    const stop = new AbortController();
    const first = await applyPlan({ ...input(plan, over, store), signal: stop.signal, onEvent: () => stop.abort() });
    expect(first.outcome).toBe('interrupted');
    expect((await applyPlan(input(plan, over, store))).outcome).toBe('complete');
  });
});
