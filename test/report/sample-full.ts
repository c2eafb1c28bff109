import { type Entry, Journal, parseRecord } from '../../src/engine/journal.ts';
import { foldRun, type RunState } from '../../src/engine/run-state.ts';
import { type AccountView, type ScanResult, scanResult } from '../../src/report/scan-result.ts';
import { trendOf } from '../../src/report/trend.ts';
import { samplePlan } from './sample-plan.ts';
import { finding, sampleExceptions, sampleFindings, sampleScan, sampleSnapshot } from './sample-scan.ts';

const view: AccountView = {
  administrators: [
    { type: 'user', name: 'ada', how: 'attached policy AdministratorAccess of group administrators', certain: true },
    { type: 'role', name: 'deploy', how: 'inline policy all, when its condition holds', certain: false },
  ],
  credentials: [
    { user: 'root user', kind: 'access-key', since: '2022-03-01T12:00:00.000Z', lastUsed: '2026-02-11T08:00:00.000Z' },
    { user: 'root user', kind: 'password', since: 'unknown', lastUsed: '2026-02-11T08:00:00.000Z' },
    {
      user: 'deployment-pipeline-of-the-payments-platform',
      kind: 'access-key',
      id: 'AKIAEXAMPLE000000001',
      since: '2025-01-13T12:00:00.000Z',
      lastUsed: '2026-02-28T23:00:00.000Z',
    },
    {
      user: 'ada',
      kind: 'access-key',
      id: 'AKIAEXAMPLE000000002',
      since: '2026-02-17T12:00:00.000Z',
      lastUsed: 'never',
    },
    { user: 'grace', kind: 'password', since: '2025-11-30T12:00:00.000Z', lastUsed: '2026-02-27T12:00:00.000Z' },
  ],
};

const tool = { name: 'remediate', version: '1.2.3' };
const user = (name: string) => ({ type: 'iam-user', id: name, arn: `arn:aws:iam::111122223333:user/${name}` });

/** The sample account a month earlier: fewer gaps in the password policy's place, a user that is gone, alarms that were read. */
export const januaryScan: ScanResult = scanResult(
  { ...sampleSnapshot, collectedAt: '2026-01-31T12:00:00.000Z' },
  [
    ...sampleFindings
      .filter(({ control }) => control !== 'iam-alarm')
      .map((item) => (item.control === 'password-policy' ? { ...item, status: 'pass' as const } : item)),
    finding('user-mfa', 'fail', user('edsger'), 'User edsger can sign in to the console without MFA', {
      user: 'edsger',
    }),
    finding(
      'key-age',
      'fail',
      user('ada'),
      'Access key AKIAEXAMPLE000000002 is 400 days old',
      { ageDays: 400 },
      { discriminator: 'AKIAEXAMPLE000000002' },
    ),
    finding('iam-alarm', 'fail', { type: 'account', id: '111122223333' }, 'Nothing picks out changes of IAM', {}),
  ].filter(({ control, resource, status }) => !(control === 'key-age' && resource.id === 'ada' && status === 'pass')),
  tool,
  sampleScan.controls,
);

/** The same, two months earlier, before anybody looked at the groups. */
export const decemberScan: ScanResult = scanResult(
  { ...sampleSnapshot, collectedAt: '2025-12-31T12:00:00.000Z' },
  januaryScan.findings.filter(({ control }) => control !== 'group-unused'),
  tool,
  sampleScan.controls,
);

const told: ScanResult = scanResult(sampleSnapshot, sampleFindings, tool, sampleScan.controls, sampleExceptions, view);

/** The sample scan with all that a report can tell: the account, earlier scans, and a plan. */
export const fullScan: ScanResult = { ...told, trend: trendOf(told, [januaryScan, decemberScan]), plan: samplePlan };

/** A run of the sample plan whose record holds these entries after its beginning. */
export function runOf(entries: readonly Entry[]): RunState {
  let record = '';
  const journal = new Journal({ append: (line) => (record += line) }, () => new Date('2026-03-01T12:10:00.000Z'));
  journal.write({
    kind: 'begin',
    run: 'run-1',
    mode: 'apply',
    plan: samplePlan.id,
    planDigest: samplePlan.digest,
    account: samplePlan.account,
    caller: 'arn:aws:iam::111122223333:user/ada',
  });
  for (const entry of entries) journal.write(entry);
  return foldRun(parseRecord(record, 'run-1.jsonl').lines, samplePlan.changes);
}

/** A run in which one change was done, one failed, and one waits. */
export function sampleRun(): RunState {
  const [policy, group, key, , , deactivate] = samplePlan.changes;
  if (!policy || !group || !key || !deactivate) throw new Error('the sample plan has lost its changes');
  return runOf([
    { kind: 'done', change: policy.id, resource: policy.resource, after: policy.to, already: true },
    { kind: 'intent', change: group, before: null },
    { kind: 'failed', change: group.id, error: 'LimitExceeded' },
    { kind: 'intent', change: key, before: null },
    { kind: 'done', change: key.id, resource: key.resource, after: key.to, handedTo: 'secrets/deployer.json' },
    { kind: 'waiting', change: deactivate.id, reason: 'still in use', until: '2026-03-08T12:10:00.000Z' },
    { kind: 'end', outcome: 'partial' },
  ]);
}
