import type { Status } from '../engine/finding.ts';
import { severities } from '../engine/severity.ts';
import { type Html, html } from './html-text.ts';
import { capitalise, count, showArea } from './phrases.ts';
import { type Area, exceptionsOf, lapsedOf, practicePhrases, statusWords, unreadOf, worstFirst } from './posture.ts';
import type { ScanResult } from './scan-result.ts';

/** The order of a bar's parts, from the good end. */
const barOrder = ['pass', 'muted', 'unknown', 'fail'] as const satisfies readonly Status[];

/** The result at a glance: one sentence, the findings by status, and the failing ones by severity. */
export function glanceSection(result: ScanResult, headline: string): Html {
  const { byStatus, failingBySeverity } = result.summary;
  const most = Math.max(1, ...Object.values(failingBySeverity));
  return html`<section aria-labelledby="glance">
<h2 id="glance" class="headline">${headline}</h2>
<p>${practicePhrases(result).join(' · ')}</p>
<div class="glance">
<div>
<h3 id="by-status">Findings</h3>
<ul class="figures" aria-labelledby="by-status">
${worstFirst.map((status) => html`<li class="${byStatus[status] === 0 ? 'faint' : status}"><b>${byStatus[status]}</b> ${statusWords[status]}</li>\n`)}</ul>
</div>
<table class="bars">
<caption>Failed, by severity</caption>
<thead class="unseen"><tr><th scope="col">Severity</th><th scope="col">Share</th><th scope="col">Findings</th></tr></thead>
<tbody>
${severities.map(
  (severity) =>
    html`<tr class="${severity}"><th scope="row">${capitalise(severity)}</th><td class="bar">${plainBar(failingBySeverity[severity] / most)}</td><td class="number">${failingBySeverity[severity]}</td></tr>\n`,
)}</tbody>
</table>
</div>
</section>`;
}

function plainBar(share: number): Html {
  return html`<svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="track" width="100" height="8"/><rect class="level" width="${round(share * 100)}" height="8"/></svg>`;
}

/** The evidence that could not be read, with the permission that was lacking. */
export function unreadSection(result: ScanResult): Html | undefined {
  const unread = unreadOf(result);
  if (unread.length === 0) return undefined;
  return html`<section aria-labelledby="unread" class="notice">
<h2 id="unread">Not read</h2>
<p>${count(unread.length, 'kind')} of evidence could not be read. What rests on it is not judged.</p>
<table class="wide">
<thead><tr><th scope="col">Evidence</th><th scope="col">Why</th><th scope="col">Allow</th><th scope="col">Leaves open</th></tr></thead>
<tbody>
${unread.map(
  ({ collection, reason, permission, controls }) =>
    html`<tr><th scope="row" class="mono">${collection}</th><td>${reason}</td><td data-label="Allow" class="mono">${permission ?? '—'}</td><td data-label="Leaves open">${controls.length === 0 ? '—' : controls.join(', ')}</td></tr>\n`,
)}</tbody>
</table>
</section>`;
}

/** All exceptions: what became of each, who answers for it, and until when; those that accept nothing any more come first. */
export function exceptionsSection(result: ScanResult): Html | undefined {
  const exceptions = exceptionsOf(result);
  if (exceptions.length === 0) return undefined;
  const lapsed = lapsedOf(result).length;
  const toDo = lapsed === 0 ? undefined : html`<p class="lead">${lapsed} to renew or to remove.</p>`;
  return html`<section aria-labelledby="exceptions"${lapsed === 0 ? undefined : html` class="notice"`}>
<h2 id="exceptions">Exceptions</h2>
${toDo}
<table class="wide">
<thead><tr><th scope="col">Resource</th><th scope="col">Control</th><th scope="col">What became of it</th><th scope="col">Until</th><th scope="col">Accepted because</th><th scope="col">Owner</th></tr></thead>
<tbody>
${exceptions.map(
  ({ control, resource, state, why, reason, owner, expires }) =>
    html`<tr><th scope="row" class="mono">${resource}</th><td data-label="Control" class="mono">${control}</td><td${state === 'accepting' ? undefined : html` class="fail"`}>${why}</td><td data-label="Until"><time datetime="${expires}">${expires}</time></td><td data-label="Accepted because">${reason}</td><td data-label="Owner">${owner}</td></tr>\n`,
)}</tbody>
</table>
</section>`;
}

/** How each area stands: a bar of its practices, and the same in numbers. */
export function areasSection(areas: readonly Area[]): Html | undefined {
  if (areas.length === 0) return undefined;
  // A few practices are not drawn as if they were many.
  const most = Math.max(12, ...areas.map(({ total }) => total));
  return html`<section aria-labelledby="areas">
<h2 id="areas">By area</h2>
<table class="areas">
<thead><tr><th scope="col">Area</th><th scope="col" class="bar">Practices</th><th scope="col" class="number key pass">Met</th><th scope="col" class="number key muted">Accepted</th><th scope="col" class="number key unknown">Not judged</th><th scope="col" class="number key fail">Failing</th><th scope="col" class="number">Not applicable</th></tr></thead>
<tbody>
${areas.map(
  (area) =>
    html`<tr><th scope="row">${showArea(area.name)}</th><td class="bar">${areaBar(area, most)}</td><td class="number">${area.total === 0 ? html`<span class="faint">—</span>` : html`${area.counts.pass ?? 0} <span class="faint">of ${area.total}</span>`}</td>${(['muted', 'unknown', 'fail'] as const).map((status) => figure(area.counts[status] ?? 0, status))}<td class="number faint">${area.counts['not-applicable'] ?? 0}</td></tr>\n`,
)}</tbody>
</table>
</section>`;
}

function figure(number: number, status: Status): Html {
  return html`<td class="number ${number === 0 ? 'faint' : status}">${number}</td>`;
}

/** One mark for each practice, so that areas compare by their size too. */
function areaBar({ counts }: Area, most: number): Html {
  const marks = barOrder.flatMap((status) => Array.from({ length: counts[status] ?? 0 }, () => status));
  return html`<svg aria-hidden="true" viewBox="0 0 ${most * 10} 8" preserveAspectRatio="none">${marks.map(
    (status, index) => html`<rect class="${status}" x="${index * 10}" width="9" height="8"/>`,
  )}</svg>`;
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}
