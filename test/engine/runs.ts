import { join } from 'node:path';
import { controls } from '../../remediations/index.ts';
import { type ApplyInput, applyPlan } from '../../src/engine/apply.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { type Change, invert } from '../../src/engine/change.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { Journal, type Line, parseRecord, type Store } from '../../src/engine/journal.ts';
import type { Json } from '../../src/engine/json.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { Batch } from '../../src/engine/provider.ts';
import { rollbackRun } from '../../src/engine/rollback.ts';
import type { RunResult } from '../../src/engine/runner.ts';
import { builtAt } from '../../src/providers/aws/model/builder.ts';
import type { AwsCollections, AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { SandboxAccount } from '../../src/providers/sandbox/account.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The plan for the failing findings of some controls; `byTerraform` names the operations that Terraform carries out. */
export function planFor(snapshot: AwsSnapshot, ids: readonly string[], byTerraform: readonly string[] = []): Plan {
  const findings = evaluate(controls, snapshot, defaultBaseline, builtAt);
  return assemblePlan({
    provider: awsProvider,
    controls: controls.filter(({ id }) => ids.includes(id)),
    snapshot,
    baseline: defaultBaseline,
    now: builtAt,
    chosen: findings.filter(({ control, status }) => ids.includes(control) && status === 'fail'),
    via: byTerraform.length > 0 ? 'terraform' : 'api',
    declarative: ({ operation }) => byTerraform.includes(operation),
  });
}

/** A record in memory, which a copy can be taken of. */
export class Memory implements Store {
  text: string;

  constructor(text = '') {
    this.text = text;
  }

  append(line: string): void {
    this.text += line;
  }

  lines(): readonly Line[] {
    return parseRecord(this.text, 'memory').lines;
  }
}

/** An account in a file of its own. */
export function sandbox(snapshot: AwsSnapshot): SandboxAccount {
  return SandboxAccount.create(join(temporaryFolder(), 'sandbox.json'), snapshot);
}

/** Carries changes out on a sandbox at one blow, as Terraform would; each of its writes goes through `perform`. */
export function batchOn(over: SandboxAccount): Batch {
  return {
    async apply(changes) {
      for (const change of changes) await over.perform(change, undefined);
    },
    async rollback(undone) {
      for (const { change, resource, before } of undone) {
        const inverse = invert(operations, { ...change, resource, from: before as Json });
        const found = await over.observe(resource);
        if (inverse !== null && JSON.stringify(found) !== JSON.stringify(before))
          await over.perform(inverse, undefined);
      }
    },
  };
}

/** The input of a run over a sandbox, which goes on where its record ends. */
export function input(plan: Plan, over: SandboxAccount, store: Memory): ApplyInput<AwsCollections> {
  const earlier = store.text === '' ? [] : store.lines();
  const now = () => builtAt;
  return {
    plan,
    operations,
    account: over,
    journal: new Journal(store, now, earlier),
    earlier,
    run: '1',
    now,
    sink: undefined,
    batch: plan.changes.some(({ via }) => via === 'terraform') ? batchOn(over) : undefined,
    allowed: new Set(),
    onEvent: () => {},
    signal: new AbortController().signal,
  };
}

/** Undoes the run of a record, under a record of its own. */
export function undo(plan: Plan, over: SandboxAccount, done: Memory, store = new Memory()): Promise<RunResult> {
  return rollbackRun({ ...input(plan, over, store), lines: done.lines(), run: '2' });
}

class Crash extends Error {}

/** What a crash left behind: the account, the record, and the changes that were made before it. */
export interface Crashed {
  readonly over: SandboxAccount;
  readonly store: Memory;
  readonly performed: readonly Change[];
  readonly crashed: boolean;
}

/** Runs until a point between two writes of the record or calls, and dies there. */
export async function crashAt(
  over: SandboxAccount,
  point: number,
  run: (dying: SandboxAccount, store: Memory) => Promise<unknown>,
): Promise<Crashed> {
  const store = new Memory();
  const performed: Change[] = [];
  let [passed, dead] = [0, false];
  const pass = () => {
    if (dead || passed === point) {
      dead = true;
      throw new Crash();
    }
    passed += 1;
  };
  const dying = new SandboxAccount(over.path);
  const perform = dying.perform.bind(dying);
  dying.perform = async (change, sink) => {
    pass();
    const answer = await perform(change, sink);
    performed.push(change);
    pass();
    return answer;
  };
  const tearing = new Memory();
  tearing.append = (line) => {
    pass();
    store.append(line);
    tearing.text = store.text;
    pass();
  };
  try {
    await run(dying, tearing);
  } catch (error) {
    if (!dead) throw error;
  }
  return { over, store, performed, crashed: dead };
}

/** Applies a plan to its end. */
export const applyAll = (plan: Plan, over: SandboxAccount, store = new Memory()): Promise<RunResult> =>
  applyPlan(input(plan, over, store));
