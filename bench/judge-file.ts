// Judges the snapshot in a file by all controls, in a process of its own, and prints what that took as JSON.
import { readFileSync } from 'node:fs';
import { controls } from '../remediations/index.ts';
import { defaultBaseline } from '../src/engine/baseline.ts';
import { evaluate } from '../src/engine/evaluate.ts';
import { builtAt } from '../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../src/providers/aws/model/collections.ts';

const text = readFileSync(process.argv[2] ?? '', 'utf8');
const start = performance.now();
const snapshot = JSON.parse(text) as AwsSnapshot;
const parsed = performance.now();
const findings = evaluate(controls, snapshot, defaultBaseline, builtAt);
const judged = performance.now();
process.stdout.write(
  JSON.stringify({
    parse: parsed - start,
    judge: judged - parsed,
    findings: findings.length,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
