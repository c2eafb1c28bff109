import { compareText, type Finding, type Status } from '../engine/finding.ts';
import { type Severity, severities } from '../engine/severity.ts';
import { count } from './phrases.ts';
import type { ControlNote, ScanResult } from './scan-result.ts';

/** Statuses from the one that decides a practice to the one that says nothing: a practice is as bad as its worst finding. */
export const worstFirst = ['fail', 'unknown', 'muted', 'pass', 'not-applicable'] as const satisfies readonly Status[];

/** A status as people read it. */
export const statusWords: Readonly<Record<Status, string>> = {
  fail: 'failed',
  unknown: 'not judged',
  muted: 'accepted',
  pass: 'passed',
  'not-applicable': 'not applicable',
};

/** A practice's status as people read it. */
export const practiceWords: Readonly<Record<Status, string>> = {
  fail: 'failing',
  unknown: 'not judged',
  muted: 'accepted',
  pass: 'met',
  'not-applicable': 'not applicable',
};

/** One practice in a result: its findings, the worst first, and the state that they give it. */
export interface Practice {
  readonly id: string;
  readonly status: Status;
  readonly severity: Severity;
  /** What the control says of itself, where the result holds it. */
  readonly note: ControlNote | undefined;
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Partial<Record<Status, number>>>;
}

/** How an area stands: its practices by state. */
export interface Area {
  readonly name: string;
  readonly counts: Readonly<Partial<Record<Status, number>>>;
  /** The practices that were judged or should have been. */
  readonly total: number;
}

/** Evidence that could not be read, and the practices that it leaves open. */
export interface Unread {
  readonly collection: string;
  readonly reason: string;
  readonly permission: string | undefined;
  readonly controls: readonly string[];
}

/** The practices of a result: failing ones first, then by severity and id. */
export function practicesOf(result: {
  readonly controls?: ScanResult['controls'];
  readonly findings: readonly Finding[];
}): Practice[] {
  const notes = new Map(result.controls?.map((note) => [note.id, note]));
  const byControl = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    const known = byControl.get(finding.control);
    if (known === undefined) byControl.set(finding.control, [finding]);
    else known.push(finding);
  }
  return Array.from(byControl, ([id, findings]) => toPractice(id, findings, notes.get(id))).sort(
    (a, b) =>
      worstFirst.indexOf(a.status) - worstFirst.indexOf(b.status) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      compareText(a.id, b.id),
  );
}

function toPractice(id: string, findings: readonly Finding[], note: ControlNote | undefined): Practice {
  const counts: Partial<Record<Status, number>> = {};
  for (const { status } of findings) counts[status] = (counts[status] ?? 0) + 1;
  const status = worstFirst.find((candidate) => counts[candidate] !== undefined) ?? 'not-applicable';
  const severity = severities.find((candidate) =>
    findings.some((finding) => finding.status === status && finding.severity === candidate),
  );
  const rank = new Map<Status, number>(worstFirst.map((name, index) => [name, index]));
  const sorted = [...findings].sort((a, b) => (rank.get(a.status) ?? 0) - (rank.get(b.status) ?? 0));
  return { id, status, severity: severity ?? 'info', note, findings: sorted, counts };
}

/** The areas of a result by name; practices whose area is not known stand together at the end. */
export function areasOf(practices: readonly Practice[]): Area[] {
  const byArea = new Map<string, Partial<Record<Status, number>>>();
  for (const { note, status } of practices) {
    const name = note?.area ?? 'other';
    const counts = byArea.get(name) ?? {};
    counts[status] = (counts[status] ?? 0) + 1;
    byArea.set(name, counts);
  }
  return Array.from(byArea, ([name, counts]) => ({
    name,
    counts,
    total: worstFirst.reduce((sum, status) => sum + (status === 'not-applicable' ? 0 : (counts[status] ?? 0)), 0),
  })).sort((a, b) => Number(a.name === 'other') - Number(b.name === 'other') || compareText(a.name, b.name));
}

/**
 * The collections that could not be read, each with the practices that its absence leaves open. Left out is what was not
 * asked for and nothing rests on: a scan of some controls reads only what they look at.
 */
export function unreadOf(result: ScanResult): Unread[] {
  return Object.entries(result.collections).flatMap(([collection, { status, reason, cause, permission }]) => {
    if (status !== 'unreadable') return [];
    const controls = result.findings
      .filter((finding) => isUnread(finding) && finding.evidence['collection'] === collection)
      .map((finding) => finding.control);
    if (cause === 'not-collected' && controls.length === 0) return [];
    return [{ collection, reason: reason ?? cause ?? 'it could not be read', permission, controls }];
  });
}

function isUnread({ status, reason }: Finding): boolean {
  return status === 'unknown' && reason === 'unreadable';
}

/** The practices of a result in numbers, one phrase each: how many there are, then every state that occurs. */
export function practicePhrases({ summary: { practices } }: ScanResult): string[] {
  const total = worstFirst.reduce((sum, status) => sum + practices[status], 0);
  const states = worstFirst.filter((status) => practices[status] > 0);
  return [count(total, 'practice'), ...states.map((status) => `${practices[status]} ${practiceWords[status]}`)];
}

/** The findings of a result in numbers, one phrase each: what failed by severity, then every other status that occurs. */
export function countPhrases(result: ScanResult): string[] {
  const { byStatus, failingBySeverity } = result.summary;
  const failing = severities
    .filter((severity) => failingBySeverity[severity] > 0)
    .map((severity) => `${failingBySeverity[severity]} ${severity}`);
  const statuses = worstFirst
    .filter((status) => status === 'fail' || status === 'pass' || byStatus[status] > 0)
    .map(
      (status) =>
        `${byStatus[status]} ${statusWords[status]}${status === 'fail' && failing.length > 0 ? ` (${failing.join(', ')})` : ''}`,
    );
  return [count(result.summary.findings, 'finding'), ...statuses];
}

type Standing = ScanResult['exceptions'][number];

/** An exception with what became of it in words. */
export type ExceptionNote = Standing & { readonly why: string };

/** The exceptions that accept nothing any more, the expired ones first, each with why. */
export function lapsedOf(result: ScanResult): ExceptionNote[] {
  return exceptionsOf(result).filter(({ state }) => state !== 'accepting');
}

/** All exceptions, the expired ones first, then those for which nothing fails, then those in force by their last day. */
export function exceptionsOf({ exceptions }: ScanResult): ExceptionNote[] {
  const told = exceptions.map((exception) => ({ ...exception, why: whatBecame(exception) }));
  const inState = (state: Standing['state']) => told.filter((exception) => exception.state === state);
  const inForce = inState('accepting').sort((a, b) => compareText(a.expires, b.expires));
  return [...inState('expired'), ...inState('unused'), ...inForce];
}

function whatBecame({ state, findings, expires }: Standing): string {
  if (state === 'accepting') return `Accepts ${count(findings, 'finding')}`;
  if (state === 'unused') return 'Unused: nothing fails that it would accept';
  if (findings === 0) return `Expired on ${expires}: nothing fails that it accepted`;
  return `Expired on ${expires}: ${count(findings, 'finding')} ${findings === 1 ? 'counts' : 'count'} again`;
}

/** The result in one sentence, the worst first; what could not be judged is never left out. */
export function headline(practices: readonly Practice[]): string {
  const having = (status: Status) => practices.filter((practice) => practice.status === status);
  const [failing, unknown] = [having('fail'), having('unknown')];
  const critical = failing.filter((practice) => practice.severity === 'critical').length;
  if (practices.every(({ status }) => status === 'not-applicable')) return 'Nothing was judged.';
  const parts: string[] = [];
  if (failing.length > 0) {
    const worst = critical === 0 ? '' : `, ${critical === failing.length ? 'all' : critical} of them critical`;
    parts.push(
      failing.length === 1
        ? `1 ${critical === 1 ? 'critical ' : ''}practice fails`
        : `${failing.length} practices fail${worst}`,
    );
  }
  if (unknown.length > 0) parts.push(`${unknown.length} could not be judged`);
  return parts.length === 0 ? 'Every practice that was judged is met.' : `${parts.join('; ')}.`;
}

/** The findings that could not be judged for another cause than a collection which `unreadOf` tells of. */
export function doubtsOf(result: ScanResult): Finding[] {
  const told = new Set(unreadOf(result).map(({ collection }) => collection));
  return result.findings.filter(
    (finding) =>
      finding.status === 'unknown' && !(isUnread(finding) && told.has(String(finding.evidence['collection']))),
  );
}
