import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { formats } from '../../src/cli/options.ts';
import { makePlan } from '../../src/cli/planning.ts';
import { renderResult, toScanResult } from '../../src/cli/render.ts';
import { beginRun } from '../../src/cli/running.ts';
import type { Scanned } from '../../src/cli/scanning.ts';
import { sandboxSource } from '../../src/cli/source.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { readRecord } from '../../src/engine/journal-file.ts';
import { foldRun } from '../../src/engine/run-state.ts';
import { parseSnapshot, serializeSnapshot } from '../../src/providers/aws/import/snapshot-file.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { redact } from '../../src/providers/aws/redact/redact.ts';
import { SandboxAccount } from '../../src/providers/sandbox/account.ts';
import { plain } from '../../src/report/painter.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { runText } from '../../src/report/run-text.ts';
import { encodingsOf } from '../support/encodings.ts';
import { hostIn } from '../support/host.ts';
import { namedAccounts } from '../support/named-account.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const now = new Date('2026-11-22T10:00:00.000Z');
const accounts = namedAccounts(now);

/** The names that an output tells. */
function told(output: string, names: readonly string[]): string[] {
  return names.filter((name) => output.includes(name));
}

/** The same in whatever encoding. */
function toldSomehow(output: string, names: readonly string[]): string[] {
  return names.filter((name) => encodingsOf(name).some((form) => output.includes(form)));
}

async function scannedFrom(snapshot: AwsSnapshot): Promise<Scanned> {
  const path = join(temporaryFolder(), 'sandbox.json');
  SandboxAccount.create(path, snapshot);
  const host = { ...hostIn(temporaryFolder()), now: () => now };
  const source = await sandboxSource(path, host);
  const findings = evaluate(controls, snapshot, defaultBaseline, now);
  const wanted = { collections: [], scope: {} } as unknown as Scanned['wanted'];
  return { source, baseline: defaultBaseline, controls, wanted, snapshot, findings, exceptions: [] };
}

describe.each(accounts)('an account of many names', ({ snapshot, names }) => {
  const look = { terminal: false, hints: [], region: 'us-east-1' };
  const host = hostIn(temporaryFolder());

  test('tells names where nothing is hidden', async () => {
    const result = toScanResult(await scannedFrom(snapshot));
    expect(told(await renderResult(host, result, 'json', look), names).length).toBeGreaterThan(names.length / 3);
  });

  test.each(formats)('tells none in a scan as %s', async (format) => {
    const result = toScanResult(await scannedFrom(snapshot));
    expect(told(await renderResult(host, redact(result, snapshot), format, look), names)).toEqual([]);
  });

  test.each(formats)('tells none in a report of a result file as %s', async (format) => {
    const result = toScanResult(await scannedFrom(snapshot));
    expect(told(await renderResult(host, redact(result), format, look), names)).toEqual([]);
  });

  test('tells none in a plan', async () => {
    const scanned = await scannedFrom(snapshot);
    const failing = scanned.findings.filter(({ status }) => status === 'fail');
    const plan = await makePlan(host, scanned, { findings: failing, via: 'api' });
    const hidden = redact(plan);
    const shown = { width: 120, paint: plain };
    for (const output of [planText(hidden, shown), planMarkdown(hidden)]) expect(told(output, names)).toEqual([]);
    expect(toldSomehow(JSON.stringify(hidden), names)).toEqual([]);
  });

  test('tells none in a run', async () => {
    const scanned = await scannedFrom(snapshot);
    // What no guard refuses in either account.
    const chosen = ['password-policy', 'group-unused', 'user-inline-policies', 'access-key-rotation'];
    const failing = scanned.findings.filter(({ status, control }) => status === 'fail' && chosen.includes(control));
    const plan = await makePlan(host, scanned, { findings: failing, via: 'api' });
    const folder = { path: temporaryFolder(), plan };
    const allowed = new Set(plan.changes.map(({ id }) => id));
    const secrets = { kind: 'file', directory: temporaryFolder() } as const;
    const baseline = { ...defaultBaseline, secrets };
    const ended = await beginRun(host, folder, { source: scanned.source, baseline, allowed, onEvent: () => {} });
    const { lines } = readRecord(ended.record);
    expect(told(JSON.stringify(lines), names).length).toBeGreaterThan(0);
    const run = redact({ lines, plan });
    const text = runText(foldRun(run.lines, run.plan.changes), run.plan, { width: 120, paint: plain, hints: [] });
    for (const output of [text, JSON.stringify(run.lines)]) expect(toldSomehow(output, names)).toEqual([]);
  });

  test('tells none in a snapshot, which is one still', () => {
    const file = serializeSnapshot(redact(snapshot));
    expect(toldSomehow(file, names)).toEqual([]);
    const read = parseSnapshot(file, 'redacted.json');
    const count = (given: AwsSnapshot) =>
      evaluate(controls, given, defaultBaseline, now).filter(({ status }) => status === 'fail').length;
    expect(count(read)).toBe(count(snapshot));
  });
});
