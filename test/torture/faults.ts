import { applyPlan } from '../../src/engine/apply.ts';
import { RemediateError } from '../../src/engine/errors.ts';
import { Journal, type Line, parseRecord } from '../../src/engine/journal.ts';
import { rollbackRun } from '../../src/engine/rollback.ts';
import type { RunContext, RunOutcome, RunResult } from '../../src/engine/runner.ts';
import { liveAccount } from '../../src/providers/aws/account.ts';
import type { Live } from '../../src/providers/aws/live.ts';
import type { AwsCollections } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import {
  type Aim,
  type FaultKind,
  type FaultProxy,
  type Faults,
  faultKinds,
  type ProxyCall,
  random,
  startFaultProxy,
} from '../support/fault-proxy.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { AccountView, judgeSecrets, judgeWrites, MemorySink, patientLive, swiftLive } from './faults-judge.ts';
import { type Mix, mixOf } from './faults-mix.ts';
import { recordTorture } from './faults-record.ts';
import type { TortureRow, TortureScale } from './row.ts';

/** The short form takes the seeds of two mixes in which keys and versions are made, and a password is taken away. */
const seedsOf = { short: { first: 33, runs: 15 }, full: { first: 0, runs: 500 } } as const;
/** How many endpoints are worked at side by side: a run mostly waits. */
const lanesOf = { short: 2, full: 3 } as const;
/** How often a run is gone on with while faults are made; after that it is left in peace. */
const mostResumed = 2;

/**
 * Carries out and undoes plans while everything between the program and AWS fails, and looks what came of it. A seed
 * determines all of a run but its time; `--seed` repeats one.
 */
export async function faultTorture(scale: TortureScale): Promise<TortureRow[]> {
  const rows = new Map<FaultKind, { runs: number; faults: number; failures: string[] }>();
  const only = process.argv.indexOf('--seed');
  const { first, runs } = seedsOf[scale];
  const seeds = only < 0 ? Array.from({ length: runs }, (_, at) => first + at) : [Number(process.argv[only + 1])];
  const benches: Bench[] = [];
  const work = async (bench: Bench, lane: number) => {
    for (const seed of seeds) {
      if (Math.floor(seed / faultKinds.length) % benches.length !== lane) continue;
      const kind = faultKinds[seed % faultKinds.length] ?? 'throttling';
      const row = rows.get(kind) ?? { runs: 0, faults: 0, failures: [] };
      rows.set(kind, row);
      row.runs += 1;
      const ended = await bench.run(seed, kind).catch((error: unknown) => ({ faults: 0, failures: [stackOf(error)] }));
      row.faults += ended.faults;
      row.failures.push(...ended.failures.map((failure) => `seed ${seed}: ${failure}`));
    }
  };
  try {
    for (let lane = 0; lane < lanesOf[scale]; lane += 1) benches.push(await openBench());
    await Promise.all(benches.map(work));
  } finally {
    // Each gives back the environment that it found.
    for (const bench of benches.reverse()) await bench.close();
  }
  const kinds = [...rows].map(([kind, { runs, faults, failures }]) => ({
    name: `faults: ${kind} (${faults} calls hit)`,
    runs,
    failures: faults === 0 ? [...failures, 'no call was hit, so nothing was tried'] : failures,
  }));
  return only < 0 ? [...kinds, await recordTorture()] : kinds;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The faults of one run: which of its calls they hit, which are about so many. */
function faultsOf(kind: FaultKind, seed: number, calls: readonly ProxyCall[]): Faults {
  const lagMs = 30 + Math.floor(random(seed, 2) * 200);
  const places = [...calls.keys()].filter((at) => calls[at]?.writes || !kind.endsWith('-after'));
  const from = places[Math.floor(random(seed, 1) * places.length)] ?? 0;
  // A call that nobody answers costs its time-out.
  const share = kind === 'silence-before' ? 0.4 : 1;
  if (kind === 'flickering-reads') return { kind, seed, lagMs, aim: { rate: 0.5 } };
  if (kind === 'expired-credentials') return { kind, seed, aim: { from, calls: Number.POSITIVE_INFINITY } };
  if (kind === 'late-reads') return { kind, seed, lagMs, aim: { rate: 1 } };
  const aims: readonly Aim[] = [
    { rate: 0.15 * share },
    { rate: 0.35 * share },
    { from, calls: 1 },
    { from, calls: 12 * share },
  ];
  return { kind, seed, aim: aims[Math.floor(random(seed, 3) * aims.length)] ?? { from, calls: 1 } };
}

type Mode = 'apply' | 'rollback';

/** What a mix leads to without faults. */
interface Reference {
  readonly mix: Mix;
  readonly start: AccountView;
  readonly applied: AccountView;
  readonly outcome: RunOutcome;
  /** The calls that it takes to apply it and to roll it back. */
  readonly calls: Readonly<Record<Mode, readonly ProxyCall[]>>;
}

type Bench = Awaited<ReturnType<typeof openBench>>;

async function openBench() {
  const moto: Moto = await startMoto();
  const proxy: FaultProxy = await startFaultProxy(moto.endpoint);
  // One for all runs, for making clients takes longer than their calls.
  const [live, calmLive] = [swiftLive(proxy.endpoint), patientLive(proxy.endpoint)];
  const references = new Map<number, Reference>();

  const fill = async (mix: Mix) => {
    proxy.begin();
    await moto.reset();
    await moto.seed(mix.snapshot);
  };
  const referenceOf = async (number: number): Promise<Reference> => {
    const known = references.get(number);
    if (known !== undefined) return known;
    const mix = mixOf(number);
    await fill(mix);
    const start = await AccountView.take(calmLive);
    const run = new Run(mix, calmLive);
    const { outcome } = await run.apply();
    const apply = [...proxy.calls];
    const applied = await AccountView.take(calmLive);
    proxy.begin();
    await run.undo();
    const calls = { apply, rollback: [...proxy.calls] };
    const wrong = start.differences(await AccountView.take(calmLive));
    if (wrong.length > 0) throw new Error(`without faults the rollback of mix ${number} leaves ${wrong.join('; ')}`);
    const reference = { mix, start, applied, outcome, calls };
    references.set(number, reference);
    return reference;
  };

  return {
    /** Applies a mix and undoes it under faults; tells how many calls they hit and what is wrong in the end. */
    async run(seed: number, kind: FaultKind): Promise<{ faults: number; failures: string[] }> {
      const { mix, start, applied, outcome, calls } = await referenceOf(Math.floor(seed / faultKinds.length));
      await fill(mix);
      const run = new Run(mix, live);
      const failures: string[] = [];
      let hit = 0;
      const persistent = random(seed, 4) < 0.5;
      const through = async (mode: Mode, work: () => Promise<RunResult>, wanted: RunOutcome) => {
        let ended: RunResult | undefined;
        for (let times = 0; times <= mostResumed + 1 && ended?.outcome !== wanted; times += 1) {
          const calm = times > mostResumed || (times > 0 && !persistent);
          proxy.begin(calm ? undefined : faultsOf(kind, seed + times * 1009, calls[mode]));
          ended = await work().catch((error: unknown) => {
            if (calm || !(error instanceof RemediateError)) throw error;
            return undefined;
          });
          hit += proxy.calls.filter(({ fault }) => fault !== undefined).length;
          failures.push(...judgeWrites(proxy.calls).map((failure) => `${mode}: ${failure}`));
        }
        if (ended?.outcome !== wanted) failures.push(`${mode} ended ${ended?.outcome}, not ${wanted}: ${told(ended)}`);
      };
      const expectAccount = async (mode: Mode, wanted: AccountView) => {
        proxy.begin();
        const view = await AccountView.take(calmLive);
        const wrong = [...wanted.differences(view), ...judgeSecrets(view, start, run.sink)];
        failures.push(...wrong.map((what) => `after the ${mode} ${what}`));
      };
      await through('apply', () => run.apply(), outcome);
      // Every other run is undone at once, while reads may show still what was before it.
      if (random(seed, 5) < 0.5) await expectAccount('apply', applied);
      await through('rollback', () => run.undo(), 'complete');
      await expectAccount('rollback', start);
      return { faults: hit, failures: failures.map((failure) => `${mix.name}: ${failure}`) };
    },
    async close() {
      await proxy.stop();
      await moto.stop();
    },
  };
}

function told(ended: RunResult | undefined): string {
  const open = [...(ended?.states.values() ?? [])].filter(({ status }) => status !== 'done');
  return open.map(({ change, status, detail }) => `${change.title}: ${status}, ${detail}`).join('; ');
}

/** One plan's run and its rollback, each of which goes on where its record ends. */
class Run {
  readonly sink = new MemorySink();
  readonly #mix: Mix;
  readonly #live: Live;
  readonly #records = { apply: '', rollback: '' };

  constructor(mix: Mix, live: Live) {
    this.#mix = mix;
    this.#live = live;
  }

  apply(): Promise<RunResult> {
    const { context, earlier } = this.#open('apply');
    const { plan } = this.#mix;
    return applyPlan({ ...context, plan, earlier, run: '1', batch: undefined, allowed: new Set() });
  }

  undo(): Promise<RunResult> {
    const { context, earlier } = this.#open('rollback');
    const { plan } = this.#mix;
    const { lines } = parseRecord(this.#records.apply, 'memory');
    return rollbackRun({ ...context, plan, lines, earlier, run: '2', batch: undefined });
  }

  /** As a process of its own would: nothing is known but what the record says. */
  #open(which: Mode): { context: RunContext<AwsCollections>; earlier: readonly Line[] } {
    const earlier = this.#records[which] === '' ? [] : parseRecord(this.#records[which], 'memory').lines;
    const store = {
      append: (line: string) => {
        this.#records[which] += line;
      },
    };
    const now = () => new Date();
    const context = {
      operations,
      account: liveAccount({ ...this.#live }),
      journal: new Journal(store, now, earlier),
      now,
      sink: this.sink,
      onEvent: () => {},
      signal: new AbortController().signal,
    };
    return { context, earlier };
  }
}
