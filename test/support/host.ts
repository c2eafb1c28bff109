import type { Host } from '../../src/cli/host.ts';
import { builtAt } from '../../src/providers/aws/model/builder.ts';

/** A process in a folder, without a terminal, that keeps silent; its clock stands where the builder's does. */
export function hostIn(cwd: string): Host {
  const silent = () => {};
  return {
    env: {},
    cwd,
    interactive: false,
    width: 80,
    now: () => builtAt,
    out: silent,
    err: silent,
    paint: (_, text) => text,
    signal: new AbortController().signal,
  };
}
