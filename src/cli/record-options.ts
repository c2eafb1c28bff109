import { resolve } from 'node:path';
import { openSigner } from '../engine/signature.ts';
import type { Host } from './host.ts';
import type { RunOptions } from './running.ts';
import { readInput } from './source.ts';

/** Options of every command that writes a record. */
export interface RecordOptions {
  readonly signWith?: string;
  readonly breakLock?: boolean;
}

/** How a record is kept, as the options say; a key that cannot sign is refused before anything is begun. */
export function recordOptions(
  host: Host,
  { signWith, breakLock }: RecordOptions,
): Pick<RunOptions, 'sign' | 'breakLock'> {
  const path = signWith === undefined ? undefined : resolve(host.cwd, signWith);
  return {
    ...(path === undefined ? {} : { sign: openSigner(readInput(path), path) }),
    ...(breakLock === undefined ? {} : { breakLock }),
  };
}
