import { crashTorture } from './crash.ts';
import { faultTorture } from './faults.ts';
import { hostileTorture } from './hostile.ts';
import { leaksTorture } from './leaks.ts';
import type { TortureRow, TortureScale } from './row.ts';

const parts: readonly ((scale: TortureScale) => Promise<TortureRow[]>)[] = [
  crashTorture,
  faultTorture,
  hostileTorture,
  leaksTorture,
];

const scale: TortureScale = process.argv.includes('--short') ? 'short' : 'full';
const rows: TortureRow[] = [];
for (const part of parts) {
  const begun = performance.now();
  rows.push(...(await part(scale)));
  process.stderr.write(`${part.name}: ${Math.round((performance.now() - begun) / 1000)} s\n`);
}

const width = Math.max(...rows.map((row) => row.name.length));
for (const row of rows) {
  const runs = String(row.runs).padStart(7);
  const failures = String(row.failures.length).padStart(4);
  process.stdout.write(`${row.name.padEnd(width)} ${runs} runs ${failures} failures\n`);
  for (const failure of row.failures) {
    process.stdout.write(`  ${failure}\n`);
  }
}
process.exitCode = rows.every((row) => row.runs > 0 && row.failures.length === 0) ? 0 : 1;
