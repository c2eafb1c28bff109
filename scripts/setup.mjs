// What `npm start` and `npm test` need and a fresh clone lacks: the dependencies, the build, and a browser for the tests.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumMissing, findChromium } from './chromium.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'dist', '.built');

/** Runs a program of the set-up, its words going to stderr; ends the process where it fails. */
function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  const ended = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (ended.status !== 0) {
    process.stderr.write(`error: ${what} failed; the lines above say why\n`);
    process.exit(2);
  }
}

function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Installs the dependencies where they are missing or older than the lock file. */
export function install() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 17)) {
    process.stderr.write(`error: this is Node ${process.versions.node}, and remediate needs 20.17 or later\n`);
    process.exit(2);
  }
  const installed = newest(join(root, 'node_modules', '.package-lock.json'));
  if (installed === 0 || installed < newest(join(root, 'package-lock.json')))
    // Not `npm ci`: it insists on the binaries of every platform, also those that a registry's mirror lacks.
    run('Installing the dependencies', 'npm', [
      'install',
      '--no-save',
      '--include=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
}

/** Builds what is missing or older than its source. */
export function build() {
  const sources = ['src', 'remediations', 'stacks', 'tsconfig.build.json', 'tsconfig.json', 'package.json'];
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= Math.max(...sources.map((name) => newest(join(root, name)))))
    return;
  run('Building', process.execPath, [
    join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    'tsconfig.build.json',
  ]);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}

/** Installs Chromium where it is missing and can be installed; where not, says how, and the tests that need it fail. */
export function browser() {
  if (findChromium(process.env) !== undefined) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0;
  if (process.getuid?.() === 0) {
    process.stderr.write('Installing Chromium …\n');
    apt('update', '--quiet');
    if (apt('install', '--yes', '--quiet', '--no-install-recommends', 'chromium')) return;
  }
  process.stderr.write(`note: ${chromiumMissing}\n`);
}
