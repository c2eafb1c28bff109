import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/engine/apply.ts';
import { Journal } from '../../src/engine/journal.ts';
import { Unseen } from '../../src/engine/provider.ts';
import { leftToUndo, planRollback, rollbackRun } from '../../src/engine/rollback.ts';
import { foldRun } from '../../src/engine/run-state.ts';
import { account, builtAt } from '../../src/providers/aws/model/builder.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import type { SandboxAccount } from '../../src/providers/sandbox/account.ts';
import { applyAll, input, Memory, planFor, sandbox, undo } from './runs.ts';

const shared = () =>
  account()
    .policy('deploy', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
    })
    .user('maria', (user) => user.attach(account().policyArn('deploy')))
    .user('nils', (user) => user.attach(account().policyArn('deploy')))
    .build();
const rotating = () =>
  account()
    .user('bot', (user) => user.noPassword().key({ id: 'AKIAOLD', ageDays: 400, usedDaysAgo: 0 }))
    .build();

/** An account on which an operation fails, before or after it takes effect. */
function failing(over: SandboxAccount, operation: string, when: 'before' | 'after'): SandboxAccount {
  const perform = over.perform.bind(over);
  over.perform = async (change, sink) => {
    if (change.operation !== operation) return perform(change, sink);
    if (when === 'before') throw new Error('refused for the test');
    const performed = await perform(change, sink);
    throw new Unseen(performed, new Error('not seen for the test'));
  };
  return over;
}

const reopened = (over: SandboxAccount) => Object.assign(sandbox(over.snapshot()), { path: over.path });

describe('a call that failed', () => {
  test('after it took effect is not made again, and is undone', async () => {
    const snapshot = rotating();
    const plan = planFor(snapshot, ['access-key-rotation']);
    const over = failing(sandbox(snapshot), 'iam:CreateAccessKey', 'after');
    const store = new Memory();
    expect((await applyAll(plan, over, store)).outcome).toBe('partial');
    const keys = over.snapshot().collections['access-keys'];
    const first = new Memory(store.text);

    const healthy = reopened(over);
    expect((await applyAll(plan, healthy, store)).outcome).toBe('waiting');
    expect(healthy.snapshot().collections['access-keys']).toEqual(keys);

    for (const record of [first, store]) {
      const copy = sandbox(healthy.snapshot());
      expect((await undo(plan, copy, record)).outcome).toBe('complete');
      expect(copy.snapshot()).toEqual(snapshot);
    }
  });

  test('found as wanted later counts as made by the run, and is undone with it', async () => {
    const snapshot = account().group('contractors').build();
    const plan = planFor(snapshot, ['group-unused']);
    const over = failing(sandbox(snapshot), 'iam:DeleteGroup', 'after');
    const store = new Memory();
    await applyAll(plan, over, store);
    expect((await applyAll(plan, reopened(over), store)).outcome).toBe('complete');
    const healthy = reopened(over);
    await undo(plan, healthy, store);
    expect(healthy.snapshot()).toEqual(snapshot);
  });

  test('a step that was refused because the account had moved is not undone', async () => {
    const snapshot = account()
      .group('contractors', (group) => group.attached.push(account().policyArn('engineering')))
      .build();
    const plan = planFor(snapshot, ['group-unused']);
    const over = failing(sandbox(snapshot), 'iam:DetachGroupPolicy', 'before');
    const store = new Memory();
    const { states } = await applyAll(plan, over, store);
    expect([...states.values()].map(({ status }) => status)).toEqual(['failed', 'skipped']);
    const undone = await undo(plan, reopened(over), store);
    expect([...undone.states.values()]).toMatchObject([{ status: 'done', already: true }]);
  });

  test('a resource that cannot be looked at holds up its own step alone, and the record comes to its end', async () => {
    const snapshot = account().group('a').group('b').build();
    const plan = planFor(snapshot, ['group-unused']);
    const over = sandbox(snapshot);
    const observe = over.observe.bind(over);
    over.observe = async (resource) => {
      if (resource.address['group'] === 'a') throw new Error('denied for the test');
      return observe(resource);
    };
    const store = new Memory();
    const { outcome, states } = await applyAll(plan, over, store);
    expect(outcome).toBe('partial');
    expect([...states.values()].map(({ status }) => status).sort()).toEqual(['done', 'skipped']);
    expect(store.lines().at(-1)).toMatchObject({ kind: 'end', outcome: 'partial' });
  });
});

describe('a rollback', () => {
  test('takes nothing away while what must be given back first is not', async () => {
    const snapshot = shared();
    const plan = planFor(snapshot, ['user-attached-policies']);
    const over = sandbox(snapshot);
    const store = new Memory();
    await applyAll(plan, over, store);
    const own = new Memory();
    const undone = await undo(plan, failing(over, 'iam:AttachUserPolicy', 'before'), store, own);
    expect(undone.outcome).toBe('partial');
    const members = over.snapshot().collections['authorization-details'];
    const users = members.status === 'read' ? members.data.users : [];
    // Each still has the group that grants what could not be attached again.
    for (const name of ['maria', 'nils']) expect(users.find((user) => user.name === name)?.groups).toContain('deploy');
    const healthy = reopened(over);
    expect((await undo(plan, healthy, store, own)).outcome).toBe('complete');
    expect(healthy.snapshot()).toEqual(snapshot);
  });

  test('leaves what others changed since, by the API and by Terraform, and names it', async () => {
    for (const byTerraform of [[], ['iam:UpdateAccountPasswordPolicy']]) {
      const snapshot = account().passwordPolicy({ minimumLength: 8 }).build();
      const plan = planFor(snapshot, ['password-policy'], byTerraform);
      expect(plan.changes.map(({ via }) => via)).toEqual([byTerraform.length === 0 ? 'api' : 'terraform']);
      const over = sandbox(snapshot);
      const store = new Memory();
      expect((await applyAll(plan, over, store)).outcome).toBe('complete');
      const [change] = plan.changes;
      if (change === undefined) throw new Error('the plan has a change');
      const theirs = { ...(change.to as object), minimumLength: 20 };
      await over.perform({ ...change, to: theirs }, undefined);
      const moved = over.snapshot();
      const { outcome, states } = await undo(plan, over, store);
      expect(outcome).toBe('partial');
      expect([...states.values()]).toMatchObject([
        { status: 'skipped', detail: expect.stringContaining('minimumLength') },
      ]);
      expect(over.snapshot()).toEqual(moved);
    }
  });

  test('of some changes takes along what rests on them, and one of the rest goes on from there', async () => {
    const snapshot = shared();
    const plan = planFor(snapshot, ['user-attached-policies']);
    const over = sandbox(snapshot);
    const done = new Memory();
    await applyAll(plan, over, done);
    const join = plan.changes.find(({ operation }) => operation === 'iam:AddUserToGroup');
    if (join === undefined) throw new Error('the plan adds users to a group');
    const only = new Set([join.id]);
    const first = new Memory();
    const part = await rollbackRun({ ...input(plan, over, first), lines: done.lines(), run: '2', only });
    expect(part.outcome).toBe('complete');
    const undone = leftToUndo(planRollback(operations, done.lines(), plan), { only }).undo;
    // Taking the policies off the users waited for all that gives them the same by groups, so it is undone before.
    expect(undone.map(({ inverse }) => inverse.operation)).toEqual([
      'iam:AttachUserPolicy',
      'iam:AttachUserPolicy',
      'iam:RemoveUserFromGroup',
    ]);
    expect(undone.at(-1)?.done.change.id).toBe(join.id);
    expect([...part.states.keys()]).toEqual(undone.map(({ inverse }) => inverse.id));

    const second = new Memory();
    const earlier = first.lines();
    const whole = await rollbackRun({ ...input(plan, over, second), lines: done.lines(), run: '3', undone: earlier });
    expect(whole.outcome).toBe('complete');
    expect(over.snapshot()).toEqual(snapshot);
    const both = [...part.states.keys(), ...whole.states.keys()];
    expect(new Set(both).size).toBe(both.length);
    expect(both).toHaveLength(plan.changes.length);
  });

  test('of which a step could not be seen to its end does that step again, and no other', async () => {
    const snapshot = shared();
    const plan = planFor(snapshot, ['user-attached-policies']);
    const over = sandbox(snapshot);
    const done = new Memory();
    await applyAll(plan, over, done);
    const own = new Memory();
    const first = await undo(plan, failing(over, 'iam:DeleteGroup', 'before'), done, own);
    expect([...first.states.values()].filter(({ status }) => status === 'failed')).toHaveLength(1);
    const healthy = reopened(over);
    const again: string[] = [];
    const perform = healthy.perform.bind(healthy);
    healthy.perform = (change, sink) => {
      again.push(change.operation);
      return perform(change, sink);
    };
    expect((await undo(plan, healthy, done, own)).outcome).toBe('complete');
    expect(again).toEqual(['iam:DeleteGroup']);
    expect(healthy.snapshot()).toEqual(snapshot);
  });

  test('its record tells each step, also those that had nothing to do', async () => {
    const snapshot = shared();
    const plan = planFor(snapshot, ['user-attached-policies']);
    const over = sandbox(snapshot);
    const store = new Memory();
    const { states } = await applyAll(plan, over, store);
    const own = new Memory();
    await undo(plan, sandbox(snapshot), store, own);
    const folded = foldRun(own.lines(), plan.changes);
    expect(folded.changes.size).toBe(states.size);
    expect([...folded.changes.values()].every(({ status, already }) => status === 'done' && already)).toBe(true);
  });
});

describe('Terraform’s part of a run', () => {
  test('leaves out what rests on a change that is not carried out', async () => {
    const snapshot = shared();
    const plan = planFor(
      snapshot,
      ['user-attached-policies'],
      ['iam:CreateGroup', 'iam:AttachGroupPolicy', 'iam:AddUserToGroup'],
    );
    const made = plan.changes.find(({ operation }) => operation === 'iam:CreateGroup');
    const over = sandbox(snapshot);
    const observe = over.observe.bind(over);
    over.observe = async (resource) =>
      resource.type === made?.resource.type ? { path: '/theirs/' } : observe(resource);
    over.perform = async () => {
      throw new Error('nothing may be called');
    };
    const store = new Memory();
    const { states } = await applyPlan({
      ...input(plan, over, store),
      journal: new Journal(store, () => builtAt),
    });
    expect([...states.values()].every(({ status }) => status === 'skipped')).toBe(true);
  });
});
