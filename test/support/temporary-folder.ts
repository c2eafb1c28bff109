import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

function removeAll(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}

// Vitest loads this module anew for each file of tests, so that the hook is of the file that made the folders. The
// torture runs without Vitest.
if (process.env['VITEST'] === undefined) process.on('exit', removeAll);
else afterAll(removeAll);

/** An empty folder, which is removed when the tests of its file, or the process, are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remediate-test-'));
  made.push(folder);
  return folder;
}
