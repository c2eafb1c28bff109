import type { Finding } from '../engine/finding.ts';
import { severities } from '../engine/severity.ts';
import { codeSpan, escapeMarkdown, markdownTable } from './markdown-text.ts';
import { capitalise, showAccount, showArea, showTime } from './phrases.ts';
import {
  areasOf,
  countPhrases,
  doubtsOf,
  headline,
  lapsedOf,
  type Practice,
  practicePhrases,
  practicesOf,
  unreadOf,
} from './posture.ts';
import type { ScanResult } from './scan-result.ts';
import { changesOf, trendPhrases } from './trend.ts';

/** A scan's result as Markdown, for a pull request, an issue or a wiki. */
export function markdownReport(result: ScanResult): string {
  const practices = practicesOf(result);
  const inState = (state: Practice['status']) => practices.filter(({ status }) => status === state);
  const { account, collectedAt, tool } = result;
  const told = `${showAccount(account)} · collected ${showTime(collectedAt)} · ${tool.name} ${tool.version}`;
  const sections = [
    '# IAM posture',
    `**${escapeMarkdown(headline(practices))}**`,
    escapeMarkdown(told),
    practicePhrases(result).join(' · '),
    countPhrases(result).join(' · '),
    ...trendSection(result),
    ...areaSection(practices),
    ...failingSections(result),
    ...notJudgedSection(result),
    ...acceptedSection(result),
    ...exceptionsSection(result),
    ...practiceSection('Met', inState('pass')),
    ...practiceSection('Not applicable', inState('not-applicable')),
  ];
  return `${sections.join('\n\n')}\n`;
}

function trendSection({ trend }: ScanResult): string[] {
  if (trend === undefined) return [];
  const scans = trend.scans.map(({ collectedAt, practicesMet, practices, failing, unknown }) => [
    showTime(collectedAt),
    `${practicesMet} of ${practices}`,
    String(failing),
    String(unknown),
  ]);
  return [
    `## Since ${showTime(trend.since)}`,
    trendPhrases(trend).join(' · '),
    markdownTable(['Collected', 'Practices met', 'Failed', 'Not judged'], scans),
    ...changesOf(trend).flatMap(({ heading, column, rows }) => [
      `### ${heading} (${rows.length})`,
      markdownTable(
        ['Severity', 'Control', 'Resource', 'What was found', column],
        rows.map(({ finding: { severity, control, resource, message }, word }) => [
          capitalise(severity),
          codeSpan(control),
          codeSpan(resource.id),
          escapeMarkdown(message),
          word,
        ]),
      ),
    ]),
  ];
}

function areaSection(practices: readonly Practice[]): string[] {
  const areas = areasOf(practices);
  if (areas.length === 0) return [];
  const rows = areas.map(({ name, counts, total }) => [
    escapeMarkdown(showArea(name)),
    `${counts.pass ?? 0} of ${total}`,
    String(counts.fail ?? 0),
    String(counts.unknown ?? 0),
    String(counts.muted ?? 0),
    String(counts['not-applicable'] ?? 0),
  ]);
  const headings = ['Area', 'Practices met', 'Failing', 'Not judged', 'Accepted', 'Not applicable'];
  return ['## Areas', markdownTable(headings, rows)];
}

function failingSections(result: ScanResult): string[] {
  return severities.flatMap((severity) => {
    const findings = result.findings.filter((finding) => finding.status === 'fail' && finding.severity === severity);
    if (findings.length === 0) return [];
    return [`## ${capitalise(severity)} (${findings.length})`, ...findingTables(result, findings)];
  });
}

function findingTables(result: ScanResult, findings: readonly Finding[]): string[] {
  const titles = new Map(result.controls?.map((note) => [note.id, note.title]));
  return [...new Set(findings.map((finding) => finding.control))].flatMap((control) => {
    const title = titles.get(control);
    const rows = findings
      .filter((finding) => finding.control === control)
      .map(({ resource, message, fingerprint }) => [
        codeSpan(resource.id),
        escapeMarkdown(message),
        codeSpan(fingerprint),
      ]);
    return [
      `### ${title === undefined ? '' : `${escapeMarkdown(title)} · `}${codeSpan(control)}`,
      markdownTable(['Resource', 'What was found', 'Fingerprint'], rows),
    ];
  });
}

function notJudgedSection(result: ScanResult): string[] {
  const unread = unreadOf(result);
  const doubts = doubtsOf(result);
  if (unread.length + doubts.length === 0) return [];
  const rows = unread.map(({ collection, reason, permission, controls }) => [
    codeSpan(collection),
    escapeMarkdown(reason),
    permission === undefined ? '' : codeSpan(permission),
    controls.map(codeSpan).join(', '),
  ]);
  return [
    `## Not judged (${result.summary.byStatus.unknown})`,
    ...(rows.length === 0 ? [] : [markdownTable(['Evidence', 'Why', 'Allow', 'Leaves open'], rows)]),
    ...findingTables(result, doubts),
  ];
}

function acceptedSection(result: ScanResult): string[] {
  const muted = result.findings.filter(({ status }) => status === 'muted');
  if (muted.length === 0) return [];
  const rows = muted.map(({ control, resource, message, exception }) => [
    codeSpan(control),
    codeSpan(resource.id),
    escapeMarkdown(message),
    escapeMarkdown(exception?.reason ?? ''),
    escapeMarkdown(exception?.owner ?? ''),
    escapeMarkdown(exception?.expires ?? ''),
  ]);
  const headings = ['Control', 'Resource', 'What was found', 'Accepted because', 'Owner', 'Until'];
  return [`## Accepted (${muted.length})`, markdownTable(headings, rows)];
}

function exceptionsSection(result: ScanResult): string[] {
  const lapsed = lapsedOf(result);
  if (lapsed.length === 0) return [];
  const rows = lapsed.map(({ control, resource, why, reason, owner, expires }) => [
    codeSpan(control),
    codeSpan(resource),
    escapeMarkdown(why),
    escapeMarkdown(reason),
    escapeMarkdown(owner),
    escapeMarkdown(expires),
  ]);
  const headings = ['Control', 'Resource', 'What became of it', 'Accepted because', 'Owner', 'Until'];
  return [`## Exceptions to renew or to remove (${lapsed.length})`, markdownTable(headings, rows)];
}

/** The practices of a state that nothing need be done about; one that stands for a single finding tells it. */
function practiceSection(heading: string, practices: readonly Practice[]): string[] {
  if (practices.length === 0) return [];
  const lines = practices.map(({ id, status, note, findings }) => {
    const [first, ...more] = status === 'pass' ? [] : findings;
    const told = first === undefined || more.length > 0 ? '' : `: ${escapeMarkdown(first.message)}`;
    return `- ${note === undefined ? '' : `${escapeMarkdown(note.title)} · `}${codeSpan(id)}${told}`;
  });
  return [`## ${heading} (${practices.length})`, lines.join('\n')];
}
