#!/usr/bin/env node
import { reportFailure } from './failure.ts';
import { processHost } from './host.ts';
import { buildProgram } from './program.ts';

const host = processHost();
// A reader that goes away early (`| head`) is no failure of ours, and no reason to leave a run in its middle.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
try {
  await buildProgram(host).parseAsync();
} catch (error) {
  process.exitCode = reportFailure(host, error);
}
