import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BenchmarkRow } from './measure.ts';

const main = resolve('dist/src/cli/main.js');
const rounds = 9;

/** How long the built program takes to be of use: to print its help, and a scan's first line. */
export async function startupBench(): Promise<BenchmarkRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'remediate-bench-'));
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
  const help = () => {
    const start = performance.now();
    spawnSync(process.execPath, [main, '--help'], { env });
    return performance.now() - start;
  };
  const scan = () =>
    new Promise<number>((done) => {
      const start = performance.now();
      let first = 0;
      const child = spawn(process.execPath, [main, 'scan', '--from', 'sandbox'], { cwd: folder, env });
      for (const stream of [child.stdout, child.stderr])
        stream.once('data', () => {
          first ||= performance.now() - start;
        });
      child.on('close', () => done(first));
    });
  const [helps, scans]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    helps.push(help());
    scans.push(await scan());
  }
  return [
    { name: 'remediate --help, whole run', value: median(helps), unit: 'ms', limit: 150 },
    { name: 'remediate scan, first line', value: median(scans), unit: 'ms', limit: 300 },
  ];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
