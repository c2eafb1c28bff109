/** The page's style: set like a printed audit paper, light and dark as the reader's system asks, black on white on paper. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --raised: #ffffff; --ink: #1f1d1a; --faint: #68635a; --line: #e3dfd6; --track: #ece8df; --accent: #1f5a7a;
  --critical: #a1123b; --high: #ad4413; --medium: #80600a; --low: #35617c; --info: #68635a;
  --pass: #3c7a57; --pass-ink: #2c6546; --muted: #8d8678; --muted-ink: #68635a; --unknown: #7d63b0; --unknown-ink: #64499a; --fail: #b3213f; --fail-ink: #a1123b;
  --keys: #b0702a; --passwords: #35617c;
  --serif: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", "P052", Palatino, Georgia, "DejaVu Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171614; --raised: #1e1d1a; --ink: #e8e4db; --faint: #a59e91; --line: #34312b; --track: #2a2823; --accent: #8fc3e0;
    --critical: #ff8fa5; --high: #f3a27c; --medium: #dcb964; --low: #95bfd8; --info: #a59e91;
    --pass: #5f9f7a; --pass-ink: #8fcaa6; --muted: #7d766a; --muted-ink: #a59e91; --unknown: #8f76c4; --unknown-ink: #bfa8ee; --fail: #d9506d; --fail-ink: #ff8fa5;
    --keys: #d69a55; --passwords: #6fa3c2;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 70rem; padding: 3.5rem 2rem 4rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); }
h1, h2, h3, p, dl, dd, ul, fieldset { margin: 0; padding: 0; }
h1, .headline { font-family: var(--serif); font-weight: 500; letter-spacing: -0.01em; text-wrap: balance; }
h1 { font-size: clamp(2.25rem, 6vw, 3.25rem); line-height: 1.1; overflow-wrap: anywhere; }
.headline { font-size: clamp(1.4rem, 3.4vw, 1.9rem); line-height: 1.3; max-width: 32em; }
section + section { margin-top: 3.5rem; }
h2:not(.headline) { font-size: 1.2rem; font-family: var(--serif); font-weight: 600; margin-bottom: 0.75rem; }
h3, caption, .kicker, thead th.key, thead th, dt, legend, form span:first-child { font-size: 0.8125rem; font-weight: 500; color: var(--faint); letter-spacing: 0.01em; }
.kicker { font-size: 0.9375rem; margin-bottom: 0.35rem; }
.mono, pre { font-family: var(--mono); font-size: 0.9em; overflow-wrap: anywhere; }
.faint { color: var(--faint); font-weight: 400; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); } .low { color: var(--low); } .info { color: var(--info); }
.pass { color: var(--pass-ink); } .muted, .not-applicable { color: var(--muted-ink); } .unknown { color: var(--unknown-ink); } .fail { color: var(--fail-ink); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
.skip { position: absolute; left: 2rem; top: -4rem; padding: 0.5rem 1rem; background: var(--ink); color: var(--paper); }
.skip:focus { top: 0.75rem; }

header { padding-bottom: 2rem; margin-bottom: 2.5rem; border-bottom: 1px solid var(--line); }
.facts { display: flex; flex-wrap: wrap; gap: 0.75rem 3rem; margin-top: 1.5rem; }
.facts dd { font-size: 0.9375rem; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.35rem 1.5rem; margin-top: 1.75rem; font-size: 0.9375rem; }
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
nav a { text-decoration: none; } nav a:hover { text-decoration: underline; }
.lead { max-width: 46rem; margin-bottom: 1rem; }

.glance { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); gap: 2rem 5rem; margin-top: 2.25rem; }
.figures { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: 1.1rem 1rem; margin-top: 0.6rem; font-size: 0.9375rem; }
.figures b { display: block; font: 500 2rem/1.1 var(--serif); font-variant-numeric: lining-nums tabular-nums; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
caption { text-align: left; padding: 0 0 0.5rem; }
th, td { padding: 0.5rem 1.25rem 0.5rem 0; text-align: left; vertical-align: top; font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
tbody tr { border-top: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
.bars th { width: 5.5rem; padding: 0.25rem 1rem 0.25rem 0; } .bars td { padding-top: 0.25rem; padding-bottom: 0.25rem; } .bars tbody tr { border: 0; }
.bars .number { width: 3.5rem; }
.bar { vertical-align: middle; }
.bar svg { display: block; width: 100%; height: 0.5rem; border-radius: 1px; }
.track { fill: var(--track); } .level { fill: currentColor; }
rect.pass { fill: var(--pass); } rect.muted { fill: var(--muted); } rect.unknown { fill: var(--unknown); } rect.fail { fill: var(--fail); }
.areas .bar { width: 36%; } .ages .bar { width: 52%; } .ages { max-width: 52rem; margin-bottom: 2rem; }
rect.keys { fill: var(--keys); } rect.passwords { fill: var(--passwords); } .key.keys::before { background: var(--keys); } .key.passwords::before { background: var(--passwords); }
.wide th, .wide td { overflow-wrap: anywhere; } .wide .number { white-space: nowrap; } .wide thead th { overflow-wrap: normal; }
.curve { width: 100%; height: auto; } .axis { stroke: var(--line); fill: none; } .line { fill: none; stroke-width: 2; }
.line.fail { stroke: var(--fail); } .line.unknown { stroke: var(--unknown); stroke-dasharray: 5 4; } circle.fail { fill: var(--fail); } circle.unknown { fill: var(--unknown); }
.key::before { content: ""; display: inline-block; width: 0.55rem; height: 0.55rem; margin-right: 0.4rem; border-radius: 1px; }
.key.pass::before { background: var(--pass); } .key.muted::before { background: var(--muted); } .key.unknown::before { background: var(--unknown); } .key.fail::before { background: var(--fail); }
.notice { border-left: 3px solid var(--unknown); padding-left: 1.5rem; }
.notice p { margin-bottom: 0.75rem; } .notice th, .notice td { overflow-wrap: anywhere; }

form { display: grid; grid-template-columns: minmax(14rem, 1fr) auto auto minmax(8rem, 12rem); gap: 0.85rem 1.25rem; align-items: end; padding: 1rem 0 1.1rem; border-top: 1px solid var(--line); }
form > label > span { display: block; margin-bottom: 0.2rem; }
input[type=search], select { width: 100%; min-height: 2.5rem; padding: 0.4rem 0.65rem; font: inherit; font-size: 0.9375rem; color: inherit; background: var(--raised); border: 1px solid var(--faint); border-radius: 4px; }
::placeholder { color: var(--faint); opacity: 1; }
fieldset { grid-column: 1 / 3; border: 0; display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem; font-size: 0.9375rem; }
legend { float: left; margin-right: 0; padding: 0.1rem 0; }
.choice { display: inline-flex; align-items: center; gap: 0.4rem; }
.choice input { width: 1rem; height: 1rem; margin: 0; accent-color: var(--accent); }
.unfold { font-size: 0.875rem; white-space: nowrap; } .unfold button + button { margin-left: 0.75rem; }
#shown { text-align: right; font-size: 0.9375rem; color: var(--faint); }
#nothing { padding: 2rem 0; color: var(--faint); }
button { font: inherit; color: var(--accent); background: none; border: 0; padding: 0; text-decoration: underline; text-underline-offset: 0.2em; cursor: pointer; }

.framework, .changes { border-top: 1px solid var(--line); }
.framework > summary, .changes > summary { display: grid; grid-template-columns: 1rem minmax(0, 1fr) auto; gap: 0 0.75rem; padding: 0.65rem 0; cursor: pointer; list-style: none; align-items: center; }
.framework > summary { grid-template-columns: 1rem minmax(0, 21rem) minmax(4rem, 1fr) 19rem; }
.framework svg { width: 100%; height: 0.5rem; } .glance + .changes { margin-top: 2rem; }
.framework .wide, .changes .wide, .changes .guide { margin: 0 0 1.25rem 1.75rem; width: calc(100% - 1.75rem); } .changes .sentences { margin: 0 0 1.25rem 1.75rem; } .changes .guide ~ p { margin: 0 0 1.25rem 1.75rem; }
.framework .wide th:first-child { width: 8rem; } .framework .wide th:nth-child(2), .framework .wide td:nth-child(2) { width: 8rem; }
.changes td:first-child { width: 6rem; } .changes .wide th:nth-child(2) { width: 27%; } .changes .wide td:last-child { width: 22%; }
.framework > summary::-webkit-details-marker, .changes > summary::-webkit-details-marker { display: none; }
#plan ~ h3, .steps { margin-top: 1rem; } .sentences, .steps, .guide { padding-left: 1.9rem; font-size: 0.9375rem; max-width: 52rem; overflow-wrap: anywhere; } .sentences li, .steps li, .guide li { margin: 0.3rem 0; }
.steps summary { cursor: pointer; list-style: none; } .steps summary::-webkit-details-marker { display: none; } .steps summary::after { content: " +"; color: var(--accent); } .steps [open] > summary::after { content: " −"; } .steps summary:hover .name { text-decoration: underline; text-underline-offset: 0.2em; } .steps .type { display: inline; } ins, del { text-decoration: none; } ins { color: var(--pass-ink); } del { color: var(--fail-ink); }

.practice { border-top: 1px solid var(--line); color: var(--ink); }
.practice > summary { display: grid; grid-template-columns: 1rem 7.5rem minmax(0, 1fr) auto; gap: 0 0.5rem; padding: 0.8rem 0; cursor: pointer; list-style: none; align-items: baseline; }
.practice > summary::-webkit-details-marker { display: none; }
.practice > summary::before, .framework > summary::before, .changes > summary::before { content: ""; width: 0.4rem; height: 0.4rem; border: solid var(--faint); border-width: 0 1.5px 1.5px 0; transform: translateY(-0.1rem) rotate(-45deg); }
.practice[open] > summary::before, .framework[open] > summary::before, .changes[open] > summary::before { transform: translateY(-0.2rem) rotate(45deg); }
.practice > summary:hover .title { text-decoration: underline; text-decoration-color: var(--faint); text-underline-offset: 0.2em; }
.mark { font-size: 0.9375rem; font-weight: 600; }
.title { font-weight: 500; margin-right: 0.4rem; } .id, .tally, .type { color: var(--faint); }
.tally { font-size: 0.875rem; font-variant-numeric: tabular-nums; text-align: right; }
.note, .chunk { margin-left: 1.5rem; }
.note { max-width: 46rem; padding-bottom: 1rem; font-size: 0.9375rem; }
.note dl { margin-top: 0.5rem; } .note dl div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); font-size: 0.875rem; } .note dt { font-size: inherit; }
.asked { list-style: none; display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
.chunk table { table-layout: fixed; } .chunk th:first-child, .chunk td:first-child { width: 7.5rem; } .chunk th:nth-child(2) { width: 31%; }
.chunk:last-child { padding-bottom: 1.25rem; }
.chunk.whole { content-visibility: auto; contain-intrinsic-size: auto 210rem; }
.type { display: block; font-size: 0.8125rem; }
.chunk p { overflow-wrap: anywhere; }
.exception { color: var(--faint); }
td details summary, dd details summary { display: inline-block; width: fit-content; font-size: 0.8125rem; color: var(--accent); cursor: pointer; list-style: none; }
td details summary::-webkit-details-marker, dd details summary::-webkit-details-marker { display: none; }
td details summary::after, dd details summary::after { content: " +"; } td details[open] summary::after, dd details[open] summary::after { content: " −"; }
pre { margin: 0.35rem 0 0.5rem; padding: 0.7rem 0.9rem; background: var(--raised); border: 1px solid var(--line); border-radius: 4px; white-space: pre-wrap; line-height: 1.5; }
footer { margin-top: 4rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--faint); font-size: 0.875rem; max-width: none; }
footer p { max-width: 46rem; }

@media screen and (max-width: 48rem) {
  .areas .bar { display: none; } .areas th:not(:last-child), .areas td:not(:last-child) { padding-right: 0.6rem; } .areas thead th { white-space: normal; font-size: 0.72rem; line-height: 1.3; vertical-align: bottom; } .key::before { display: block; margin: 0 0 0.2rem auto; }
  .notice { padding-left: 1rem; }
  .wide, .wide tbody, .wide tr, .wide tbody th, .wide td { display: block; width: auto !important; padding: 0; text-align: left; } .wide thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .wide tr { padding: 0.6rem 0; } .framework .wide, .changes .wide { margin-left: 1rem; width: calc(100% - 1rem) !important; } [data-label]::before { content: attr(data-label) " "; font-family: var(--sans); color: var(--faint); }
  body { padding: 2rem 1.1rem 3rem; }
  .facts { gap: 0.6rem 2rem; } .glance { grid-template-columns: minmax(0, 1fr); gap: 2rem; }
  form { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .search, fieldset, #shown, .unfold { grid-column: 1 / -1; }
  .framework > summary { grid-template-columns: 1rem minmax(0, 1fr); } .framework svg, .framework > summary .tally { grid-column: 2; text-align: left; } .ages .bar { width: auto; } #shown { text-align: left; }
  .practice > summary { grid-template-columns: 1rem auto minmax(0, 1fr); } .practice > summary .name { grid-column: 2 / -1; grid-row: 2; }
  .note, .chunk { margin-left: 1.5rem; } .note dl div { grid-template-columns: minmax(0, 1fr); margin-top: 0.35rem; }
  .chunk table, .chunk tbody { display: block; } .chunk thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .chunk tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; padding: 0.7rem 0; } .chunk tbody td, .chunk tbody th { padding: 0; width: auto !important; }
  .chunk tbody th { grid-row: 1; grid-column: 1; } .chunk tbody td:first-child { grid-row: 1; grid-column: 2; padding-left: 1rem; font-size: 0.875rem; } .chunk tbody td:last-child { grid-column: 1 / -1; padding-top: 0.25rem; }
}
@media screen and (max-width: 26rem) {
  .areas th:last-child, .areas td:last-child { display: none; }
}
@media print {
  :root {
    color-scheme: light; --paper: #fff; --raised: #fff; --ink: #000; --faint: #555; --line: #ccc; --track: #eee; --accent: #000;
    --critical: #a1123b; --high: #ad4413; --medium: #80600a; --low: #35617c; --info: #555;
    --pass: #3c7a57; --pass-ink: #2c6546; --muted: #8d8678; --muted-ink: #555; --unknown: #7d63b0; --unknown-ink: #64499a; --fail: #b3213f; --fail-ink: #a1123b; --keys: #b0702a; --passwords: #35617c;
  }
  @page { margin: 16mm 14mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 9pt; }
  body { padding: 0; max-width: none; }
  section + section { margin-top: 2rem; } .practice > summary { padding: 0.6rem 0; } .note { max-width: none; }
  .skip, nav, form, summary::before, .steps summary::after, td details summary, dd details summary { display: none !important; }
  a { color: inherit; text-decoration: none; } .framework > summary { grid-template-columns: 17rem minmax(3rem, 1fr) auto; } .changes > summary { grid-template-columns: minmax(0, 1fr) auto; }
  .practice > summary { grid-template-columns: 5.5rem minmax(0, 1fr) auto; }
  details:not(.earlier, tr[data-s="pass"] details, tr[data-s="not-applicable"] details)::details-content { content-visibility: visible; display: block; block-size: auto; }
  .chunk.whole { content-visibility: visible; }
  .framework tr { break-inside: auto !important; } .framework .asked { display: block; } .framework .asked li { display: inline; } .framework .asked li:not(:last-child)::after { content: " · "; color: var(--faint); }
  h2, summary, caption, thead, .note { break-after: avoid; } tr, pre, .note { break-inside: avoid; } tbody tr:first-child { break-before: avoid; }
  .glance { grid-template-columns: 1fr 1fr; }
}
`;
