import type { z } from 'zod';
import type { Baseline } from './baseline.ts';
import type { Control } from './control.ts';
import { RemediateError } from './errors.ts';
import { withException } from './exceptions.ts';
import { compareFindings, compareText, type Finding, fingerprint } from './finding.ts';
import { type Severity, severities } from './severity.ts';
import type { Snapshot, Unreadable } from './snapshot.ts';

/** Judges a snapshot by controls under a baseline; every control answers, and the findings come sorted, the worst first. */
export function evaluate<C>(
  controls: readonly Control<C>[],
  snapshot: Snapshot<C>,
  baseline: Baseline,
  now: Date,
): Finding[] {
  const { exceptions } = baseline;
  const bySeverity = new Map<Severity, Finding[][]>(severities.map((severity) => [severity, []]));
  for (const control of controls.toSorted((a, b) => compareText(a.id, b.id))) {
    if (baseline.controls[control.id] === false) continue;
    const found = judge(control, snapshot, baseline, now);
    const told =
      exceptions.length === 0
        ? found
        : found.map((finding) => withException(finding, exceptions, snapshot.account.id, now));
    for (const [severity, list] of splitBySeverity(inOrder(told))) bySeverity.get(severity)?.push(list);
  }
  return ([] as Finding[]).concat(...severities.flatMap((severity) => bySeverity.get(severity) ?? []));
}

/** Sorted a control at a time, findings are sorted in half the time; and most come in the order in which AWS lists things. */
function inOrder(findings: Finding[]): Finding[] {
  for (let at = 1; at < findings.length; at++)
    if (compareFindings(findings[at - 1] as Finding, findings[at] as Finding) > 0)
      return findings.sort(compareFindings);
  return findings;
}

/** Cuts findings that are in order by severity; those of nearly every control all have its own. */
function splitBySeverity(findings: Finding[]): readonly (readonly [Severity, Finding[]])[] {
  const [first, last] = [findings[0], findings.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (first.severity === last.severity) return [[first.severity, findings]];
  return severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity)] as const);
}

/** A control's parameters: its defaults, overlaid by the baseline's. */
export function parametersOf<C>(control: Control<C>, baseline: Baseline): Readonly<Record<string, unknown>> {
  const given = baseline.controls[control.id] || {};
  const parsed = strictly(control.parameters).safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RemediateError(
    'Configuration',
    `the baseline's parameters for ${control.id} are not valid: ${issue?.path.join('.') || 'controls'}: ${issue?.message}`,
    { hint: `see \`remediate controls show ${control.id}\` for its parameters` },
  );
}

/** Made once for each: a new schema is slow to begin with, and a run judges by the same ones again and again. */
function strictly(parameters: z.ZodObject): z.ZodObject {
  const known = strict.get(parameters) ?? parameters.strict();
  strict.set(parameters, known);
  return known;
}

const strict = new WeakMap<z.ZodObject, z.ZodObject>();

function judge<C>(control: Control<C>, snapshot: Snapshot<C>, baseline: Baseline, now: Date): Finding[] {
  const parameters = parametersOf(control, baseline);
  const missing = control.reads.flatMap((name) => {
    const collection = snapshot.collections[name];
    return collection.status === 'read' ? [] : [[name, collection as Unreadable] as const];
  });
  const [first] = missing;
  if (first !== undefined) return [unreadableFinding(control, snapshot, first[0], first[1])];
  const findings = control.judge(snapshot, parameters, now);
  const gaps = control.reads.flatMap((name) => partialFinding(control, snapshot, name) ?? []);
  findings.push(...gaps);
  return findings.length === 0 ? [emptyFinding(control, snapshot)] : findings;
}

function unreadableFinding<C>(
  control: Control<C>,
  snapshot: Snapshot<C>,
  name: string,
  collection: Unreadable,
): Finding {
  const lacking = collection.permission === undefined ? '' : `; allow ${collection.permission}`;
  return {
    ...accountFinding(control, snapshot, 'unreadable'),
    status: 'unknown',
    message: `Not judged: ${name} could not be read (${collection.reason}${lacking})`,
    evidence: { collection: name, cause: collection.cause, permission: collection.permission ?? null },
  };
}

/** Evidence that was read in part decides about what it holds, and leaves the rest unknown. */
function partialFinding<C>(control: Control<C>, snapshot: Snapshot<C>, name: keyof C & string): Finding | undefined {
  const collection = snapshot.collections[name];
  if (collection.status !== 'read' || collection.partial === undefined) return undefined;
  return {
    ...accountFinding(control, snapshot, 'partial', name),
    status: 'unknown',
    message: `Judged in part: ${name} is incomplete (${collection.partial})`,
    evidence: { collection: name },
  };
}

/** Of an account without users, a practice about users can say nothing; that is an answer too, and counted as one. */
function emptyFinding<C>(control: Control<C>, snapshot: Snapshot<C>): Finding {
  return {
    ...accountFinding(control, snapshot, 'nothing-to-assess'),
    status: 'not-applicable',
    message: 'Nothing to assess: the account has nothing that this practice is about',
    evidence: {},
  };
}

/** What the engine says for a control that cannot say it itself. */
function accountFinding<C>({ id, severity }: Control<C>, { account }: Snapshot<C>, reason: string, of?: string) {
  const resource = { type: 'account', id: account.id };
  const discriminator = of === undefined ? {} : { discriminator: of };
  const mark = of === undefined ? reason : `${reason} ${of}`;
  return { control: id, severity, resource, ...discriminator, reason, fingerprint: fingerprint(id, resource, mark) };
}
