import type { Finding } from '../engine/finding.ts';
import type { Json } from '../engine/json.ts';
import { neutralise, neutralJson } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { showTime } from './phrases.ts';
import { hang, measure, pad, wrap } from './text-layout.ts';

/** What a page on one finding is made of. */
export interface FindingPage {
  readonly finding: Finding;
  readonly control: {
    readonly title: string;
    readonly rationale: string;
    readonly risk: string;
    readonly whenNotToFix: string;
  };
  /** Such as `3 of 12`. */
  readonly place: string;
  /** The control was explained on the page before. */
  readonly explained: boolean;
  readonly collectedAt: string;
  /** Words alone, without a line drawn across. */
  readonly plain: boolean;
}

/** Longer evidence is cut: it is for a look, and the whole of it is in the report. */
const mostEvidence = 12;

/** One finding for a person who decides: what it is, why it matters, the evidence, and when not to fix it. */
export function findingText(page: FindingPage, { width, paint }: { width: number; paint: Painter }): string {
  const { finding, control } = page;
  const title = `Finding ${page.place}`;
  const lines: string[] = ['', page.plain ? title : ruler(title, width, paint)];
  const write = (text: string, indent = '', tone: (line: string) => string = (line) => line) => {
    lines.push(...wrap(neutralise(text), Math.max(1, width - indent.length)).map((line) => indent + tone(line)));
  };
  write(`${finding.severity.toUpperCase()}  ${finding.control}  ${finding.resource.id}`, '', paint[finding.severity]);
  write(finding.message, '', paint.strong);
  write(`The practice: ${control.title}.`, '', paint.faint);
  if (!page.explained) {
    lines.push('', paint.strong('WHY IT MATTERS'));
    write(control.rationale, '  ');
    write(control.risk, '  ', paint.doubt);
    lines.push('', paint.strong('WHEN NOT TO FIX'));
    write(control.whenNotToFix, '  ');
  }
  lines.push('', `${paint.strong('EVIDENCE')}  ${paint.faint(`of ${showTime(page.collectedAt)}`)}`);
  lines.push(...evidenceLines(finding.evidence, width));
  return `${lines.join('\n')}\n`;
}

function ruler(title: string, width: number, paint: Painter): string {
  const rest = Math.max(0, Math.min(width, 100) - measure(title) - 4);
  return paint.faint(`── ${title} ${'─'.repeat(rest)}`);
}

function evidenceLines(evidence: Readonly<Record<string, Json>>, width: number): string[] {
  const facts = Object.entries(evidence).map(([key, value]) => [toWords(key), factLines(value)] as const);
  if (facts.length === 0) return ['  None beyond the message.'];
  const column = Math.max(...facts.map(([key]) => measure(key)));
  const lines = facts.flatMap(([key, values]) =>
    values.flatMap((value, index) => hang(`  ${pad(index === 0 ? key : '', column)}  `, neutralise(value), width)),
  );
  if (lines.length <= mostEvidence) return lines;
  return [...lines.slice(0, mostEvidence), `  … ${lines.length - mostEvidence} more lines are in the report`];
}

/** A fact's name as words: `lastUsed` is `last used`. */
function toWords(key: string): string {
  return neutralise(key).replace(
    /([a-z])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );
}

/** A fact as text; a list of things as a line for each. */
function factLines(value: Json): string[] {
  if (Array.isArray(value) && value.some((item) => isMap(item))) return value.map((item) => showFact(item));
  return [showFact(value)];
}

function showFact(value: Json): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(showFact).join(', ');
  if (!isMap(value)) return neutralJson(value);
  return Object.entries(value)
    .map(([key, item]) => `${toWords(key)} ${isMap(item) ? neutralJson(item) : showFact(item)}`)
    .join(', ');
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
