import type { Change, Gate } from '../engine/change.ts';
import { compareFindings, type Finding } from '../engine/finding.ts';
import type { Plan } from '../engine/plan.ts';
import type { Severity } from '../engine/severity.ts';
import { type ElsewhereView, viewElsewhere } from './elsewhere-view.ts';
import { capitalise, count, enumerate } from './phrases.ts';
import { diffChange, type ValueDiff } from './value-diff.ts';

/** A finding as a plan tells of it. */
export interface FindingView {
  readonly severity: Severity;
  readonly control: string;
  readonly resource: string;
  readonly message: string;
}

/** One change, numbered in the order in which it is carried out. */
export interface StepView {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly diff: ValueDiff;
  /** The equivalent command of the AWS CLI, a word each. */
  readonly command: readonly string[];
  /** What it waits for, in words. */
  readonly waits: string | undefined;
  readonly reversibility: Change['reversibility'];
}

/** Steps that are carried out together, once all before them are done. */
export interface StageView {
  readonly title: string;
  readonly steps: readonly StepView[];
}

/** A plan as people read it: the terminal and the pull request show this, and so never disagree. */
export interface PlanView {
  readonly headline: string;
  readonly closes: readonly FindingView[];
  readonly opens: readonly FindingView[];
  readonly stages: readonly StageView[];
  /** The evidence behind changes that rest on more than their finding. */
  readonly reasons: readonly { readonly title: string; readonly because: readonly string[] }[];
  readonly guides: readonly { readonly title: string; readonly steps: readonly string[]; readonly expect: string }[];
  /** What is changed in the configuration of another Terraform state. */
  readonly elsewhere: readonly ElsewhereView[];
  /** What another Terraform state manages and is changed here all the same. */
  readonly overruled: readonly ElsewhereView[];
  /** Who gains and who loses access, and which steps the baseline asks to give it, one sentence each. */
  readonly access: readonly string[];
  /** The users, groups and roles that the changes name. */
  readonly touched: readonly string[];
  readonly refusals: readonly { readonly guard: string; readonly reason: string; readonly steps: string | undefined }[];
  readonly holds: readonly { readonly guard: string; readonly reason: string }[];
  /** One sentence on undoing, then what is recreated with a new id or secret, then what is gone for good. */
  readonly undo: string;
  readonly recreated: readonly StepView[];
  readonly lasting: readonly StepView[];
  readonly waiting: readonly StepView[];
  readonly unplanned: readonly { readonly finding: FindingView; readonly reason: string }[];
}

/** Makes the view of a plan that all its reports share. */
export function viewPlan(plan: Plan): PlanView {
  const numbers = new Map(inRunningOrder(plan).map((change, index) => [change.id, index + 1]));
  const byId = new Map(plan.changes.map((change) => [change.id, toStep(change, numbers)]));
  const stages = plan.waves.map(({ via, changes }, index) => ({
    title: stageTitle(via, index === 0),
    steps: changes.flatMap((id) => byId.get(id) ?? []),
  }));
  const steps = stages.flatMap((stage) => stage.steps);
  const findings = new Map(plan.findings.map((finding) => [finding.fingerprint, finding]));
  const closed = new Set(plan.predicted.closes);
  const recreated = steps.filter((step) => step.reversibility === 'recoverable');
  const lasting = steps.filter((step) => step.reversibility === 'irreversible');
  const { there, here } = viewElsewhere(plan, (ids) => stepList(ids, numbers));
  return {
    headline: headlineOf(plan),
    closes: plan.findings
      .filter(({ fingerprint }) => closed.has(fingerprint))
      .sort(compareFindings)
      .map(viewFinding),
    opens: [...plan.predicted.opens].sort(compareFindings).map(viewFinding),
    stages,
    reasons: plan.parts.flatMap(({ title, because = [] }) => (because.length === 0 ? [] : [{ title, because }])),
    guides: plan.parts.flatMap(({ title, guide }) => (guide === undefined ? [] : [{ title, ...guide }])),
    elsewhere: there,
    overruled: here,
    access: [...plan.access, ...askedFor(plan.changes, numbers)],
    touched: touchedBy(plan.changes),
    refusals: plan.guards
      .filter(({ verdict }) => verdict === 'refused')
      .map(({ guard, reason, changes }) => ({ guard, reason, steps: stepList(changes, numbers) })),
    holds: plan.guards.filter(({ verdict }) => verdict === 'holds').map(({ guard, reason }) => ({ guard, reason })),
    undo: undoOf(steps.length, recreated.length, lasting.length),
    recreated,
    lasting,
    waiting: steps.filter((step) => step.waits !== undefined),
    unplanned: notPlanned(plan).flatMap(({ fingerprint, reason }) => {
      const finding = findings.get(fingerprint);
      return finding === undefined ? [] : [{ finding: viewFinding(finding), reason }];
    }),
  };
}

function stageTitle(via: Change['via'], first: boolean): string {
  const way = via === 'terraform' ? 'by Terraform, as one plan' : 'by the API';
  return first ? capitalise(way) : `Then ${way}`;
}

function inRunningOrder(plan: Plan): Change[] {
  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  return plan.waves.flatMap((wave) => wave.changes).flatMap((id) => byId.get(id) ?? []);
}

function viewFinding({ severity, control, resource, message }: Finding): FindingView {
  return { severity, control, resource: resource.id, message };
}

/** What was left out with a reason, then what the plan addresses and the model says it does not close. */
function notPlanned(plan: Plan): Plan['unplanned'] {
  const told = new Set(plan.unplanned.map(({ fingerprint }) => fingerprint));
  const guided = new Set(plan.parts.filter(({ guide }) => guide !== undefined).flatMap(({ closes }) => closes));
  const there = new Set(plan.elsewhere.filter(({ change }) => change === undefined).flatMap(({ closes }) => closes));
  const left = plan.predicted.leaves.filter(
    (fingerprint) => ![told, guided, there].some((others) => others.has(fingerprint)),
  );
  return [
    ...plan.unplanned,
    ...left.map((fingerprint) => ({ fingerprint, reason: 'the changes do not close it completely' })),
  ];
}

function headlineOf(plan: Plan): string {
  const closes = `Closes ${plan.predicted.closes.length} of ${count(plan.findings.length, 'finding')}`;
  const guides = plan.parts.filter(({ guide }) => guide !== undefined).length;
  const hand = guides === 0 ? '' : ` ${count(guides, 'guide')} to follow by hand.`;
  const there = plan.elsewhere.filter(({ change }) => change === undefined).length;
  const elsewhere = there === 0 ? '' : ` ${count(there, 'change')} to make where another Terraform state manages it.`;
  const opens = plan.predicted.opens.length;
  const warning = opens === 0 ? '' : ` It opens ${count(opens, 'finding')}.`;
  return `${closes} ${sizeOf(plan.changes)}.${hand}${elsewhere}${warning}`;
}

function sizeOf(changes: readonly Change[]): string {
  const terraform = changes.filter(({ via }) => via === 'terraform').length;
  const api = changes.length - terraform;
  if (changes.length === 0) return 'without a change';
  const size = `with ${count(changes.length, 'change')}`;
  if (api === 0) return `${size} by Terraform`;
  return terraform === 0 ? `${size} by the API` : `${size}: ${terraform} by Terraform and ${api} by the API`;
}

function toStep(change: Change, numbers: ReadonlyMap<string, number>): StepView {
  return {
    number: numbers.get(change.id) ?? 0,
    id: change.id,
    title: change.title,
    diff: diffChange(change),
    command: ['aws', ...change.command],
    waits: change.gate === undefined ? undefined : gateInWords(change.gate, numbers),
    reversibility: change.reversibility,
  };
}

/** What a gate waits for, in words: `7 days after step 2, and unused for 7 days`. */
function gateInWords(gate: Gate, numbers: ReadonlyMap<string, number>): string | undefined {
  const step = (id: string) => (numbers.has(id) ? `step ${numbers.get(id)}` : 'an earlier step');
  const conditions = [
    ...(gate.days === undefined
      ? []
      : [`${count(gate.days, 'day')} after ${gate.after === undefined ? 'the run began' : step(gate.after)}`]),
    ...(gate.used === undefined ? [] : [`once the key made in ${step(gate.used)} has been seen in use`]),
    ...(gate.quietDays === undefined ? [] : [`once unused for ${count(gate.quietDays, 'day')}`]),
    ...(gate.neverUsed === true ? ['only if it was never used'] : []),
  ];
  return conditions.length === 0 ? undefined : enumerate(conditions);
}

/** The steps that may give access, since a setting of the baseline asks for it. */
function askedFor(changes: readonly Change[], numbers: ReadonlyMap<string, number>): string[] {
  const bySetting = new Map<string, string[]>();
  for (const { id, askedBy } of changes)
    if (askedBy !== undefined) bySetting.set(askedBy, [...(bySetting.get(askedBy) ?? []), id]);
  return Array.from(bySetting, ([setting, ids]) => {
    const verb = ids.length === 1 ? 'gives' : 'give';
    return `${capitalise(stepList(ids, numbers) ?? '')} ${verb} access that the baseline asks for: ${setting}`;
  });
}

const principalKinds = { user: 'user', group: 'group', role: 'role' } as const;

function touchedBy(changes: readonly Change[]): string[] {
  return Object.entries(principalKinds).flatMap(([key, noun]) => {
    const names = [...new Set(changes.flatMap(({ resource }) => resource.address[key] ?? []))].sort();
    return names.length === 0 ? [] : [`${noun}${names.length === 1 ? '' : 's'} ${enumerate(names)}`];
  });
}

function stepList(changes: readonly string[], numbers: ReadonlyMap<string, number>): string | undefined {
  const steps = changes.flatMap((id) => numbers.get(id) ?? []).sort((a, b) => a - b);
  if (steps.length === 0) return undefined;
  return `step${steps.length === 1 ? '' : 's'} ${enumerate(steps.map(String))}`;
}

function undoOf(all: number, recreated: number, lasting: number): string {
  if (all === 0) return 'There is nothing to undo.';
  if (recreated + lasting === 0)
    return all === 1 ? 'The change can be undone exactly.' : `All ${all} changes can be undone exactly.`;
  const exact = all - recreated - lasting;
  const parts = [
    ...(exact === 0 ? [] : [`${exact} exactly`]),
    ...(recreated === 0 ? [] : [`${recreated} by recreating with a new id or secret`]),
    ...(lasting === 0 ? [] : [`${lasting} not at all`]),
  ];
  return `Of ${count(all, 'change')}, rollback undoes ${enumerate(parts)}.`;
}
