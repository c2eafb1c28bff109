import { resolve } from 'node:path';
import { refKey, sameValue, stable, type Value } from '../../engine/change.ts';
import { exitCode } from '../../engine/errors.ts';
import { countSigned } from '../../engine/journal.ts';
import type { ChangeState } from '../../engine/run-state.ts';
import { checkAccount, difference } from '../../engine/runner.ts';
import { openVerifier } from '../../engine/signature.ts';
import { operations } from '../../providers/aws/operations/index.ts';
import { neutralise, neutralJson } from '../../report/neutral-text.ts';
import { count } from '../../report/phrases.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { nameOf, openRun, type Run, rollbacksOf } from '../run-files.ts';
import { openSource, readInput } from '../source.ts';

interface VerifyOptions extends SourceOptions {
  readonly key?: string;
  readonly format: 'text' | 'json';
}

/** What is proved of a record by itself. */
interface Proved {
  readonly run: string;
  readonly lines: number;
  /** Whether a last line was torn by a crash; it does not count. */
  readonly torn: boolean;
  /** How many lines a signature of the key covers, where a key was given. */
  readonly signed?: number;
}

/**
 * `remediate verify`: proves the chain, and with a key the signatures, of a run's record and of those of its rollbacks,
 * then compares the account with what they say of it.
 */
export async function runVerify(host: Host, path: string, options: VerifyOptions): Promise<number> {
  const run = openRun(host.cwd, path);
  const rollbacks = rollbacksOf(host.cwd, run);
  const records = [run, ...rollbacks];
  const say = options.format === 'json' ? () => {} : host.out;
  const proved = records.map((record) => proveRecord(host, record, options.key, say));
  const unsigned = proved.filter(({ signed, lines }) => signed !== undefined && signed < lines);
  const differences: string[] = [];
  const account = await (await openSource(host, options)).account();
  await checkAccount(account, run.state.begin.account);
  const states = records.flatMap(({ state }) => [...state.changes.values()]);
  const tell = (text: string) => {
    differences.push(text);
    say(`${host.paint('red', '✗')} ${neutralise(text)}\n`);
  };
  for (const { change, resource, after, status } of lastOfEach(states)) {
    if (status !== 'done') {
      const how = status === 'begun' ? 'was begun' : 'failed';
      tell(
        `${change.title}: ${how}, and the record does not say whether it took effect; resume or rollback settles it`,
      );
      continue;
    }
    const lens = operations.resource(resource.type);
    const found = await account.observe(resource);
    const wanted = (after ?? null) as Value | null;
    if (sameValue(lens, found, wanted)) continue;
    tell(`${lens.label(resource.address)} ${difference(stable(lens, wanted), stable(lens, found))}`);
  }
  const wrong = unsigned.length + differences.length;
  if (options.format === 'json') host.out(`${neutralJson({ records: proved, differences }, 2)}\n`);
  say(wrong === 0 ? 'The account is as the record says.\n' : `${wrong} differ from the record.\n`);
  return wrong === 0 ? exitCode.ok : exitCode.partial;
}

/** Tells what is proved of a record by itself. */
function proveRecord(
  host: Host,
  { path, lines, torn }: Run,
  key: string | undefined,
  say: (text: string) => void,
): Proved {
  const run = nameOf(host.cwd, path);
  const name = neutralise(run);
  const proved = { run, lines: lines.length, torn };
  const tail = torn ? '; a last line was torn by a crash and does not count' : '';
  say(`${name}: ${count(lines.length, 'line')}, the chain holds${tail}\n`);
  if (key === undefined) {
    if (lines.some((line) => line.kind === 'end' && line.signature !== undefined))
      host.err(`${name} is signed; pass --key with the public key to prove it.\n`);
    return proved;
  }
  const file = resolve(host.cwd, key);
  const signed = countSigned(lines, openVerifier(readInput(file), file), path);
  if (signed === lines.length) {
    say(`${name}: the signature is of the key ${neutralise(key)}\n`);
    return { ...proved, signed };
  }
  say(`${host.paint('red', '✗')} ${name}: no signature covers ${count(lines.length - signed, 'line')} at its end\n`);
  return { ...proved, signed };
}

/** What the records say last of each resource, which several changes may have been about. */
function lastOfEach(states: Iterable<ChangeState>): Iterable<ChangeState> {
  const last = new Map<string, ChangeState>();
  for (const state of states)
    if (state.status === 'done' || state.unsettled !== undefined) last.set(refKey(state.resource), state);
  return last.values();
}
