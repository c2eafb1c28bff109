import { type ResourceRef, refKey, sameValue, stable, type Value } from '../../engine/change.ts';
import { exitCode } from '../../engine/errors.ts';
import type { ChangeState } from '../../engine/run-state.ts';
import { checkAccount, difference } from '../../engine/runner.ts';
import { operations } from '../../providers/aws/operations/index.ts';
import { neutralise } from '../../report/neutral-text.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { nameOf, openRun, rollbackOf } from '../run-files.ts';
import { openSource } from '../source.ts';

/** `remediate verify`: proves a record’s chain, then compares the account with what the record says was done. */
export async function runVerify(host: Host, path: string, options: SourceOptions): Promise<number> {
  const run = openRun(host.cwd, path);
  const torn = run.torn ? '; a last line was torn by a crash and does not count' : '';
  host.out(`${run.lines.length} lines, the chain holds${torn}\n`);
  const undone = rollbackOf(host.cwd, run);
  if (undone !== undefined) host.err(`The run was rolled back by ${nameOf(host.cwd, undone.path)}.\n`);
  const account = await (await openSource(host, options)).account();
  await checkAccount(account, run.state.begin.account);
  let different = 0;
  for (const { resource, after } of lastOfEach(run.state.changes.values())) {
    const lens = operations.resource(resource.type);
    const found = await account.observe(resource);
    const wanted = (after ?? null) as Value | null;
    if (sameValue(lens, found, wanted)) continue;
    different += 1;
    const moved = `${lens.label(resource.address)} ${difference(stable(lens, wanted), stable(lens, found))}`;
    host.out(`${host.paint('red', '✗')} ${neutralise(moved)}\n`);
  }
  host.out(different === 0 ? 'The account is as the record says.\n' : `${different} differ from the record.\n`);
  return different === 0 ? exitCode.ok : exitCode.partial;
}

/** What a run left of each resource, which several of its changes may have been about. */
function lastOfEach(states: Iterable<ChangeState>): Iterable<{ resource: ResourceRef; after?: ChangeState['after'] }> {
  const last = new Map<string, ChangeState>();
  for (const state of states) if (state.status === 'done') last.set(refKey(state.resource), state);
  return last.values();
}
