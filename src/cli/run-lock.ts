import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { RemediateError } from '../engine/errors.ts';
import { showTime } from '../report/phrases.ts';

/** What one process at a time may work on, and the file that says which one does. */
export interface Lock {
  readonly path: string;
  /** What is locked, in words. */
  readonly what: string;
}

const holderSchema = z.object({
  user: z.string(),
  host: z.string(),
  pid: z.number(),
  since: z.string(),
  /** Tells this taking of the lock from any other. */
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Does the work while no other process holds any of the locks. A lock that a killed process of this host left is taken
 * over; `breaking` takes over what cannot be known to be dead, too.
 */
export async function withLocks<T>(
  locks: readonly Lock[],
  now: () => Date,
  breaking: boolean,
  work: () => Promise<T>,
): Promise<T> {
  const me = { user: userName(), host: hostname(), pid: process.pid, since: now().toISOString(), token: randomUUID() };
  const held: Lock[] = [];
  try {
    for (const lock of locks) {
      mkdirSync(dirname(lock.path), { recursive: true });
      take(lock, me, breaking);
      held.push(lock);
    }
    return await work();
  } finally {
    for (const { path } of held.reverse()) if (holderOf(path)?.token === me.token) rmSync(path, { force: true });
  }
}

/**
 * Takes a lock. It comes to be whole or not at all, as a second name of a file. A dead one is replaced under a lock of
 * its own, so that of several who find it dead one takes it over and no other takes that one for the dead.
 */
function take({ path, what }: Lock, me: Holder, breaking: boolean): void {
  const mine = `${path}.${me.token}`;
  writeFileSync(mine, `${JSON.stringify(me)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    for (;;) {
      if (isLinked(mine, path)) return;
      const holder = holderOf(path);
      if (holder === undefined) continue;
      if (!breaking && !isDead(holder)) throw refusal(holder, what, path);
      const taking = { path: `${path}.taking`, what };
      take(taking, { ...me, token: randomUUID() }, breaking);
      try {
        if (holderOf(path)?.token !== holder.token) continue;
        renameSync(mine, path);
        return;
      } finally {
        rmSync(taking.path, { force: true });
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Who holds a lock; undefined where nobody does any more. A file that is no lock of ours is held by somebody unknown. */
function holderOf(path: string): Partial<Holder> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

function refusal({ user, host, pid, since }: Partial<Holder>, what: string, path: string): RemediateError {
  const who = pid === undefined ? 'somebody' : `${user} on ${host} (process ${pid})`;
  const when = since === undefined ? '' : ` since ${showTime(since)}`;
  return new RemediateError('Locked', `${who} has been working on ${what}${when}`, {
    hint: `wait for it to end; where it is not running any more, pass --break-lock (the lock is ${path})`,
  });
}

/** Whether a holder is known to be gone: only of its own host can a process tell. */
function isDead({ host, pid }: Partial<Holder>): boolean {
  if (host !== hostname() || pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The name of whoever runs this; a container may run under a number that has none. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
