import type { Comparison } from '../engine/comparison.ts';
import { type ComparisonView, type DifferenceView, type MeaningView, viewComparison } from './comparison-view.ts';
import { neutralise } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { count, showAccount, showTime } from './phrases.ts';
import { flow, hang, wrap } from './text-layout.ts';

/** How a comparison is laid out for a terminal. */
export interface ComparisonTextOptions {
  /** The columns that the terminal has. */
  readonly width: number;
  readonly paint: Painter;
}

/** A comparison for a terminal: who gained and lost access, then every change by its area, then what cannot be compared. */
export function comparisonText(comparison: Comparison, options: ComparisonTextOptions): string {
  const writer = new ComparisonWriter(viewComparison(comparison), options);
  writer.heading(comparison);
  writer.access();
  writer.areas();
  writer.gaps();
  return writer.text();
}

class ComparisonWriter {
  readonly #view: ComparisonView;
  readonly #width: number;
  readonly #paint: Painter;
  readonly #lines: string[] = [];

  constructor(view: ComparisonView, { width, paint }: ComparisonTextOptions) {
    this.#view = view;
    this.#width = width;
    this.#paint = paint;
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  heading({ account, old, new: now }: Comparison): void {
    const { strong, faint, critical } = this.#paint;
    this.#write(this.#view.headline, '', strong);
    const facts = [showAccount(account), `from ${showTime(old.collectedAt)}`, `to ${showTime(now.collectedAt)}`];
    this.#lines.push(...flow(facts.map(neutralise), this.#width).map(faint));
    if (this.#view.warning !== undefined) this.#write(this.#view.warning, '', critical);
  }

  access(): void {
    const { administrators, shifts, accessNote } = this.#view;
    this.#section('ACCESS');
    if (accessNote !== undefined) this.#write(accessNote, '  ', this.#paint.faint);
    for (const { sign, sentence } of administrators) this.#signed(sign, sentence);
    for (const shift of shifts) this.#meaning(shift, '  ');
  }

  areas(): void {
    for (const { name, differences } of this.#view.areas) {
      this.#section(neutralise(name.toUpperCase()), count(differences.length, 'change'));
      for (const difference of differences) this.#difference(difference);
    }
  }

  gaps(): void {
    const { gaps, leftOut } = this.#view;
    if (gaps.length > 0) this.#section('NOT COMPARED', '', this.#paint.doubt);
    for (const gap of gaps) this.#write(gap, '  ', this.#paint.doubt);
    this.#lines.push('');
    this.#write(leftOut, '', this.#paint.faint);
  }

  #difference({ sign, sentence, facts, meaning, lines }: DifferenceView): void {
    this.#signed(sign, sentence);
    for (const fact of facts) this.#write(fact, '      ');
    for (const part of meaning) this.#meaning(part, '      ');
    for (const line of lines) {
      const { added, removed, faint } = this.#paint;
      const tone = line.startsWith('+') ? added : line.startsWith('-') ? removed : faint;
      const safe = neutralise(line);
      const parts = hang(`      ${safe.charAt(0)}`, safe.slice(1), this.#width);
      this.#lines.push(...parts.map((part) => tone(part.trimEnd())));
    }
  }

  #meaning({ sign, title, lines }: MeaningView, indent: string): void {
    this.#write(lines.length > 0 ? `${title}:` : title, indent);
    const tone = sign === '+' ? this.#paint.added : this.#paint.removed;
    for (const line of lines) this.#lines.push(...hang(`${indent}  `, neutralise(line), this.#width).map(tone));
  }

  #signed(sign: '+' | '-' | '~', sentence: string): void {
    const { added, removed, doubt } = this.#paint;
    const tone = { '+': added, '-': removed, '~': doubt }[sign];
    this.#lines.push(...hang(`  ${sign} `, neutralise(sentence), this.#width).map(tone));
  }

  #section(name: string, aside = '', tone = this.#paint.strong): void {
    this.#lines.push('', aside === '' ? tone(name) : `${tone(name)}  ${this.#paint.faint(aside)}`);
  }

  #write(text: string, indent = '', tone: (line: string) => string = (line) => line): void {
    const lines = wrap(neutralise(text), Math.max(1, this.#width - indent.length));
    this.#lines.push(...lines.map((line) => indent + tone(line)));
  }
}
