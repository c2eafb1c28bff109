import { z } from 'zod';
import { RemediateError } from '../engine/errors.ts';
import { compareFindings, compareText, type Finding, findingSchema, statuses } from '../engine/finding.ts';
import type { ScanResult } from './scan-result.ts';

/** What a finding was, or is, in the other of two scans: its status, or that the scan had no such finding. */
const elsewhereSchema = z.enum([...statuses, 'absent']);
type Elsewhere = z.infer<typeof elsewhereSchema>;

/** One scan of several, in numbers. */
const scanPointSchema = z.object({
  collectedAt: z.iso.datetime({ offset: true }),
  practicesMet: z.number().int(),
  /** The practices that were judged or should have been. */
  practices: z.number().int(),
  failing: z.number().int(),
  unknown: z.number().int(),
});

/** What became of an account's findings from scan to scan. */
export const trendSchema = z.object({
  /** In the order of time, this scan last. */
  scans: z.array(scanPointSchema),
  /** When the evidence of the scan before this one was collected; what follows is told against it. */
  since: z.iso.datetime({ offset: true }),
  /** Failing now and not then. `was` is `unknown` for what was not judged then, so that it may have failed already. */
  opened: z.array(z.object({ finding: findingSchema, was: elsewhereSchema })),
  /** Failing then and not now. */
  closed: z.array(z.object({ finding: findingSchema, is: elsewhereSchema })),
  /** Failing then and not judged now: nobody knows whether they were mended. */
  unsure: z.array(findingSchema),
  /** Failing then and now. */
  staying: z.number().int(),
});
export type Trend = z.infer<typeof trendSchema>;

/** Tells a result against earlier ones of the same account; what is of another account, or not earlier, is refused. */
export function trendOf(result: ScanResult, earlier: readonly ScanResult[]): Trend {
  const scans = [...earlier].sort((a, b) => compareText(instant(a), instant(b)));
  for (const scan of scans) checkComparable(scan, result);
  const last = scans.at(-1);
  if (last === undefined) throw new Error('a trend needs an earlier scan');
  const [then, now] = [lookup(last), lookup(result)];
  const wasFailing = last.findings.filter(isFailing).map((finding) => ({ finding, is: now(finding) }));
  return {
    scans: [...scans, result].map(toPoint),
    since: last.collectedAt,
    opened: result.findings
      .filter(isFailing)
      .map((finding) => ({ finding, was: then(finding) }))
      .filter(({ was }) => was !== 'fail')
      .sort((a, b) => compareFindings(a.finding, b.finding)),
    closed: wasFailing.filter(({ is }) => is !== 'fail' && is !== 'unknown'),
    unsure: wasFailing.filter(({ is }) => is === 'unknown').map(({ finding }) => finding),
    staying: wasFailing.filter(({ is }) => is === 'fail').length,
  };
}

function checkComparable(earlier: ScanResult, result: ScanResult): void {
  if (earlier.account.id !== result.account.id)
    throw new RemediateError(
      'BadInput',
      `an earlier scan is of account ${earlier.account.id}, and this one of ${result.account.id}`,
      { hint: 'give earlier scans of the same account' },
    );
  if (instant(earlier) >= instant(result))
    throw new RemediateError(
      'BadInput',
      `the scan of ${earlier.collectedAt} is not earlier than this one of ${result.collectedAt}`,
      { hint: 'give the latest scan first and the earlier ones after --earlier' },
    );
}

/** The time of a scan in a form that sorts as text, whatever the time zone it was written in. */
function instant({ collectedAt }: ScanResult): string {
  return new Date(collectedAt).toISOString();
}

function isFailing({ status }: Finding): boolean {
  return status === 'fail';
}

/** Finds findings of another scan in this one; where its control was not judged on everything, an absent one is unknown. */
function lookup({ findings }: ScanResult): (finding: Finding) => Elsewhere {
  const statusOf = new Map(findings.map(({ fingerprint, status }) => [fingerprint, status]));
  const judged = new Set(findings.map(({ control }) => control));
  for (const { control, reason } of findings)
    if (reason === 'unreadable' || reason === 'partial') judged.delete(control);
  return ({ fingerprint, control }) => statusOf.get(fingerprint) ?? (judged.has(control) ? 'absent' : 'unknown');
}

function toPoint({ collectedAt, summary: { practices, byStatus } }: ScanResult): Trend['scans'][number] {
  return {
    collectedAt,
    practicesMet: practices.pass,
    practices: practices.pass + practices.muted + practices.unknown + practices.fail,
    failing: byStatus.fail,
    unknown: byStatus.unknown,
  };
}

/** What a finding was in the scan before, in words. */
const wasWords: Readonly<Record<Elsewhere, string>> = {
  pass: 'passed',
  fail: 'failed',
  muted: 'accepted',
  unknown: 'not judged',
  'not-applicable': 'did not apply',
  absent: 'was not there',
};

/** What a finding is in this scan, in words. */
const isWords: Readonly<Record<Elsewhere, string>> = {
  ...wasWords,
  pass: 'passes',
  fail: 'fails',
  'not-applicable': 'does not apply',
  absent: 'is gone',
};

/** Findings that changed in one way, each with what it was or is in the other scan. */
export interface TrendChanges {
  readonly heading: string;
  /** What the words are about: the scan before, or this one. */
  readonly column: 'Before' | 'Now';
  readonly rows: readonly { readonly finding: Finding; readonly word: string }[];
}

/** What changed since the scan before, as every report shows it; what nothing is in is left out. */
export function changesOf({ opened, closed, unsure }: Trend): TrendChanges[] {
  const all: readonly TrendChanges[] = [
    {
      heading: 'Opened',
      column: 'Before',
      rows: opened.map(({ finding, was }) => ({ finding, word: wasWords[was] })),
    },
    { heading: 'Closed', column: 'Now', rows: closed.map(({ finding, is }) => ({ finding, word: isWords[is] })) },
    {
      heading: 'Not judged any more',
      column: 'Before',
      rows: unsure.map((finding) => ({ finding, word: wasWords.fail })),
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}

/** The trend in one phrase each: what opened, what closed, what nobody knows, what stayed. */
export function trendPhrases({ opened, closed, unsure, staying }: Trend): string[] {
  return [
    `${opened.length} opened`,
    `${closed.length} closed`,
    ...(unsure.length === 0 ? [] : [`${unsure.length} not judged any more`]),
    `${staying} still failing`,
  ];
}
