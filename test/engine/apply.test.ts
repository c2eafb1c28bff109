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
