import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { type ApplyInput, applyPlan, checkPlan } from '../../src/engine/apply.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { Journal, type Line, parseRecord, type Store } from '../../src/engine/journal.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { rollbackRun } from '../../src/engine/rollback.ts';
import { account, builtAt } from '../../src/providers/aws/model/builder.ts';
import type { AwsCollections, AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { SandboxAccount } from '../../src/providers/sandbox/account.ts';

const now = () => builtAt;

/** Two empty groups with policies: their plan takes the policies off, then deletes the groups. */
const drifted = () =>
  account()
    .group('auditors', (group) => group.attached.push(account().policyArn('engineering')))
    .group('contractors', (group) =>
      group.inline.push({ name: 'read', document: '{"Version":"2012-10-17","Statement":[]}' }),
    )
    .build();

function planFor(snapshot: AwsSnapshot): Plan {
  const chosen = evaluate(controls, snapshot, defaultBaseline, builtAt).filter(
    (finding) => finding.control === 'group-unused' && finding.status === 'fail',
  );
  return assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline: defaultBaseline,
    now: builtAt,
    chosen,
    via: 'api',
    declarative: () => false,
  });
}

class Memory implements Store {
  text = '';
  append(line: string): void {
    this.text += line;
  }
  lines(): readonly Line[] {
    return parseRecord(this.text, 'memory').lines;
  }
}

function sandbox(snapshot: AwsSnapshot): SandboxAccount {
  return SandboxAccount.create(join(mkdtempSync(join(tmpdir(), 'apply-')), 'sandbox.json'), snapshot);
}

function input(plan: Plan, over: SandboxAccount, store: Memory): ApplyInput<AwsCollections> {
  const earlier = store.text === '' ? [] : store.lines();
  return {
    plan,
    operations,
    account: over,
    journal: new Journal(store, now, earlier),
    earlier,
    run: '1',
    now,
    sink: undefined,
    batch: undefined,
    allowed: new Set(),
    onEvent: () => {},
    signal: new AbortController().signal,
  };
}

async function undo(plan: Plan, over: SandboxAccount, store: Memory) {
  const common = input(plan, over, new Memory());
  return rollbackRun({ ...common, lines: store.lines(), run: '2' });
}

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

  test('goes on from a crash at every point, in both directions, doing nothing twice', async () => {
    const snapshot = drifted();
    const plan = planFor(snapshot);
    const whole = sandbox(snapshot);
    await applyPlan(input(plan, whole, new Memory()));
    let points = 0;
    for (; ; points += 1) {
      const { over, store, performed, crashed } = await crashAt(plan, snapshot, points);
      if (!crashed) break;
      const copy = sandbox(over.snapshot());
      const record = new Memory();
      record.text = store.text;

      let again = 0;
      const perform = over.perform.bind(over);
      over.perform = (...args) => {
        again += 1;
        return perform(...args);
      };
      expect((await applyPlan(input(plan, over, store))).outcome).toBe('complete');
      expect(over.snapshot()).toEqual(whole.snapshot());
      expect(performed + again).toBe(plan.changes.length);

      if (record.text !== '') await undo(plan, copy, record);
      expect(copy.snapshot()).toEqual(snapshot);
    }
    expect(points).toBeGreaterThan(3 * plan.changes.length);
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

class Crash extends Error {}

/** Runs a plan until the given point between two writes or calls, then dies there. */
async function crashAt(plan: Plan, snapshot: AwsSnapshot, point: number) {
  const over = sandbox(snapshot);
  const store = new Memory();
  let passed = 0;
  let performed = 0;
  let dead = false;
  const pass = () => {
    if (dead || passed === point) {
      dead = true;
      throw new Crash();
    }
    passed += 1;
  };
  const dying = new SandboxAccount(over.path);
  const perform = dying.perform.bind(dying);
  dying.perform = async (...args) => {
    pass();
    const answer = await perform(...args);
    performed += 1;
    pass();
    return answer;
  };
  const tearing: Store = {
    append(line) {
      pass();
      store.append(line);
      pass();
    },
  };
  try {
    await applyPlan({ ...input(plan, dying, store), journal: new Journal(tearing, now) });
  } catch (error) {
    if (!dead) throw error;
  }
  return { over, store, performed, crashed: dead };
}
