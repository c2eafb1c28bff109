import type { Plan } from '../engine/plan.ts';
import type { ElsewhereView } from './elsewhere-view.ts';
import { neutralise } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { showAccount, showTime } from './phrases.ts';
import { type FindingView, type PlanView, type StepView, viewPlan } from './plan-view.ts';
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
export function planText(plan: Plan, options: PlanTextOptions): string {
  const writer = new PlanWriter(plan, options);
  writer.heading();
  writer.steps();
  writer.reasons();
  writer.guides();
  writer.elsewhere();
  writer.consequences();
  writer.unplanned();
  writer.digest();
  return writer.text();
}

/** What a plan does, and nothing else of it: its steps with their diffs, its guides, and what it leaves. */
export function stepsText(plan: Plan, options: PlanTextOptions): string {
  const writer = new PlanWriter(plan, options);
  writer.steps();
  writer.reasons();
  writer.guides();
  writer.elsewhere();
  writer.unplanned();
  return writer.text();
}

class PlanWriter {
  readonly #plan: Plan;
  readonly #view: PlanView;
  readonly #width: number;
  readonly #paint: Painter;
  readonly #lines: string[] = [];

  constructor(plan: Plan, { width, paint }: PlanTextOptions) {
    this.#plan = plan;
    this.#view = viewPlan(plan);
    this.#width = width;
    this.#paint = paint;
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  heading(): void {
    const [plan, view, paint] = [this.#plan, this.#view, this.#paint];
    this.#write(view.headline, '', paint.strong);
    const facts = [`plan ${plan.id}`, showAccount(plan.account), `evidence of ${showTime(plan.snapshot.collectedAt)}`];
    this.#lines.push(...flow(facts.map(neutralise), this.#width).map(paint.faint));
    if (view.refusals.length > 0) this.#section('REFUSED', paint.critical);
    for (const { guard, reason, steps } of view.refusals) {
      const about = steps === undefined ? '' : ` (${steps})`;
      this.#write(`${guard}: ${reason}${about}`, '  ', paint.critical);
    }
    if (view.closes.length > 0) this.#section('CLOSES', paint.good);
    for (const finding of view.closes) this.#finding(finding);
    if (view.opens.length > 0) this.#section('OPENS', paint.critical);
    for (const finding of view.opens) this.#finding(finding);
  }

  steps(): void {
    const [width, paint] = [this.#width, this.#paint];
    for (const stage of this.#view.stages) {
      this.#section(stage.title.toUpperCase());
      for (const step of stage.steps) {
        this.#write(`${step.number}. ${step.title}`, '', paint.strong);
        if (step.waits !== undefined) this.#write(`waits: ${step.waits}`, '   ', paint.doubt);
        this.#lines.push(...diffText(step.diff, '   ', width, paint));
        const [first = '', ...rest] = shellLines(step.command, width - 5).map(neutralise);
        this.#lines.push(`   ${paint.faint(`$ ${first}`)}`, ...rest.map((line) => `     ${paint.faint(line)}`));
      }
    }
  }

  reasons(): void {
    const { reasons } = this.#view;
    if (reasons.length > 0) this.#section('WHY');
    for (const { title, because } of reasons) {
      this.#write(title, '', this.#paint.strong);
      for (const reason of because) this.#write(`- ${reason}`, '   ');
    }
  }

  guides(): void {
    const { guides } = this.#view;
    if (guides.length > 0) this.#section('BY HAND');
    for (const guide of guides) {
      this.#write(guide.title, '', this.#paint.strong);
      for (const [index, step] of guide.steps.entries()) this.#write(`${index + 1}. ${step}`, '   ');
      this.#write(`Then: ${guide.expect}`, '   ', this.#paint.faint);
    }
  }

  elsewhere(): void {
    const { elsewhere, overruled } = this.#view;
    if (elsewhere.length > 0) this.#section('MANAGED ELSEWHERE: CHANGE IT THERE', this.#paint.doubt);
    for (const block of elsewhere) this.#block(block, this.#paint.strong);
    if (elsewhere.length > 0) this.#write('Then apply it there and scan again.', '', this.#paint.faint);
    if (overruled.length > 0) this.#section('MANAGED ELSEWHERE, CHANGED HERE', this.#paint.critical);
    for (const block of overruled) this.#block(block, this.#paint.critical);
  }

  consequences(): void {
    const [view, paint] = [this.#view, this.#paint];
    this.#section('ACCESS');
    for (const sentence of view.access) this.#write(sentence, '  ');
    if (view.access.length === 0) this.#write('Nobody gains or loses access.', '  ', paint.good);
    if (view.touched.length > 0) this.#write(`Touches ${view.touched.join('; ')}.`, '  ', paint.faint);
    if (view.holds.length > 0) this.#section('GUARDS THAT HOLD');
    for (const { guard, reason } of view.holds) this.#write(`${guard}: ${reason}`, '  ', paint.good);
    this.#section('UNDO');
    this.#write(view.undo, '  ');
    const recall = (step: StepView) => `${step.number}. ${step.title}`;
    for (const step of view.recreated) this.#write(`recreated  ${recall(step)}`, '  ', paint.doubt);
    for (const step of view.lasting)
      this.#write(`for good   ${recall(step)} — allow it with --allow-irreversible ${step.id}`, '  ', paint.critical);
    if (view.waiting.length > 0) this.#section('WAITS');
    for (const step of view.waiting) this.#write(`${recall(step)}: ${step.waits}`, '  ', paint.doubt);
  }

  unplanned(): void {
    const { unplanned } = this.#view;
    if (unplanned.length > 0) this.#section('NOT PLANNED', this.#paint.doubt);
    for (const { finding, reason } of unplanned) {
      this.#finding(finding);
      this.#write(`because ${reason}`, '    ', this.#paint.doubt);
    }
  }

  digest(): void {
    this.#lines.push('');
    this.#write(`digest ${this.#plan.digest}`, '', this.#paint.faint);
  }

  #block({ task, lines, notes }: ElsewhereView, tone: (line: string) => string): void {
    this.#write(task, '', tone);
    this.#lines.push(...lines.flatMap(({ sign, text }) => signedLine(sign, text, '   ', this.#width, this.#paint)));
    for (const note of notes) this.#write(note, '   ', this.#paint.faint);
  }

  #finding({ severity, control, resource, message }: FindingView): void {
    this.#write(`${control}  ${resource}`, '  ', this.#paint[severity]);
    this.#write(message, '    ');
  }

  #section(name: string, tone = this.#paint.strong): void {
    this.#lines.push('', tone(name));
  }

  #write(text: string, indent = '', tone: (line: string) => string = (line) => line): void {
    const lines = wrap(neutralise(text), Math.max(1, this.#width - indent.length));
    this.#lines.push(...lines.map((line) => indent + tone(line)));
  }
}

type Sign = '+' | '-' | '~' | ' ' | '…';

function signedLine(sign: Sign, text: string, indent: string, width: number, paint: Painter): string[] {
  const tones = { '+': paint.added, '-': paint.removed, '~': paint.doubt, ' ': paint.faint, '…': paint.faint };
  return hang(`${indent}${sign} `, neutralise(text), width).map((part) => tones[sign](part.trimEnd()));
}

function diffText(diff: ValueDiff, indent: string, width: number, paint: Painter): string[] {
  const line = (sign: Sign, text: string, deeper = '') => signedLine(sign, text, indent + deeper, width, paint);
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
