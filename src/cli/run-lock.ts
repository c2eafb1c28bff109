import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { RemediateError } from '../engine/errors.ts';

/** Does the work while no other process runs the same plan: two that go on with one record would do its steps twice. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, 'runs', '.lock');
  mkdirSync(join(folder, 'runs'), { recursive: true });
  take(path);
  try {
    return await work();
  } finally {
    unlinkSync(path);
  }
}

function take(path: string): void {
  const mine = `${process.pid} ${hostname()}`;
  try {
    writeFileSync(path, mine, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const [pid, host] = readFileSync(path, 'utf8').split(' ');
    if (host === hostname() && !isAlive(Number(pid))) {
      // A killed run left its lock behind.
      unlinkSync(path);
      writeFileSync(path, mine, { flag: 'wx' });
      return;
    }
    throw new RemediateError('Locked', `process ${pid} on ${host} is running this plan`, {
      hint: `wait for it to end; where it is not running any more, delete ${path}`,
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
