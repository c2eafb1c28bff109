// `npm run check`: types, format, lint and dead code.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { install, root } from './setup.mjs';

install();
const bin = (name) => join(root, 'node_modules', '.bin', name);
const checks = [
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['format and lint', bin('biome'), ['ci', '--error-on-warnings', '.']],
  ['dead code', bin('knip'), []],
];
let failed = 0;
for (const [what, command, args] of checks) {
  const ended = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  process.stdout.write(`${what}: ${ended.status === 0 ? 'ok' : 'FAILED'}\n`);
  if (ended.status !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
