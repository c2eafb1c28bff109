import type { AccessShift, Comparison, ComparisonGap, Difference, FactChange } from '../engine/comparison.ts';
import type { Json } from '../engine/json.ts';
import { neutralJson } from './neutral-text.ts';
import { capitalise, count, enumerate, showTime } from './phrases.ts';

/** One difference as people read it. */
export interface DifferenceView {
  readonly sign: '+' | '-' | '~';
  readonly sentence: string;
  /** What the sentence does not say of the facts, a line each. */
  readonly facts: readonly string[];
  /** What a document means now, a line each, with what it is said of. */
  readonly meaning: readonly MeaningView[];
  /** The unified diff of a document, without its heading. */
  readonly lines: readonly string[];
}

/** What is gained, or what is lost. */
export interface MeaningView {
  readonly sign: '+' | '-';
  readonly title: string;
  readonly lines: readonly string[];
}

/** A comparison as people read it: the terminal and the pull request show this, and so never disagree. */
export interface ComparisonView {
  readonly headline: string;
  /** What must be known before anything of it is believed. */
  readonly warning: string | undefined;
  readonly administrators: readonly { readonly sign: '+' | '-'; readonly sentence: string }[];
  readonly shifts: readonly MeaningView[];
  /** What takes the place of the two where it stands. */
  readonly accessNote: string | undefined;
  readonly areas: readonly { readonly name: string; readonly differences: readonly DifferenceView[] }[];
  readonly gaps: readonly string[];
  readonly leftOut: string;
}

/** Makes the view of a comparison that its reports share. */
export function viewComparison(comparison: Comparison): ComparisonView {
  const { differences, access } = comparison;
  const areas = new Map<string, DifferenceView[]>();
  for (const difference of differences) {
    const known = areas.get(difference.area);
    if (known === undefined) areas.set(difference.area, [viewDifference(difference)]);
    else known.push(viewDifference(difference));
  }
  const gained = access?.administratorsGained.map((sentence) => ({ sign: '+' as const, sentence })) ?? [];
  const lost = access?.administratorsLost.map((sentence) => ({ sign: '-' as const, sentence })) ?? [];
  return {
    headline: headlineOf(comparison),
    warning: comparison.reversed
      ? 'The snapshot given as NEW was collected before the one given as OLD: what is told as new is what was, and what is told as gone came later.'
      : undefined,
    administrators: [...gained, ...lost],
    shifts: access?.shifts.flatMap(viewShift) ?? [],
    accessNote: accessNote(comparison),
    areas: [...areas].map(([name, views]) => ({ name: capitalise(name), differences: views })),
    gaps: gapSentences(comparison.gaps),
    leftOut: `Not compared, because it moves while nobody changes anything: ${comparison.leftOut.join('; ')}.`,
  };
}

function headlineOf({ differences, gaps }: Comparison): string {
  if (differences.length > 0) return `${count(differences.length, 'change')}.`;
  return gaps.length === 0 ? 'Nothing changed.' : 'Nothing changed in what can be compared.';
}

function accessNote({ access }: Comparison): string | undefined {
  if (access === undefined)
    return 'Who gains or loses access is not known: authorization-details is not in both snapshots.';
  const { administratorsGained, administratorsLost, shifts } = access;
  if (administratorsGained.length + administratorsLost.length + shifts.length > 0) return undefined;
  return 'Nobody gains or loses access.';
}

const mostLines = 5;

function viewShift({ principal, gains, loses, surelyGains, surelyLoses }: AccessShift): MeaningView[] {
  return [
    { sign: '+' as const, title: `${principal} ${surelyGains ? 'gains' : 'may gain'}`, lines: cut(gains) },
    { sign: '-' as const, title: `${principal} ${surelyLoses ? 'loses' : 'may lose'}`, lines: cut(loses) },
  ].filter(({ lines }) => lines.length > 0);
}

function cut(lines: readonly string[]): string[] {
  const more = lines.length - mostLines;
  return more > 0 ? [...lines.slice(0, mostLines), `and ${more} more`] : [...lines];
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

function viewDifference({ kind, sentence, facts = [], document }: Difference): DifferenceView {
  return {
    sign: signs[kind],
    sentence,
    facts: facts.filter(({ told }) => told !== true).map((fact) => factText(fact, kind)),
    meaning: document === undefined ? [] : viewDocument(document),
    lines: document === undefined ? [] : diffLines(document.text),
  };
}

function viewDocument({ holders, gains, loses, denies, lifts }: NonNullable<Difference['document']>): MeaningView[] {
  if (holders === undefined)
    return told([
      ['+', 'now', gains],
      ['-', 'no longer', loses],
    ]);
  const who = holders.length === 0 ? 'whoever has it' : enumerate(shortened(holders));
  const meaning = told([
    ['+', `it allows ${who} now`, gains],
    ['-', `it no longer allows ${who}`, loses],
    ['-', `it denies ${who} now`, denies],
    ['+', `it no longer denies ${who}`, lifts],
  ]);
  return meaning.length > 0
    ? meaning
    : [{ sign: '+', title: 'it allows and denies nothing else than before', lines: [] }];
}

function told(parts: readonly (readonly ['+' | '-', string, readonly string[]])[]): MeaningView[] {
  return parts.flatMap(([sign, title, lines]) => (lines.length === 0 ? [] : [{ sign, title, lines: cut(lines) }]));
}

function shortened(names: readonly string[]): string[] {
  const more = names.length - mostLines;
  return more > 0 ? [...names.slice(0, mostLines), `${more} more`] : [...names];
}

function diffLines(text: string): string[] {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('@@'));
  return first < 0 ? [] : lines.slice(first).filter((line) => line !== '' && !line.startsWith('\\'));
}

function factText({ fact, from, to }: FactChange, kind: Difference['kind']): string {
  if (kind !== 'changed') return `${fact}: ${valueText(to ?? from)}`;
  if (!Array.isArray(from) || !Array.isArray(to)) return `${fact}: ${valueText(from)} → ${valueText(to)}`;
  const gone = from.filter((item) => !to.includes(item));
  const come = to.filter((item) => !from.includes(item));
  const parts = [
    ...(gone.length > 0 ? [`without ${gone.map(valueText).join(', ')}`] : []),
    ...(come.length > 0 ? [`with ${come.map(valueText).join(', ')}`] : []),
  ];
  return `${fact}: ${parts.join('; ')}`;
}

function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueText).join(', ');
  if (typeof value !== 'string' || value === '') return neutralJson(value);
  return /^\d{4}-\d\d-\d\dT/.test(value) ? showTime(value) : value;
}

const sides = { old: 'in the old snapshot', new: 'in the new snapshot', both: 'in either snapshot' } as const;

/** Gaps of one reason are told together. */
function gapSentences(gaps: readonly ComparisonGap[]): string[] {
  const groups = new Map<string, ComparisonGap[]>();
  for (const gap of gaps) {
    const key = `${gap.missingIn} ${gap.reason}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [gap]);
    else known.push(gap);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ evidence }) => evidence).join(', ');
    return [`${names}: not ${sides[first.missingIn]} (${first.reason})`];
  });
}
