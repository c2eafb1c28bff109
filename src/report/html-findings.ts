import type { Finding, Status } from '../engine/finding.ts';
import type { Json } from '../engine/json.ts';
import { severities } from '../engine/severity.ts';
import { frameworkName, frameworksOf } from './frameworks.ts';
import { type Html, html } from './html-text.ts';
import { neutralJson } from './neutral-text.ts';
import { capitalise, count, showArea, showTime } from './phrases.ts';
import { type Practice, statusWords, worstFirst } from './posture.ts';
import type { ScanResult } from './scan-result.ts';

/** Rows in a table of their own: a browser lays out only the tables that are on the screen. */
const chunk = 50;

/** All findings, by practice: what was found on which resource, and the evidence that decided it. */
export function findingsSection(result: ScanResult, practices: readonly Practice[]): Html {
  return html`<section aria-labelledby="findings">
<h2 id="findings" tabindex="-1">Findings</h2>
${toolbar(result, practices)}
<div id="practices">
${practices.map((practice) => practiceBlock(practice, result.collectedAt))}
</div>
<p id="nothing" hidden>No finding fits. <button type="button" id="clear">Show all</button></p>
</section>`;
}

/** Hidden until the script runs: without it the controls would do nothing. */
function toolbar(result: ScanResult, practices: readonly Practice[]): Html {
  const { byStatus } = result.summary;
  const used = worstFirst.filter((status) => byStatus[status] > 0);
  const areas = [...new Set(practices.map(({ note }) => note?.area ?? 'other'))].sort();
  const frameworks = frameworksOf(practices);
  return html`<form id="filter" role="search" aria-label="Findings" hidden>
<label class="search"><span>Search</span><input id="query" type="search" placeholder="Resource, control, evidence" autocomplete="off" spellcheck="false"></label>
<label><span>Severity</span><select id="severity"><option value="">Any</option>${severities.map((severity) => html`<option value="${severity}">${capitalise(severity)}</option>`)}</select></label>
<label><span>Area</span><select id="area"><option value="">Any</option>${areas.map((area) => html`<option value="${area}">${showArea(area)}</option>`)}</select></label>
<label><span>Framework</span><select id="framework"><option value="">Any</option>${frameworks.map(({ key, name }) => html`<option value="${key}">${name}</option>`)}</select></label>
<fieldset><legend>Status</legend>${used.map(
    (status) =>
      html`<label class="choice"><input type="checkbox" name="status" value="${status}" checked> ${capitalise(statusWords[status])} <span class="faint">${byStatus[status]}</span></label>`,
  )}</fieldset>
<p class="unfold"><button type="button" id="unfold">Open all</button> <button type="button" id="fold">Close all</button></p>
<p id="shown" role="status" aria-live="polite">${count(result.summary.findings, 'finding')}</p>
</form>`;
}

function practiceBlock(practice: Practice, collectedAt: string): Html {
  const { id, status, severity, note, findings, counts } = practice;
  const grave = status === 'fail' && (severity === 'critical' || severity === 'high');
  const open = grave || status === 'unknown' ? html` open` : undefined;
  const frameworks = Object.keys(note?.frameworks ?? {}).join('\n');
  const tally = worstFirst
    .filter((name) => counts[name] !== undefined)
    .map((name) => `${counts[name]} ${statusWords[name]}`);
  return html`<details class="practice ${status}" id="control-${id}" data-area="${note?.area ?? 'other'}" data-frameworks="${frameworks}"${open}>
<summary><span class="mark ${markOf(status, severity)}">${markText(status, severity)}</span><span class="name"><span class="title">${note?.title ?? id}</span> <span class="mono id">${id}</span></span><span class="tally">${tally.join(' · ')}</span></summary>
${note === undefined ? undefined : notePart(note, collectedAt)}
${Array.from({ length: Math.ceil(findings.length / chunk) }, (_, index) =>
  findingTable(note?.title ?? id, findings.slice(index * chunk, (index + 1) * chunk), index, collectedAt),
)}
</details>
`;
}

function markOf(status: Status, severity: string): string {
  return status === 'fail' ? severity : status;
}

function markText(status: Status, severity: string): string {
  return status === 'fail' ? capitalise(severity) : capitalise(statusWords[status]);
}

function notePart({ rationale, risk, reads, frameworks }: NonNullable<Practice['note']>, collectedAt: string): Html {
  const mapped = Object.entries(frameworks).filter(([, numbers]) => numbers.length > 0);
  const asked = mapped.map(
    ([key, numbers]) => html`<li><a href="#framework-${key}">${frameworkName(key)}</a> ${numbers.join(', ')}</li>`,
  );
  return html`<div class="note"><p>${rationale} ${risk}</p>
<dl><div><dt>Judged from</dt><dd><span class="mono">${reads.join(', ')}</span>, collected <time datetime="${collectedAt}">${showTime(collectedAt)}</time></dd></div>${
    asked.length === 0
      ? undefined
      : html`<div><dt>Asked for by</dt><dd><details><summary>${count(asked.length, 'framework')}</summary><ul class="asked">${asked}</ul></details></dd></div>`
  }</dl></div>`;
}

function findingTable(title: string, findings: readonly Finding[], index: number, collectedAt: string): Html {
  const part = index === 0 ? '' : `, part ${index + 1}`;
  return html`<div class="${findings.length === chunk ? 'chunk whole' : 'chunk'}"><table>
<caption class="unseen">${title}${part}</caption>
<thead${index === 0 ? undefined : html` class="unseen"`}><tr><th scope="col">Status</th><th scope="col">Resource</th><th scope="col">What was found</th></tr></thead>
<tbody>
${findings.map((finding) => row(finding, collectedAt))}</tbody>
</table></div>
`;
}

function row(
  { status, severity, resource, message, evidence, fingerprint, exception }: Finding,
  collectedAt: string,
): Html {
  const accepted =
    exception === undefined
      ? undefined
      : html`<p class="exception">${status === 'fail' ? 'Was accepted' : 'Accepted'} by ${exception.owner} until <time datetime="${exception.expires}">${exception.expires}</time>: ${exception.reason}</p>`;
  const arn = resource.arn === undefined ? '' : `${resource.arn}\n`;
  return html`<tr data-s="${status}" data-v="${severity}"><td class="${markOf(status, severity)}">${capitalise(statusWords[status])}${status === 'fail' ? html`<span class="type">${severity}</span>` : undefined}</td><th scope="row"><span class="mono">${resource.id}</span><span class="type">${resource.type}</span></th><td><p>${message}</p>${accepted}<details><summary>Evidence</summary><pre>${arn}${evidenceLines(evidence)}
collected ${collectedAt}
fingerprint ${fingerprint}</pre></details></td></tr>
`;
}

function evidenceLines(evidence: Readonly<Record<string, Json>>): string {
  return Object.entries(evidence)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : showValue(value)}`)
    .join('\n');
}

/** Longest value that is shown on one line. */
const inlineLength = 72;

function showValue(value: Json): string {
  const inline = neutralJson(value);
  return inline.length <= inlineLength ? inline : neutralJson(value, 2);
}
