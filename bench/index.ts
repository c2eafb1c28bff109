// `npm run bench`: measures what the project promises of its speed and prints it as a table.
import { controlsBench } from './controls.ts';
import { policyBench } from './policy.ts';
import { startupBench } from './startup.ts';

const rows = [...(await startupBench()), ...(await policyBench()), ...(await controlsBench())];
const width = Math.max(...rows.map((row) => row.name.length));
for (const { name, value, unit, limit } of rows) {
  const promise = limit === undefined ? '' : `  limit ${limit}${value > limit ? '  OVER' : ''}`;
  process.stdout.write(`${name.padEnd(width)}  ${value.toFixed(value < 10 ? 2 : 0).padStart(8)} ${unit}${promise}\n`);
}
