import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controls } from '../../../remediations/index.ts';
import { type Baseline, defaultBaseline } from '../../engine/baseline.ts';
import { exitCode } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { type Json, sameJson } from '../../engine/json.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { planText } from '../../report/plan-text.ts';
import { hang, wrap } from '../../report/text-layout.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import { makePlan, writePlan } from '../planning.ts';
import { renderResult, toScanResult } from '../render.ts';
import { openRun } from '../run-files.ts';
import { beginRun, plainProgress, tellStates, undoRun } from '../running.ts';
import { type Scanned, scanSource } from '../scanning.ts';
import { sandboxSource } from '../source.ts';

/** The practices that the tour shows: some for the API, one by hand, one that takes days, one that nobody can undo. */
const shown = [
  'root-access-keys',
  'password-policy',
  'root-activity-monitored',
  'access-key-rotation',
  'user-attached-policies',
  'user-inline-policies',
  'group-unused',
];

/** `remediate demo`: the whole job on a fresh sandbox account: scan, plan, diff, apply, record, rollback. */
export async function runDemo(host: Host): Promise<number> {
  const say = (heading: string, text: string) => {
    const lines = wrap(text, host.width).join('\n');
    host.out(`\n${host.paint('bold', heading)}\n${lines}\n\n`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'remediate-demo-'));
  const others = Object.fromEntries(
    controls.filter(({ id }) => !shown.includes(id)).map(({ id }) => [id, false as const]),
  );
  const source = await sandboxSource(join(folder, 'sandbox.json'), host);
  const baseline: Baseline = {
    ...defaultBaseline,
    alarmEmails: ['security@example.com'],
    controls: { ...others, 'access-key-rotation': { maxAgeDays: [90] } },
    secrets: { kind: 'file', directory: join(folder, 'secrets') },
  };
  const scan = () => scanSource(host, source, baseline, {}, () => {});
  const isFailing = ({ status }: Finding) => status === 'fail';

  say(
    '1. Scan',
    `A made-up account whose IAM has drifted, judged by ${shown.length} of the ${controls.length} practices. No AWS is touched on this tour.`,
  );
  const before = await scan();
  host.out(await renderResult(host, toScanResult(before), 'table', { terminal: true, hints: [] }));

  say(
    '2. Plan',
    'The fix, exactly as it would be carried out: each step with its diff and as a command of the AWS CLI.',
  );
  const failing = before.findings.filter(isFailing);
  const plan = await makePlan(host, before, { findings: failing, via: 'api' });
  const saved = await writePlan(host, plan, before, join(folder, 'plan'));
  host.out(planText(plan, { width: host.width, paint: painter(host) }));

  say('3. Apply', 'On an account of yours this asks first. Each step is on record before it is done.');
  const options = { source, baseline, onEvent: plainProgress(host) };
  const ended = await beginRun(host, saved, { ...options, allowed: new Set<string>() });
  tellStates(host, ended);
  const left = (await scan()).findings.filter(isFailing);
  host.out(`\n${failing.length} findings failed before, ${left.length} now:\n`);
  for (const { control, message } of left)
    for (const line of hang(`  ${control}: `, neutralise(message), host.width)) host.out(`${line}\n`);

  say('4. Roll back', 'From the record alone, newest change first.');
  const undone = await undoRun(host, openRun(host.cwd, ended.record), options);
  tellStates(host, undone);
  const equal = sameJson(comparable(before), comparable(await scan()));
  host.out(equal ? '\nThe account is equal to what it was.\n' : '\nThe account is NOT what it was.\n');
  say(
    'Next',
    '`remediate` on a terminal is the wizard; choose the sandbox there to try it yourself. `remediate scan --profile NAME` judges an account of yours and changes nothing.',
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
