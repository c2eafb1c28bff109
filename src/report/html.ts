import { createHash } from 'node:crypto';
import { findingsSection } from './html-findings.ts';
import { frameworksSection } from './html-frameworks.ts';
import { administratorsSection, credentialsSection } from './html-people.ts';
import { planSection } from './html-plan.ts';
import { areasSection, exceptionsSection, glanceSection, unreadSection } from './html-posture.ts';
import { pageScript } from './html-script.ts';
import { pageStyle } from './html-style.ts';
import { Html, html } from './html-text.ts';
import { trendSection } from './html-trend.ts';
import { showTime } from './phrases.ts';
import { areasOf, headline, practicesOf } from './posture.ts';
import type { ScanResult } from './scan-result.ts';

const styleHash = sourceHash(pageStyle);
const scriptHash = sourceHash(pageScript);
/** Nothing is loaded from anywhere, and nothing runs but this page's own style and script. */
const policy = `default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;

/** A scan's result as one page for auditors: complete in itself, safe whatever the names in it, readable without its script. */
export function htmlReport(result: ScanResult): string {
  const { account, collectedAt, tool } = result;
  const practices = practicesOf(result);
  const name = account.alias ?? account.id;
  const sections = [
    ['trend', 'Trend', trendSection(result.trend)],
    ['unread', 'Not read', unreadSection(result)],
    ['areas', 'Areas', areasSection(areasOf(practices))],
    ['frameworks', 'Frameworks', frameworksSection(practices)],
    ['administrators', 'Administrators', administratorsSection(result)],
    ['credentials', 'Keys and passwords', credentialsSection(result)],
    ['exceptions', 'Exceptions', exceptionsSection(result)],
    ['plan', 'Plan', planSection(result)],
    ['findings', 'Findings', findingsSection(result, practices)],
  ] as const;
  const held = sections.filter(([, , section]) => section !== undefined);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>IAM posture of ${name}, ${collectedAt.slice(0, 10)}</title>
<style>${new Html(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
<header>
<p class="kicker">IAM posture</p>
<h1>${name}</h1>
<dl class="facts">
<div><dt>Account</dt><dd class="mono">${account.id}</dd></div>
<div><dt>Partition</dt><dd class="mono">${account.partition}</dd></div>
<div><dt>Evidence collected</dt><dd><time datetime="${collectedAt}">${showTime(collectedAt)}</time></dd></div>
<div><dt>Judged by</dt><dd>${tool.name} ${tool.version}</dd></div>
</dl>
<nav aria-label="Sections"><ul>${held.map(([id, label]) => html`<li><a href="#${id}">${label}</a></li>`)}</ul></nav>
</header>
<main>
${glanceSection(result, headline(practices))}
${held.map(([, , section]) => html`${section}\n`)}</main>
<footer>
<p>A practice is as good as its worst finding. What could not be read is not judged and never counts as met. Each finding’s fingerprint stays the same from scan to scan. On paper, the evidence of what passed and the earlier editions of a framework are printed where they were opened on the screen.</p>
</footer>
<script>${new Html(pageScript)}</script>
</body>
</html>
`;
  return page.markup;
}

function sourceHash(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
