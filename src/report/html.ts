import { createHash } from 'node:crypto';
import { findingsSection } from './html-findings.ts';
import { areasSection, exceptionsSection, glanceSection, unreadSection } from './html-posture.ts';
import { pageScript } from './html-script.ts';
import { pageStyle } from './html-style.ts';
import { Html, html } from './html-text.ts';
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
</header>
<main>
${glanceSection(result, headline(practices))}
${unreadSection(result)}
${exceptionsSection(result)}
${areasSection(areasOf(practices))}
${findingsSection(result, practices)}
</main>
<footer>
<p>A practice is as good as its worst finding. What could not be read is not judged and never counts as met. Each finding’s fingerprint stays the same from scan to scan.</p>
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
