import { applyPlan } from '../../src/engine/apply.ts';
import { RemediateError } from '../../src/engine/errors.ts';
import { canonicalJson, type Json } from '../../src/engine/json.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { applyAll, input, Memory, sandbox, undo } from '../engine/runs.ts';
import { fullMix } from './faults-mix.ts';
import type { TortureRow } from './row.ts';

/** A record on a disk that is full from one of its lines on, of which half is written still. */
class Full extends Memory {
  readonly #room: number;
  #written = 0;

  constructor(room: number) {
    super();
    this.#room = room;
  }

  get isFull(): boolean {
    return this.#written > this.#room;
  }

  override append(line: string): void {
    this.#written += 1;
    if (this.isFull) {
      this.text += line.slice(0, line.length / 2);
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    super.append(line);
  }

  /** What is left once the line that was torn is cut off. */
  cut(): Memory {
    return new Memory(this.text.slice(0, this.text.lastIndexOf('\n') + 1));
  }
}

/** The account without the ids that new keys were given. */
const nameless = (account: AwsSnapshot) =>
  canonicalJson(account as unknown as Json).replace(/AKIASANDBOX\w+/g, 'AKIANEW');

/** Lets the disk be full from every line of a record on: nothing more may be done, and the run goes on once there is room. */
export async function recordTorture(): Promise<TortureRow> {
  const { snapshot, plan } = fullMix();
  const whole = sandbox(snapshot);
  const { outcome } = await applyAll(plan, whole);
  const failures: string[] = [];
  let runs = 0;
  for (; ; runs += 1) {
    const [over, store] = [sandbox(snapshot), new Full(runs)];
    const expect = (holds: boolean, what: string) => {
      if (!holds) failures.push(`full at line ${runs + 1}: ${what}`);
    };
    const perform = over.perform.bind(over);
    over.perform = (change, sink) => {
      expect(!store.isFull, `"${change.title}" was done without a record`);
      return perform(change, sink);
    };
    const failure = await applyPlan(input(plan, over, store)).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!store.isFull) break;
    expect(failure instanceof RemediateError && failure.code === 'Journal', `it failed with ${failure}`);
    const resumed = store.cut();
    over.perform = perform;
    expect((await applyAll(plan, over, resumed)).outcome === outcome, 'it does not go on');
    expect(nameless(over.snapshot()) === nameless(whole.snapshot()), 'the account is another in the end');
    expect((await undo(plan, over, resumed)).outcome === 'complete', 'it cannot be undone');
    expect(nameless(over.snapshot()) === nameless(snapshot), 'the account is not as at the start');
  }
  return { name: 'faults: no room for the record, at every line', runs, failures };
}
