import type { Plan } from '../engine/plan.ts';
import { neutralise } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { showAccount, showTime } from './phrases.ts';
import { type FindingView, type StepView, viewPlan } from './plan-view.ts';
import { shellLines } from './shell-command.ts';
import { flow, hang, wrap } from './text-layout.ts';
import type { AttributeDiff, ValueDiff } from './value-diff.ts';

/** How a plan is laid out for a terminal. */
export interface PlanTextOptions {
  /** The columns that the terminal has. */
  readonly width: number;
  readonly paint: Painter;
}

/** A plan for a terminal: what it closes, every change with its diff and command, and all that a person must know before confirming. */
export function planText(plan: Plan, { width, paint }: PlanTextOptions): string {
  const view = viewPlan(plan);
  const lines: string[] = [];
  const same = (line: string) => line;
  const write = (text: string, indent = '', tone = same) =>
    lines.push(...wrap(neutralise(text), Math.max(1, width - indent.length)).map((line) => indent + tone(line)));
  const section = (name: string, tone = paint.strong) => lines.push('', tone(name));
  const finding = ({ severity, control, resource, message }: FindingView) => {
    write(`${control}  ${resource}`, '  ', paint[severity]);
    write(message, '    ');
  };

  write(view.headline, '', paint.strong);
  const facts = [`plan ${plan.id}`, showAccount(plan.account), `evidence of ${showTime(plan.snapshot.collectedAt)}`];
  lines.push(...flow(facts.map(neutralise), width).map(paint.faint));
  if (view.refusals.length > 0) {
    section('REFUSED', paint.critical);
    for (const { guard, reason, steps } of view.refusals) {
      const about = steps === undefined ? '' : ` (${steps})`;
      write(`${guard}: ${reason}${about}`, '  ', paint.critical);
    }
  }
  if (view.closes.length > 0) section('CLOSES', paint.good);
  view.closes.forEach(finding);
  if (view.opens.length > 0) section('OPENS', paint.critical);
  view.opens.forEach(finding);
  for (const stage of view.stages) {
    section(stage.title.toUpperCase());
    for (const step of stage.steps) {
      write(`${step.number}. ${step.title}`, '', paint.strong);
      if (step.waits !== undefined) write(`waits: ${step.waits}`, '   ', paint.doubt);
      lines.push(...diffText(step.diff, '   ', width, paint));
      const [first = '', ...rest] = shellLines(step.command, width - 5).map(neutralise);
      lines.push(`   ${paint.faint(`$ ${first}`)}`, ...rest.map((line) => `     ${paint.faint(line)}`));
    }
  }
  if (view.guides.length > 0) section('BY HAND');
  for (const guide of view.guides) {
    write(guide.title, '', paint.strong);
    for (const [index, step] of guide.steps.entries()) write(`${index + 1}. ${step}`, '   ');
    write(`Then: ${guide.expect}`, '   ', paint.faint);
  }
  section('ACCESS');
  for (const sentence of view.access) write(sentence, '  ');
  if (view.access.length === 0) write('Nobody gains or loses access.', '  ', paint.good);
  if (view.touched.length > 0) write(`Touches ${view.touched.join('; ')}.`, '  ', paint.faint);
  if (view.holds.length > 0) section('GUARDS THAT HOLD');
  for (const { guard, reason } of view.holds) write(`${guard}: ${reason}`, '  ', paint.good);
  section('UNDO');
  write(view.undo, '  ');
  const recall = (step: StepView) => `${step.number}. ${step.title}`;
  for (const step of view.recreated) write(`recreated  ${recall(step)}`, '  ', paint.doubt);
  for (const step of view.lasting)
    write(`for good   ${recall(step)} — allow it with --allow-irreversible ${step.id}`, '  ', paint.critical);
  if (view.waiting.length > 0) section('WAITS');
  for (const step of view.waiting) write(`${recall(step)}: ${step.waits}`, '  ', paint.doubt);
  if (view.unplanned.length > 0) section('NOT PLANNED', paint.doubt);
  for (const { finding: left, reason } of view.unplanned) {
    finding(left);
    write(`because ${reason}`, '    ', paint.doubt);
  }
  lines.push('');
  write(`digest ${plan.digest}`, '', paint.faint);
  return `${lines.join('\n')}\n`;
}

function diffText(diff: ValueDiff, indent: string, width: number, paint: Painter): string[] {
  const tones = { '+': paint.added, '-': paint.removed, '~': paint.doubt, ' ': paint.faint, '…': paint.faint };
  const line = (sign: keyof typeof tones, text: string, deeper = '') =>
    hang(`${indent}${deeper}${sign} `, neutralise(text), width).map((part) => tones[sign](part.trimEnd()));
  return [
    ...line(diff.sign, diff.resource),
    ...diff.attributes.flatMap((attribute) => {
      const sign = signOf(attribute);
      const { key, before, after, document } = attribute;
      if (document !== undefined)
        return [...line(sign, `${key}:`, '  '), ...document.flatMap((part) => line(part.sign, part.text, '    '))];
      const value = sign === '~' ? `${before} → ${after}` : (after ?? before ?? '');
      return line(sign, `${key}: ${value}`, '  ');
    }),
    ...(diff.unchanged > 0 && diff.sign === '~' ? line(' ', `${diff.unchanged} unchanged`, '  ') : []),
  ];
}

function signOf({ before, after }: AttributeDiff): '+' | '-' | '~' {
  return before === undefined ? '+' : after === undefined ? '-' : '~';
}
