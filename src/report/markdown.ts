import type { Finding } from '../engine/finding.ts';
import { severities } from '../engine/severity.ts';
import { codeSpan, escapeMarkdown, markdownTable } from './markdown-text.ts';
import { capitalise, showAccount, showArea, showTime } from './phrases.ts';
import { areasOf, countPhrases, doubtsOf, headline, practicesOf, unreadOf } from './posture.ts';
import type { ScanResult } from './scan-result.ts';

/** A scan's result as Markdown, for a pull request, an issue or a wiki. */
export function markdownReport(result: ScanResult): string {
  const practices = practicesOf(result);
  const { account, collectedAt, tool } = result;
  const told = `${showAccount(account)} · collected ${showTime(collectedAt)} · ${tool.name} ${tool.version}`;
  const sections = [
    '# IAM posture',
    `**${escapeMarkdown(headline(practices))}**`,
    escapeMarkdown(told),
    countPhrases(result).join(' · '),
    ...areaSection(practices),
    ...failingSections(result),
    ...notJudgedSection(result),
    ...acceptedSection(result),
    ...metSection(practices),
  ];
  return `${sections.join('\n\n')}\n`;
}

function areaSection(practices: ReturnType<typeof practicesOf>): string[] {
  const areas = areasOf(practices);
  if (areas.length === 0) return [];
  const rows = areas.map(({ name, counts, total }) => [
    escapeMarkdown(showArea(name)),
    `${counts.pass ?? 0} of ${total}`,
    String(counts.fail ?? 0),
    String(counts.unknown ?? 0),
    String(counts.muted ?? 0),
  ]);
  return ['## Areas', markdownTable(['Area', 'Practices met', 'Failing', 'Not judged', 'Accepted'], rows)];
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

function metSection(practices: ReturnType<typeof practicesOf>): string[] {
  const met = practices.filter(({ status }) => status === 'pass');
  if (met.length === 0) return [];
  const lines = met.map(
    ({ id, note }) => `- ${note === undefined ? '' : `${escapeMarkdown(note.title)} · `}${codeSpan(id)}`,
  );
  return [`## Met (${met.length})`, lines.join('\n')];
}
