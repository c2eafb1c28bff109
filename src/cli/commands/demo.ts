import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Baseline, defaultBaseline } from '../../engine/baseline.ts';
import { exitCode } from '../../engine/errors.ts';
import { type Json, sameJson } from '../../engine/json.ts';
import { planText } from '../../report/plan-text.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import { makePlan, writePlan } from '../planning.ts';
import { renderResult, toScanResult } from '../render.ts';
import { beginRun, plainProgress, tellEnd, undoRun } from '../running.ts';
import { type Scanned, scanSource } from '../scanning.ts';
import { sandboxSource } from '../source.ts';

/** `remediate demo`: the whole job on a fresh sandbox account: scan, plan, diff, apply, record, rollback. */
export async function runDemo(host: Host): Promise<number> {
  const say = (heading: string, text: string) => host.out(`\n${host.paint('bold', heading)}\n${text}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'remediate-demo-'));
  const source = await sandboxSource(join(folder, 'sandbox.json'), host);
  const baseline: Baseline = {
    ...defaultBaseline,
    alarmEmails: ['security@example.com'],
    secrets: { kind: 'file', directory: join(folder, 'secrets') },
  };
  const scan = () => scanSource(host, source, baseline, {}, () => {});

  say('1. Scan', 'A made-up account whose IAM has drifted. No AWS is touched on this tour.');
  const before = await scan();
  host.out(await renderResult(host, toScanResult(before), 'table', { terminal: true, hints: [] }));

  say('2. Plan and diff', 'The fix, exactly as it would be carried out.');
  const failing = before.findings.filter((finding) => finding.status === 'fail');
  const plan = await makePlan(host, before, { findings: failing, via: 'api' });
  const saved = await writePlan(host, plan, before);
  host.out(planText(plan, { width: host.width, paint: painter(host) }));

  say('3. Apply', 'On an account of yours this asks first. Each step is on record before it is done.');
  const options = { source, baseline, onEvent: plainProgress(host) };
  const ended = await beginRun(host, saved, { ...options, allowed: new Set<string>() });
  tellEnd(host, ended);
  const after = await scan();
  const stillFailing = after.findings.filter((finding) => finding.status === 'fail').length;
  say(
    '4. Record',
    `${failing.length} findings failed before, ${stillFailing} now.\nThe record: ${relative(host.cwd, ended.record)}`,
  );

  say('5. Roll back', 'From the record alone, newest change first.');
  const undone = await undoRun(host, ended.record, options);
  const restored = await scan();
  const equal = sameJson(comparable(before), comparable(restored));
  host.out(equal ? 'The account is equal to what it was.\n' : 'The account is NOT what it was.\n');
  host.out(
    '\nNext: `remediate` on a terminal is the wizard; `remediate scan --profile NAME` judges an account of yours.\n',
  );
  return equal && undone.outcome === 'complete' ? exitCode.ok : exitCode.partial;
}

/** What must be equal: the account, not the time at which it was looked at, nor the ids that AWS gives to what is recreated. */
function comparable(scanned: Scanned): Json {
  return JSON.parse(
    JSON.stringify(scanned.snapshot.collections, (key, value: unknown) =>
      key === 'id' || key === 'createdAt' || key === 'lastRotated' ? undefined : value,
    ),
  ) as Json;
}
