import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { fileSink } from '../../src/cli/file-sink.ts';
import { applyPlan } from '../../src/engine/apply.ts';
import { Journal } from '../../src/engine/journal.ts';
import { RecordFile, readRecord } from '../../src/engine/journal-file.ts';
import { canonicalJson, type Json } from '../../src/engine/json.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { rollbackRun } from '../../src/engine/rollback.ts';
import type { RunResult } from '../../src/engine/runner.ts';
import { builtAt } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { SandboxAccount } from '../../src/providers/sandbox/account.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type CrashCase, crashCases } from './crash-cases.ts';
import { endpointCrashes, terraformCrashes } from './crash-endpoint.ts';
import type { TortureRow, TortureScale } from './row.ts';

const child = fileURLToPath(new URL('./crash-child.mjs', import.meta.url));

/** Every point between two writes of the record and calls of a run of one change, and each write in its middle. */
const moments = [
  'before begin',
  'torn begin',
  'before intent',
  'torn intent',
  'before call',
  'after call',
  'torn outcome',
  'after outcome',
  'torn end',
] as const;
type Moment = (typeof moments)[number];
type Mode = 'apply' | 'rollback';

/**
 * The crash matrix: for every operation and every moment a process is killed, then its run is gone on with in one copy
 * of what it left and undone in another; and a rollback is killed at every moment and gone on with. The short form
 * takes the moment after the call for every operation, and each moment for two.
 */
export async function crashTorture(scale: TortureScale): Promise<TortureRow[]> {
  const cases = crashCases();
  const tally = { resumed: newRow('resumed'), undone: newRow('undone'), again: newRow('rollbacks resumed') };
  const limit = pLimit(3);
  await Promise.all(
    cases.flatMap((one, index) => {
      const end = uninterrupted(one);
      return moments.flatMap((moment, at) => {
        const inTurn = scale === 'full' || (at === index % moments.length && index < 2 * moments.length);
        const isUndoable = operations.get(one.operation).inverse !== null;
        return [
          ...(inTurn || moment === 'after call' ? [limit(async () => dieApplying(one, moment, await end, tally))] : []),
          ...(inTurn && isUndoable ? [limit(async () => dieUndoing(one, moment, await end, tally))] : []),
        ];
      });
    }),
  );
  const label = `crashes: ${cases.length} operations × ${moments.length} points`;
  const matrix = Object.values(tally).map((row) => ({ ...row, name: `${label}, ${row.name}` }));
  return scale === 'short' ? matrix : [...matrix, ...(await endpointCrashes()), ...(await terraformCrashes())];
}

interface Tally {
  readonly name: string;
  runs: number;
  readonly failures: string[];
}

function newRow(name: string): Tally {
  return { name, runs: 0, failures: [] };
}

type Tallies = Readonly<Record<'resumed' | 'undone' | 'again', Tally>>;

/** Kills an apply at a moment, then goes on with it in one copy and undoes it in another. */
async function dieApplying(one: CrashCase, moment: Moment, end: string, tally: Tallies): Promise<void> {
  const given = lay(one);
  const dying = dieIn(given, 'apply', moment, one);
  const what = `${one.operation}, ${moment}`;
  await judge(tally.resumed, what, async () => {
    await dying;
    const forth = copyOf(given);
    const { outcome } = await run(one, forth, 'apply');
    expectSame(outcome, 'complete');
    expectSame(nameless(forth), end);
    // The chain holds over the crash and what came after it.
    expectSame(readRecord(join(forth, 'apply.jsonl')).torn, false);
    // A key whose answer was lost is withdrawn and made anew; nothing else is ever done twice.
    const isLost = moment === 'after call' || moment === 'torn outcome';
    expectSame(callsOf(forth), one.operation === 'iam:CreateAccessKey' && isLost ? 2 : 1);
  });
  await judge(tally.undone, what, async () => {
    await dying;
    const back = copyOf(given);
    if (!hasBegun(back)) expectSame(nameless(back), text(one.start));
    else if (operations.get(one.operation).inverse === null) {
      const { outcome } = await run(one, back, 'rollback');
      // What cannot be undone is said to be so where it was done, or may have been.
      const did = callsOf(back) > 0;
      expectSame(outcome, did || moment === 'before call' ? 'partial' : 'complete');
      expectSame(nameless(back), did ? end : text(one.start));
    } else {
      const { outcome } = await run(one, back, 'rollback');
      expectSame(outcome, 'complete');
      expectSame(nameless(back), text(one.start));
    }
  });
}

/** Kills a rollback at a moment, then goes on with it. */
async function dieUndoing(one: CrashCase, moment: Moment, end: string, tally: Tallies): Promise<void> {
  const folder = lay(one);
  await judge(tally.again, `${one.operation}, ${moment}`, async () => {
    await run(one, folder, 'apply');
    expectSame(nameless(folder), end);
    writeFileSync(join(folder, 'calls'), '');
    await dieIn(folder, 'rollback', moment, one);
    expectSame((await run(one, folder, 'rollback')).outcome, 'complete');
    expectSame(nameless(folder), text(one.start));
    expectSame(callsOf(folder), 1);
  });
}

async function judge(row: Tally, what: string, test: () => Promise<void>): Promise<void> {
  row.runs += 1;
  try {
    await test();
  } catch (error) {
    row.failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function expectSame(found: unknown, wanted: unknown): void {
  if (found === wanted) return;
  const [left, right] = [String(found), String(wanted)];
  const at = [...left].findIndex((letter, index) => letter !== right[index]);
  throw new Error(
    `found …${left.slice(Math.max(0, at - 60), at + 60)}… and not …${right.slice(Math.max(0, at - 60), at + 60)}…`,
  );
}

/** The account at the end of a run that nothing interrupts. */
async function uninterrupted(one: CrashCase): Promise<string> {
  const folder = lay(one);
  await run(one, folder, 'apply');
  return nameless(folder);
}

/** A folder with the account and the plan of a case. */
function lay(one: CrashCase): string {
  const folder = temporaryFolder();
  SandboxAccount.create(join(folder, 'account.json'), one.start);
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(planOf(one)));
  return folder;
}

function copyOf(folder: string): string {
  const copy = temporaryFolder();
  mkdirSync(copy, { recursive: true });
  cpSync(folder, copy, { recursive: true });
  return copy;
}

function planOf({ start, change }: CrashCase): Plan {
  return {
    schema: 'remediate.plan/2',
    id: 'crash',
    createdAt: builtAt.toISOString(),
    account: start.account,
    snapshot: { collectedAt: start.collectedAt, digest: '' },
    findings: [],
    parts: [],
    changes: [{ ...change, via: 'api' }],
    waves: [{ via: 'api', changes: [change.id] }],
    rests: [],
    predicted: { closes: [], opens: [], leaves: [] },
    access: [],
    guards: [],
    elsewhere: [],
    unplanned: [],
    digest: '',
  };
}

/** Runs in a process of its own until a moment, and has it killed there. */
function dieIn(folder: string, mode: Mode, at: Moment, { change }: CrashCase): Promise<void> {
  const job = JSON.stringify({ mode, at, now: builtAt, allowed: [change.id] });
  return new Promise((resolve, reject) => {
    const dying = spawn(process.execPath, [child, folder, job], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    dying.stderr.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    dying.on('error', reject);
    dying.on('close', (code, signal) =>
      signal === 'SIGKILL'
        ? resolve()
        : reject(new Error(`the run was not killed ${at} but ended with ${code}: ${said}`)),
    );
  });
}

/** Goes on with the run in a folder, or begins it where its record holds no line. */
async function run(one: CrashCase, folder: string, mode: Mode): Promise<RunResult> {
  const path = join(folder, `${mode}.jsonl`);
  const begun = existsSync(path);
  const { file, record } = begun ? RecordFile.reopen(path) : { file: RecordFile.create(path), record: { lines: [] } };
  const account = new SandboxAccount(join(folder, 'account.json'));
  const perform = account.perform.bind(account);
  account.perform = (change, sink) => {
    writeFileSync(join(folder, 'calls'), `${change.id}\n`, { flag: 'a' });
    return perform(change, sink);
  };
  const now = () => builtAt;
  const context = {
    plan: planOf(one),
    operations,
    account,
    journal: new Journal(file, now, record.lines),
    earlier: record.lines,
    run: mode,
    now,
    sink: fileSink(join(folder, 'secrets')),
    batch: undefined,
    allowed: new Set([one.change.id]),
    onEvent: () => {},
    signal: new AbortController().signal,
  };
  try {
    return await (mode === 'apply'
      ? applyPlan(context)
      : rollbackRun({ ...context, lines: readRecord(join(folder, 'apply.jsonl')).lines }));
  } finally {
    file.close();
  }
}

function hasBegun(folder: string): boolean {
  return readRecord(join(folder, 'apply.jsonl')).lines.length > 0;
}

/** How many calls were made that changed the account, before the crash and after it. */
function callsOf(folder: string): number {
  const path = join(folder, 'calls');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

/** The account of a folder as one text, without the ids that new keys were given. */
function nameless(folder: string): string {
  return text(new SandboxAccount(join(folder, 'account.json')).snapshot());
}

function text(snapshot: AwsSnapshot): string {
  return canonicalJson(snapshot as unknown as Json).replace(/AKIASANDBOX\w+/g, 'AKIANEW');
}
