import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { controls } from '../remediations/index.ts';
import { defaultBaseline } from '../src/engine/baseline.ts';
import { evaluate } from '../src/engine/evaluate.ts';
import { serializeSnapshot } from '../src/providers/aws/import/snapshot-file.ts';
import { builtAt } from '../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../src/providers/aws/model/collections.ts';
import { forgetDocuments } from '../src/providers/aws/policy/memo.ts';
import { largeSnapshot } from './large-snapshot.ts';
import { type BenchmarkRow, least, measured } from './measure.ts';

/** Judging by all controls against JSON.parse of the file that `snapshot export` writes; before each run everything is forgotten. */
function ratio(scale: number, runs: number): { parse: number; judge: number; findings: number } {
  const parse: number[] = [];
  const judge: number[] = [];
  let findings = 0;
  for (let run = 0; run < runs; run++) {
    const text = serializeSnapshot(largeSnapshot(scale, `${scale}-${run}-${Math.random()}`));
    let snapshot = {} as AwsSnapshot;
    forgetDocuments();
    parse.push(measured(() => (snapshot = JSON.parse(text) as AwsSnapshot)));
    judge.push(measured(() => (findings = evaluate(controls, snapshot, defaultBaseline, builtAt).length)));
  }
  return { parse: least(parse), judge: least(judge), findings };
}

/** What a process takes that starts, parses the file of such an account and judges it: nothing in it has run before. */
function fresh(): { judge: number; megabytes: number } {
  const folder = mkdtempSync(join(tmpdir(), 'remediate-bench-'));
  const file = join(folder, 'snapshot.json');
  writeFileSync(file, serializeSnapshot(largeSnapshot(1, 'fresh')));
  const run = spawnSync(process.execPath, [judgeFile, file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (run.status !== 0) throw new Error(`the snapshot was not judged: ${run.stderr}`);
  return JSON.parse(run.stdout) as { judge: number; megabytes: number };
}

const judgeFile = fileURLToPath(new URL('./judge-file.js', import.meta.url));

/** Measures all controls against their budget: four times JSON.parse of the file, growing linearly, within 1 GB. */
export async function controlsBench(): Promise<BenchmarkRow[]> {
  ratio(0.5, 4);
  const half = ratio(0.5, 4);
  const whole = ratio(1, 5);
  const double = ratio(2, 3);
  const { judge, megabytes } = fresh();
  return [
    { name: 'controls: JSON.parse of the snapshot of that account', value: whole.parse, unit: 'ms' },
    { name: `controls: all of them over it, ${whole.findings} findings`, value: whole.judge, unit: 'ms' },
    { name: 'controls: judging against parsing', value: whole.judge / whole.parse, unit: 'times', limit: 4 },
    { name: 'controls: judging half the account against parsing it', value: half.judge / half.parse, unit: 'times' },
    {
      name: 'controls: judging double the account against parsing it',
      value: double.judge / double.parse,
      unit: 'times',
    },
    {
      name: 'controls: growth from half to double the account, which is four times as large',
      value: double.judge / half.judge,
      unit: 'times',
      limit: 5,
    },
    { name: 'controls: judging it in a fresh process, nothing warm', value: judge, unit: 'ms' },
    { name: 'controls: peak memory of that process', value: megabytes, unit: 'MB', limit: 1000 },
  ];
}
