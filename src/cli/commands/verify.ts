import { resolve } from 'node:path';
import { difference } from '../../engine/apply.ts';
import { sameValue, stable, type Value } from '../../engine/change.ts';
import { exitCode } from '../../engine/errors.ts';
import { readRecord } from '../../engine/journal-file.ts';
import { foldRun } from '../../engine/run-state.ts';
import { operations } from '../../providers/aws/operations/index.ts';
import { neutralise } from '../../report/neutral-text.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { openPlanOfRun } from '../plan-folder.ts';
import { openSource } from '../source.ts';

/** `remediate verify`: proves a record's chain, then compares the account with what the record says was done. */
export async function runVerify(host: Host, path: string, options: SourceOptions): Promise<number> {
  const record = resolve(host.cwd, path);
  const { lines, torn } = readRecord(record);
  host.out(
    `${lines.length} lines, the chain holds${torn ? '; a last line was torn by a crash and does not count' : ''}\n`,
  );
  const { changes } = foldRun(lines, openPlanOfRun(record).plan.changes);
  const account = await (await openSource(host, options)).account();
  let different = 0;
  for (const state of changes.values()) {
    if (state.status !== 'done') continue;
    const lens = operations.resource(state.resource.type);
    const found = await account.observe(state.resource);
    const wanted = (state.after ?? null) as Value | null;
    if (sameValue(lens, found, wanted)) continue;
    different += 1;
    const label = lens.label(state.resource.address);
    host.out(
      `${host.paint('red', '✗')} ${neutralise(`${label} ${difference(stable(lens, wanted), stable(lens, found))}`)}\n`,
    );
  }
  host.out(different === 0 ? 'The account is as the record says.\n' : `${different} differ from the record.\n`);
  return different === 0 ? exitCode.ok : exitCode.partial;
}
