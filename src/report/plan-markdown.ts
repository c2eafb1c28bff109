import type { Plan } from '../engine/plan.ts';
import type { ElsewhereView } from './elsewhere-view.ts';
import { codeBlock, codeSpan, escapeMarkdown, markdownTable } from './markdown-text.ts';
import { capitalise, showAccount, showTime } from './phrases.ts';
import { type FindingView, type PlanView, type StepView, viewPlan } from './plan-view.ts';
import { shellCommand, shellLines } from './shell-command.ts';
import type { DocumentLine, ValueDiff } from './value-diff.ts';

/** Where the plan lies, as the commands that apply it name it. */
export interface PlanMarkdownOptions {
  readonly location?: string;
}

/** A plan as Markdown for a pull request: what a reviewer needs to say yes or no, and how to apply and undo it. */
export function planMarkdown(plan: Plan, { location = `plans/${plan.id}` }: PlanMarkdownOptions = {}): string {
  const view = viewPlan(plan);
  const told = `Plan ${codeSpan(plan.id)} for account ${escapeMarkdown(showAccount(plan.account))}, on evidence of ${showTime(plan.snapshot.collectedAt)}.`;
  const sections = [
    `# ${escapeMarkdown(view.headline)}`,
    told,
    ...refusedSection(view),
    ...listSection('What closes', view.closes.map(findingLine)),
    ...listSection('What opens', view.opens.map(findingLine)),
    ...affectedSection(view),
    ...stageSections(view),
    ...reasonSections(view),
    ...guideSections(view),
    ...stackSection(plan),
    ...elsewhereSections('Managed elsewhere: change it there', view.elsewhere, 'Then apply it there and scan again.'),
    ...elsewhereSections('Managed elsewhere, changed here', view.overruled),
    ...guardSection(view),
    ...undoSection(view),
    ...listSection(
      'What waits',
      view.waiting.map((step) => `- ${recall(step)}: ${escapeMarkdown(step.waits ?? '')}`),
    ),
    ...listSection(
      'Not planned',
      view.unplanned.map(({ finding, reason }) => `${findingLine(finding)} — because ${escapeMarkdown(reason)}`),
    ),
    ...applySection(plan, view, location),
  ];
  return `${sections.join('\n\n')}\n`;
}

function refusedSection({ refusals }: PlanView): string[] {
  const lines = refusals.map(({ guard, reason, steps }) => {
    const about = steps === undefined ? '' : ` (${steps})`;
    return `- ${codeSpan(guard)}: ${escapeMarkdown(reason)}${about}`;
  });
  return listSection('Refused: this plan cannot be applied', lines);
}

function listSection(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
}

function findingLine({ severity, control, resource, message }: FindingView): string {
  return `- **${capitalise(severity)}** ${codeSpan(control)} on ${codeSpan(resource)}: ${escapeMarkdown(message)}`;
}

function affectedSection({ access, touched }: PlanView): string[] {
  const sentences = access.length === 0 ? ['Nobody gains or loses access.'] : access;
  const names = touched.length === 0 ? [] : [`Touches ${touched.join('; ')}.`];
  return listSection(
    'Who is affected',
    [...sentences, ...names].map((sentence) => `- ${escapeMarkdown(sentence)}`),
  );
}

function stageSections({ stages }: PlanView): string[] {
  return stages.flatMap(({ title, steps }) => [
    `## ${title}`,
    ...steps.flatMap((step) => [
      `### ${recall(step)}`,
      ...(step.waits === undefined ? [] : [`Waits: ${escapeMarkdown(step.waits)}.`]),
      codeBlock('diff', diffLines(step.diff)),
      codeBlock('sh', shellLines(step.command, 100)),
    ]),
  ]);
}

/** A diff whose signs stand in the first column, as renderers of diffs want it. */
function diffLines({ sign, resource, attributes, unchanged }: ValueDiff): string[] {
  const head = sign === '~' ? `@@ ${resource} @@` : `${sign} ${resource}`;
  return [
    head,
    ...attributes.flatMap(({ key, before, after, document }) => {
      if (document === undefined)
        return [
          ...(before === undefined ? [] : [`-   ${key}: ${before}`]),
          ...(after === undefined ? [] : [`+   ${key}: ${after}`]),
        ];
      const whole = before === undefined ? '+' : after === undefined ? '-' : ' ';
      return [
        `${whole}   ${key}:`,
        ...document.map((line) => `${line.sign === '…' ? ' ' : line.sign}     ${line.sign === '…' ? '…' : line.text}`),
      ];
    }),
    ...(unchanged > 0 && sign === '~' ? [`    ${unchanged} unchanged`] : []),
  ];
}

function reasonSections({ reasons }: PlanView): string[] {
  if (reasons.length === 0) return [];
  return [
    '## Why',
    ...reasons.flatMap(({ title, because }) => [
      `### ${escapeMarkdown(title)}`,
      because.map((reason) => `- ${escapeMarkdown(reason)}`).join('\n'),
    ]),
  ];
}

function guideSections({ guides }: PlanView): string[] {
  if (guides.length === 0) return [];
  return [
    '## By hand',
    ...guides.flatMap(({ title, steps, expect }) => [
      `### ${escapeMarkdown(title)}`,
      steps.map((step, index) => `${index + 1}. ${escapeMarkdown(step)}`).join('\n'),
      `Then: ${escapeMarkdown(expect)}`,
    ]),
  ];
}

function elsewhereSections(title: string, blocks: readonly ElsewhereView[], ...end: readonly string[]): string[] {
  if (blocks.length === 0) return [];
  return [
    `## ${title}`,
    ...blocks.flatMap(({ task, lines, notes }) => [
      `### ${escapeMarkdown(task)}`,
      ...(lines.length === 0 ? [] : [codeBlock('diff', lines.map(diffLine))]),
      ...(notes.length === 0 ? [] : [notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')]),
    ]),
    ...end,
  ];
}

function diffLine({ sign, text }: DocumentLine): string {
  return sign === '…' ? '  …' : `${sign} ${text}`;
}

/** Where a reviewer finds what Terraform runs. */
function stackSection({ changes }: Plan): string[] {
  const lines = [
    `- ${codeSpan('stack/review/main.tf')}: the stack in HCL, for reading`,
    `- ${codeSpan('stack/main.tf.json')}: the same as Terraform runs it`,
    `- ${codeSpan('stack/plan.txt')}: what ${codeSpan('terraform plan')} says of it, where the plan was made on the account itself`,
  ];
  return listSection('The Terraform part', changes.some(({ via }) => via === 'terraform') ? lines : []);
}

function guardSection({ holds }: PlanView): string[] {
  if (holds.length === 0) return [];
  const rows = holds.map(({ guard, reason }) => [codeSpan(guard), escapeMarkdown(reason)]);
  return ['## Guards that hold', markdownTable(['Guard', 'What it proved'], rows)];
}

function undoSection({ undo, recreated, lasting }: PlanView): string[] {
  const lines = [
    ...recreated.map((step) => `- Recreated with a new id or secret: ${recall(step)}`),
    ...lasting.map(
      (step) => `- **For good**: ${recall(step)}; allow it with ${codeSpan(`--allow-irreversible ${step.id}`)}`,
    ),
  ];
  return ['## What cannot be undone', escapeMarkdown(undo), ...(lines.length === 0 ? [] : [lines.join('\n')])];
}

function recall({ number, title }: StepView): string {
  return `Step ${number}: ${escapeMarkdown(title)}`;
}

function applySection(plan: Plan, { lasting, refusals }: PlanView, location: string): string[] {
  if (plan.changes.length === 0 || refusals.length > 0) return [];
  const allowed = lasting.length === 0 ? [] : ['--allow-irreversible', lasting.map(({ id }) => id).join(',')];
  return [
    '## Apply and undo',
    codeBlock('sh', [
      shellCommand(['remediate', 'apply', location, '--approve', plan.digest, ...allowed]),
      shellCommand(['remediate', 'verify', `${location}/runs/1.jsonl`]),
      shellCommand(['remediate', 'rollback', `${location}/runs/1.jsonl`]),
    ]),
    `The digest is this plan’s: an edited plan, or an account that has moved since, is refused. ${codeSpan(shellCommand(['remediate', 'permissions', '--for', location]))} prints the least policy for the caller.`,
  ];
}
