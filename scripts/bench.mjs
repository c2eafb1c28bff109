// `npm run bench`: sets up what is missing, then measures the built program.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, install, root } from './setup.mjs';

install();
build();
const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const ended = spawnSync(process.execPath, ['--expose-gc', tsx, join(root, 'bench', 'index.ts')], { stdio: 'inherit' });
process.exit(ended.status ?? 1);
