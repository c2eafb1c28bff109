import { type Html, html } from './html-text.ts';
import { capitalise, showTime } from './phrases.ts';
import { changesOf, type Trend, type TrendChanges, trendPhrases } from './trend.ts';

/** What opened and closed since the scan before, and how all given scans compare. */
export function trendSection(trend: Trend | undefined): Html | undefined {
  if (trend === undefined) return undefined;
  const { scans, since } = trend;
  return html`<section aria-labelledby="trend">
<h2 id="trend">Since <time datetime="${since}">${showTime(since)}</time></h2>
<p class="lead">${trendPhrases(trend).join(' · ')}</p>
<div class="glance">
${curve(scans)}
<table>
<caption>All scans</caption>
<thead><tr><th scope="col">Collected</th><th scope="col" class="number">Practices met</th><th scope="col" class="number key fail">Failed</th><th scope="col" class="number key unknown">Not judged</th></tr></thead>
<tbody>
${scans.map(
  ({ collectedAt, practicesMet, practices, failing, unknown }) =>
    html`<tr><th scope="row"><time datetime="${collectedAt}">${showTime(collectedAt)}</time></th><td class="number">${practicesMet} <span class="faint">of ${practices}</span></td><td class="number">${failing}</td><td class="number">${unknown}</td></tr>\n`,
)}</tbody>
</table>
</div>
${changesOf(trend).map(changes)}
</section>`;
}

/** The most rows that are unfolded from the start, so that the posture itself stays in sight. */
const few = 5;

function changes({ heading, column, rows }: TrendChanges): Html {
  return html`<details class="changes"${rows.length > few ? undefined : html` open`}>
<summary><span class="name">${heading}</span> <span class="tally">${rows.length}</span></summary>
<table class="wide">
<caption class="unseen">${heading}</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">Resource</th><th scope="col">What was found</th><th scope="col">${column}</th></tr></thead>
<tbody>
${rows.map(
  ({ finding: { severity, control, resource, message }, word }) =>
    html`<tr><td class="${severity}">${capitalise(severity)}</td><th scope="row"><span class="mono">${resource.id}</span><span class="type">${control}</span></th><td>${message}</td><td data-label="${column}">${word}</td></tr>\n`,
)}</tbody>
</table>
</details>`;
}

const [wide, high] = [400, 120] as const;

/** The failing findings and the ones not judged, a line each over time; the table beside it holds the numbers. */
function curve(scans: Trend['scans']): Html {
  const times = scans.map(({ collectedAt }) => Date.parse(collectedAt));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const most = Math.max(1, ...scans.map(({ failing, unknown }) => Math.max(failing, unknown)));
  const x = (at: number) => round(8 + ((wide - 16) * ((times[at] ?? first) - first)) / Math.max(1, last - first));
  const y = (value: number) => round(high - 8 - ((high - 16) * value) / most);
  const line = (name: 'failing' | 'unknown', tone: string) =>
    html`<polyline class="line ${tone}" points="${scans
      .map((scan, at) => `${x(at)},${y(scan[name])}`)
      .join(
        ' ',
      )}"/>${scans.map((scan, at) => html`<circle class="${tone}" cx="${x(at)}" cy="${y(scan[name])}" r="3"/>`)}`;
  return html`<svg class="curve" aria-hidden="true" viewBox="0 0 ${wide} ${high}"><path class="axis" d="M8 ${high - 8}H${wide - 8}"/>${line('unknown', 'unknown')}${line('failing', 'fail')}</svg>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
