import type { Host } from './host.ts';
import type { Scanned } from './scanning.ts';

/** Tells the calls that were made to read an account, beside the fewest that give the same evidence. */
export async function tellCalls(
  host: Host,
  { source, snapshot, wanted }: Pick<Scanned, 'source' | 'snapshot' | 'wanted'>,
): Promise<void> {
  if (source.aws === undefined) return;
  const { live } = source.aws;
  const { callFloor } = await import('../providers/aws/collect/floor.ts');
  host.err(`\n${callTable(live.calls, callFloor({ snapshot, scope: wanted.scope, region: live.region }))}\n`);
}

/** A line for each API with its calls and the fewest that could do, and both summed up. */
function callTable(made: ReadonlyMap<string, number>, fewest: ReadonlyMap<string, number>): string {
  const names = [...new Set([...made.keys(), ...fewest.keys()])].sort();
  const width = Math.max(...names.map((name) => name.length));
  const row = (name: string, calls: number | string, floor: number | string) =>
    `  ${name.padEnd(width)} ${String(calls).padStart(7)} ${String(floor).padStart(7)}`;
  const [calls, floor] = [sum(made), sum(fewest)];
  return [
    row('API', 'calls', 'fewest'),
    ...names.map((name) => row(name, made.get(name) ?? 0, fewest.get(name) ?? 0)),
    `${row('all', calls, floor)}  ${(calls / floor).toFixed(2)} times the fewest`,
    '',
  ].join('\n');
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
