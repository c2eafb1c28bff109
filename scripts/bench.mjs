// `npm run bench`: sets up what is missing, builds the measures as the program is built, and runs them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, install, root } from './setup.mjs';

install();
build();
const run = (...args) => {
  const ended = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (ended.status !== 0) process.exit(ended.status ?? 1);
};
run(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.bench.json');
run(join(root, '.cache', 'bench', 'bench', 'index.js'));
