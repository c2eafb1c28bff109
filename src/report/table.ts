import type { Finding } from '../engine/finding.ts';
import { severities } from '../engine/severity.ts';
import { neutralise } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { count, showAccount, showTime } from './phrases.ts';
import { countPhrases, doubtsOf, headline, lapsedOf, practicePhrases, practicesOf, unreadOf } from './posture.ts';
import type { ScanResult } from './scan-result.ts';
import { flow, measure, pad, shorten, wrap } from './text-layout.ts';
import { changesOf, trendPhrases } from './trend.ts';

/** How the table is laid out. */
export interface TableOptions {
  /** The columns that the terminal has. */
  readonly width: number;
  readonly paint: Painter;
  /** The commands that lead on from here. */
  readonly hints: readonly string[];
}

/** A scan's result for a terminal: what fails by severity and control, then what could not be judged, then the counts. */
export function tableReport(result: ScanResult, options: TableOptions): string {
  const writer = new TableWriter(result, options);
  writer.heading();
  writer.failing();
  writer.unread();
  writer.accepted();
  writer.lapsed();
  writer.trend();
  writer.ending();
  return writer.text();
}

class TableWriter {
  readonly #result: ScanResult;
  readonly #options: TableOptions;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #column: number;
  readonly #lines: string[] = [];

  constructor(result: ScanResult, options: TableOptions) {
    this.#result = result;
    this.#options = options;
    this.#titles = new Map(result.controls?.map((note) => [note.id, note.title]));
    const listed = result.findings.filter(
      ({ status }) => status === 'fail' || status === 'unknown' || status === 'muted',
    );
    const names = [...listed.map(({ resource }) => resource.id), ...lapsedOf(result).map(({ resource }) => resource)];
    const widest = names.reduce((most, name) => Math.max(most, measure(neutralise(name))), 0);
    this.#column = Math.min(widest, Math.floor(options.width * 0.3));
  }

  heading(): void {
    const { account, collectedAt, tool } = this.#result;
    const { strong, faint } = this.#options.paint;
    this.#write(headline(practicesOf(this.#result)), '', strong);
    const facts = [showAccount(account), `collected ${showTime(collectedAt)}`, `${tool.name} ${tool.version}`];
    this.#lines.push(...flow(facts.map(neutralise), this.#options.width).map(faint));
  }

  failing(): void {
    const failing = this.#result.findings.filter(({ status }) => status === 'fail');
    for (const severity of severities) {
      const findings = failing.filter((finding) => finding.severity === severity);
      if (findings.length === 0) continue;
      this.#section(severity.toUpperCase(), count(findings.length, 'finding'), this.#options.paint[severity]);
      this.#findings(findings);
    }
  }

  unread(): void {
    const { doubt, faint } = this.#options.paint;
    const unread = unreadOf(this.#result);
    const doubts = doubtsOf(this.#result);
    if (unread.length + doubts.length === 0) return;
    this.#section('NOT JUDGED', count(this.#result.summary.byStatus.unknown, 'finding'), doubt);
    for (const { collection, reason, permission, controls } of unread) {
      this.#write(`${collection} could not be read: ${reason}`, '');
      if (permission !== undefined) this.#write(`allow ${permission}`, '  ', doubt);
      if (controls.length > 0) this.#write(`leaves open ${controls.join(', ')}`, '  ', faint);
    }
    this.#findings(doubts);
  }

  accepted(): void {
    const muted = this.#result.findings.filter(({ status }) => status === 'muted');
    if (muted.length === 0) return;
    this.#section('ACCEPTED', count(muted.length, 'finding'), this.#options.paint.faint);
    this.#findings(muted);
  }

  lapsed(): void {
    const lapsed = lapsedOf(this.#result);
    if (lapsed.length === 0) return;
    this.#section('EXCEPTIONS', `${lapsed.length} to renew or to remove`, this.#options.paint.doubt);
    this.#byControl(lapsed, ({ resource, why, reason, owner }) => this.#row(resource, why, `${reason} — ${owner}`));
  }

  trend(): void {
    const { trend } = this.#result;
    const { strong } = this.#options.paint;
    if (trend === undefined) return;
    this.#section(`SINCE ${showTime(trend.since)}`, '', strong);
    this.#lines.push(...flow(trendPhrases(trend), this.#options.width));
    for (const { heading, rows } of changesOf(trend)) {
      this.#write(heading, '', strong);
      for (const { finding, word } of rows)
        this.#row(finding.resource.id, finding.message, `${finding.control}, ${word}`);
    }
  }

  ending(): void {
    const { strong } = this.#options.paint;
    this.#lines.push('');
    for (const phrases of [practicePhrases(this.#result), countPhrases(this.#result)])
      this.#lines.push(...flow(phrases, this.#options.width).map(strong));
    if (this.#options.hints.length > 0) this.#section('NEXT', '', strong);
    for (const hint of this.#options.hints) this.#write(hint, '  ');
  }

  text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #section(name: string, size: string, paint: (text: string) => string): void {
    this.#lines.push('', size === '' ? paint(name) : `${paint(name)} ${this.#options.paint.faint(size)}`);
  }

  #findings(findings: readonly Finding[]): void {
    this.#byControl(findings, ({ status, resource, message, exception }) => {
      const accepted = status === 'muted' && exception !== undefined;
      const aside = accepted ? `${exception.reason} — ${exception.owner}, until ${exception.expires}` : undefined;
      this.#row(resource.id, message, aside);
    });
  }

  #byControl<T extends { readonly control: string }>(items: readonly T[], write: (item: T) => void): void {
    let control: string | undefined;
    for (const item of items) {
      if (item.control !== control) {
        control = item.control;
        this.#title(control);
      }
      write(item);
    }
  }

  #title(control: string): void {
    const { strong } = this.#options.paint;
    const name = neutralise(control);
    const title = this.#titles.get(control);
    if (title === undefined) this.#write(control, '', strong);
    else {
      const [first = '', ...rest] = wrap(`${name}  ${neutralise(title)}`, this.#options.width);
      // The name alone is strong, where it stands whole on the line.
      this.#lines.push(first.startsWith(name) ? strong(name) + first.slice(name.length) : first, ...rest);
    }
  }

  #row(resource: string, text: string, aside: string | undefined): void {
    const { width, paint } = this.#options;
    const indent = '  ';
    const start = indent.length + this.#column + indent.length;
    const id = pad(shorten(neutralise(resource), this.#column), this.#column);
    const [first = '', ...rest] = wrap(neutralise(text), Math.max(1, width - start));
    const gap = ' '.repeat(start);
    this.#lines.push(`${indent}${id}${indent}${first}`.trimEnd(), ...rest.map((line) => gap + line));
    if (aside !== undefined) this.#write(aside, gap, paint.faint);
  }

  #write(text: string, indent: string, paint: (text: string) => string = (line) => line): void {
    const width = Math.max(1, this.#options.width - indent.length);
    this.#lines.push(...wrap(neutralise(text), width).map((line) => indent + paint(line)));
  }
}
