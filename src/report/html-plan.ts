import { type Html, html } from './html-text.ts';
import { neutralise } from './neutral-text.ts';
import { capitalise, count } from './phrases.ts';
import { type FindingView, type PlanView, type StepView, viewPlan } from './plan-view.ts';
import type { ScanResult } from './scan-result.ts';
import { shellCommand } from './shell-command.ts';
import type { ValueDiff } from './value-diff.ts';

/** What a plan would change: nothing of it was done. */
export function planSection({ plan }: ScanResult): Html | undefined {
  if (plan === undefined) return undefined;
  const view = viewPlan(plan);
  const affected = view.access.length === 0 ? ['Nobody gains or loses access.'] : view.access;
  return html`<section aria-labelledby="plan">
<h2 id="plan">What a plan would change</h2>
<p class="lead">${view.headline} Nothing of it was done. ${view.undo}</p>
${sentences(
  'This plan cannot be applied',
  view.refusals.map(({ guard, reason, steps }) => `${guard}: ${reason}${steps === undefined ? '' : ` (${steps})`}`),
)}
${sentences('Who is affected', affected)}
${view.opens.length === 0 ? undefined : sentences('What it would open', view.opens.map(findingText))}
${view.stages.map(({ title, steps }) => html`<h3>${title}</h3>\n<ol class="steps">${steps.map(stepItem)}</ol>\n`)}
${view.guides.map(
  ({
    title,
    steps,
    expect,
  }) => html`<details class="changes"><summary><span class="name">By hand: ${title}</span> <span class="tally">${count(steps.length, 'step')}</span></summary>
<ol class="guide">${steps.map((step) => html`<li>${step}</li>`)}</ol>
<p>Then: ${expect}</p></details>\n`,
)}
${view.elsewhere.length === 0 ? undefined : html`<p>${count(view.elsewhere.length, 'change')} to make where another Terraform state manages it.</p>`}
${notPlanned(view)}
<p class="faint">Plan <span class="mono">${plan.id}</span>, digest <span class="mono">${plan.digest}</span></p>
</section>`;
}

function findingText({ severity, control, resource, message }: FindingView): string {
  return `${capitalise(severity)}, ${control} on ${resource}: ${message}`;
}

/** What the plan leaves as it is, under the reason: one reason often stands for many findings. */
function notPlanned({ unplanned }: PlanView): Html | undefined {
  if (unplanned.length === 0) return undefined;
  const reasons = [...new Set(unplanned.map(({ reason }) => reason))];
  return html`<h3>Not planned</h3>
${reasons.map((why) => {
  const findings = unplanned.filter(({ reason }) => reason === why).map(({ finding }) => finding);
  return html`<details class="changes"><summary><span class="name">${capitalise(why)}</span> <span class="tally">${count(findings.length, 'finding')}</span></summary>
<ul class="sentences">${findings.map((finding) => html`<li>${findingText(finding)}</li>`)}</ul></details>\n`;
})}`;
}

function sentences(heading: string, lines: readonly string[]): Html | undefined {
  if (lines.length === 0) return undefined;
  return html`<h3>${heading}</h3>\n<ul class="sentences">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

const reversibilities: Readonly<Record<StepView['reversibility'], string>> = {
  reversible: 'can be undone',
  recoverable: 'recreated by an undo, with a new id or secret',
  irreversible: 'cannot be undone',
};

function stepItem({ number, title, diff, command, waits, reversibility }: StepView): Html {
  const tone = reversibility === 'irreversible' ? html` class="fail"` : undefined;
  return html`<li value="${number}"><details><summary><span class="name">${title}</span> <span class="type"><span${tone}>${reversibilities[reversibility]}</span>${waits === undefined ? '' : ` · waits: ${waits}`}</span></summary>
<pre>${diffLines(diff)}</pre>
<pre>${shellCommand(command)}</pre></details></li>\n`;
}

function diffLines({ sign, resource, attributes }: ValueDiff): Html[] {
  return [
    line(sign, `${sign} ${resource}`),
    ...attributes.flatMap(({ key, before, after, document }) =>
      document === undefined
        ? [
            ...(before === undefined ? [] : [line('-', `-   ${key}: ${before}`)]),
            ...(after === undefined ? [] : [line('+', `+   ${key}: ${after}`)]),
          ]
        : [
            line(' ', `    ${key}:`),
            ...document.map((item) =>
              line(item.sign, `${item.sign === '…' ? ' ' : item.sign}     ${item.sign === '…' ? '…' : item.text}`),
            ),
          ],
    ),
  ];
}

function line(sign: string, text: string): Html {
  // A line break in a name would look like a line of the diff.
  const safe = neutralise(text);
  if (sign === '+') return html`<ins>${safe}</ins>\n`;
  return sign === '-' ? html`<del>${safe}</del>\n` : html`${safe}\n`;
}
