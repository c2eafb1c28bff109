import type { Status } from '../engine/finding.ts';
import { type Framework, frameworksOf, type Requirement } from './frameworks.ts';
import { type Html, html } from './html-text.ts';
import { capitalise, count } from './phrases.ts';
import { type Practice, practiceWords } from './posture.ts';

/** How each framework is answered: its requirements, each with the controls that speak to it. */
export function frameworksSection(practices: readonly Practice[]): Html | undefined {
  const frameworks = frameworksOf(practices);
  if (frameworks.length === 0) return undefined;
  return html`<section aria-labelledby="frameworks">
<h2 id="frameworks">By framework</h2>
<p class="lead">A requirement is as good as the worst practice that speaks to it. Requirements that no control here speaks to are not counted: this is evidence towards a framework, not compliance with all of it.</p>
${frameworks.map(frameworkBlock)}
</section>`;
}

const barOrder = ['pass', 'muted', 'unknown', 'fail'] as const satisfies readonly Status[];

function frameworkBlock({ key, name, isEarlier, requirements, counts, total }: Framework): Html {
  const rest = (['fail', 'unknown', 'muted', 'not-applicable'] as const)
    .filter((status) => (counts[status] ?? 0) > 0)
    .map((status) => `${counts[status]} ${practiceWords[status]}`);
  return html`<details class="framework${isEarlier ? ' earlier' : ''}" id="framework-${key}">
<summary><span class="name">${name}</span>${shares(counts, total)}<span class="tally">${[`${counts.pass ?? 0} of ${total} met`, ...rest].join(' · ')}</span></summary>
<table class="wide">
<caption class="unseen">${count(requirements.length, 'requirement')} of ${name}</caption>
<thead><tr><th scope="col">Requirement</th><th scope="col">State</th><th scope="col">Controls</th></tr></thead>
<tbody>
${requirements.map(requirementRow)}</tbody>
</table>
</details>
`;
}

function requirementRow({ id, status, practices }: Requirement): Html {
  return html`<tr><th scope="row">${id}</th><td data-label="State" class="${status}">${capitalise(practiceWords[status])}</td><td data-label="Controls"><ul class="asked">${practices.map(
    (practice) =>
      html`<li><a href="#control-${practice.id}">${practice.note?.title ?? practice.id}</a> <span class="${practice.status}">${practiceWords[practice.status]}</span></li>`,
  )}</ul></td></tr>\n`;
}

function shares(counts: Framework['counts'], total: number): Html {
  let from = 0;
  const parts = barOrder.map((status) => {
    const width = total === 0 ? 0 : Math.round(((counts[status] ?? 0) / total) * 10_000) / 100;
    const part = html`<rect class="${status}" x="${Math.round(from * 100) / 100}" width="${width}" height="8"/>`;
    from += width;
    return part;
  });
  return html`<svg aria-hidden="true" viewBox="0 0 100 8" preserveAspectRatio="none"><rect class="track" width="100" height="8"/>${parts}</svg>`;
}
