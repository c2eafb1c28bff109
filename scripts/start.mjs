// `npm start`: sets up what is missing, then runs the tool; without arguments the wizard on a terminal, else the tour.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, install, root } from './setup.mjs';

install();
build();
const given = process.argv.slice(2);
const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
const args = given.length > 0 || terminal ? given : ['demo'];
const tool = spawn(process.execPath, [join(root, 'dist', 'src', 'cli', 'main.js'), ...args], { stdio: 'inherit' });
// The tool itself decides what Ctrl-C means; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tool.kill(signal));
tool.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
