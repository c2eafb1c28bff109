import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const wanted = 'moto[server]==5.2.*';
const cache = fileURLToPath(new URL('../../.cache', import.meta.url));
const environment = join(cache, 'moto');
const environmentPython = join(environment, 'bin', 'python');

/**
 * A Python that can run the test endpoint: one on PATH that has moto, else one in a virtual environment under
 * .cache/ that is made once. Without any Python the tests fail: they are never skipped.
 */
export async function motoPython(): Promise<string> {
  if (existsSync(environmentPython)) return environmentPython;
  for (const python of ['python3', 'python']) if (await hasMoto(python)) return python;
  return makeEnvironment();
}

async function hasMoto(python: string): Promise<boolean> {
  const check =
    'from importlib.metadata import version; version("flask"); assert version("moto").startswith("5.2."), version("moto")';
  return run(python, ['-c', check]).then(
    () => true,
    () => false,
  );
}

/** Builds aside and then renames, so that test workers that come here together never see half an environment. */
async function makeEnvironment(): Promise<string> {
  const building = `${environment}-${process.pid}`;
  await mkdir(cache, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', building]);
    await run(join(building, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', wanted]);
  } catch (cause) {
    await rm(building, { recursive: true, force: true });
    throw new Error(
      `the test endpoint needs Python 3 with ${wanted}: install Python 3.10 or later, or let pip reach a package index`,
      { cause },
    );
  }
  await rename(building, environment).catch(() => rm(building, { recursive: true, force: true }));
  return environmentPython;
}
