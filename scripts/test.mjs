// `npm test`: sets up what is missing, then runs the tests and says how many there were; `npm run test:long` those that take
// minutes each.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browser, build, install, root } from './setup.mjs';

install();
build();
browser();
const results = join(root, '.cache', 'test-results.json');
mkdirSync(join(root, '.cache'), { recursive: true });
rmSync(results, { force: true });
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const given = process.argv.slice(2);
const projects = given.includes('--project') ? [] : ['--project', 'pure', '--project', 'whole'];
const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...projects, ...given];
const ended = spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: 'inherit' });
try {
  const { numPassedTests, numFailedTests, numPendingTests, success } = JSON.parse(readFileSync(results, 'utf8'));
  // A file that could not even be loaded has no tests of its own to count.
  const failed = success ? 0 : Math.max(1, numFailedTests);
  process.stdout.write(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
  if (numPassedTests === 0) process.exit(1);
} catch {
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
}
process.exit(ended.status ?? 1);
