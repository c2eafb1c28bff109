import { type Baseline, exceptionFor } from './baseline.ts';
import type { Control } from './control.ts';
import { RemediateError } from './errors.ts';
import { compareFindings, type Finding, fingerprint } from './finding.ts';
import type { Snapshot, Unreadable } from './snapshot.ts';

/** Judges a snapshot by controls under a baseline; the findings come sorted, the worst first. */
export function evaluate<C>(
  controls: readonly Control<C>[],
  snapshot: Snapshot<C>,
  baseline: Baseline,
  now: Date,
): Finding[] {
  return controls
    .filter((control) => baseline.controls[control.id] !== false)
    .flatMap((control) => judge(control, snapshot, baseline, now))
    .map((finding) => mute(finding, snapshot.account.id, baseline, now))
    .sort(compareFindings);
}

/** A control's parameters: its defaults, overlaid by the baseline's. */
export function parametersOf<C>(control: Control<C>, baseline: Baseline): Readonly<Record<string, unknown>> {
  const given = baseline.controls[control.id] || {};
  const parsed = control.parameters.strict().safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RemediateError(
    'Configuration',
    `the baseline's parameters for ${control.id} are not valid: ${issue?.path.join('.') || 'controls'}: ${issue?.message}`,
    { hint: `see \`remediate controls show ${control.id}\` for its parameters` },
  );
}

function judge<C>(control: Control<C>, snapshot: Snapshot<C>, baseline: Baseline, now: Date): Finding[] {
  const parameters = parametersOf(control, baseline);
  const missing = control.reads.flatMap((name) => {
    const collection = snapshot.collections[name];
    return collection.status === 'read' ? [] : [[name, collection as Unreadable] as const];
  });
  const [first] = missing;
  if (first !== undefined) return [unreadableFinding(control, snapshot, first[0], first[1])];
  return control.judge(snapshot, parameters, now);
}

function unreadableFinding<C>(
  control: Control<C>,
  snapshot: Snapshot<C>,
  name: string,
  collection: Unreadable,
): Finding {
  const resource = { type: 'account', id: snapshot.account.id };
  const lacking = collection.permission === undefined ? '' : `; allow ${collection.permission}`;
  return {
    control: control.id,
    status: 'unknown',
    severity: control.severity,
    resource,
    reason: 'unreadable',
    message: `Not judged: ${name} could not be read (${collection.reason}${lacking})`,
    evidence: { collection: name, cause: collection.cause, permission: collection.permission ?? null },
    fingerprint: fingerprint(control.id, resource, 'unreadable'),
  };
}

function mute(finding: Finding, account: string, baseline: Baseline, now: Date): Finding {
  if (finding.status !== 'fail') return finding;
  const exception = exceptionFor(baseline, finding, account, now);
  if (exception === undefined) return finding;
  const { owner, reason, expires } = exception;
  return { ...finding, status: 'muted', exception: { owner, reason, expires } };
}
