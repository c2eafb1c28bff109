import type { Status } from '../engine/finding.ts';
import { severities } from '../engine/severity.ts';
import { neutralise } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { count, enumerate, showArea } from './phrases.ts';
import { type Area, areasOf, countPhrases, headline, practicesOf, unreadOf } from './posture.ts';
import type { ScanResult } from './scan-result.ts';
import { flow, measure, pad, wrap } from './text-layout.ts';

/** How the posture is laid out. */
export interface PostureOptions {
  /** The columns that the terminal has. */
  readonly width: number;
  readonly paint: Painter;
  /** Sentences instead of bars. */
  readonly plain: boolean;
}

/** How an account stands, at one look: what fails by severity, and how many practices of each area are met. */
export function postureText(result: ScanResult, { width, paint, plain }: PostureOptions): string {
  const practices = practicesOf(result);
  const lines = ['', ...wrap(headline(practices), width).map(paint.strong)];
  lines.push(...flow(countPhrases(result), width).map(paint.faint), '');
  const areas = areasOf(practices)
    .filter(({ total }) => total > 0)
    .sort((a, b) => having(b, 'fail') - having(a, 'fail'));
  if (plain) lines.push(...areas.flatMap((area) => wrap(areaSentence(area), width)));
  else lines.push(...severityBars(result, width, paint), '', ...areaBars(areas, width, paint));
  for (const { collection, reason, permission } of unreadOf(result)) {
    const allow = permission === undefined ? '' : `; allow ${permission}`;
    lines.push(...wrap(neutralise(`${collection} could not be read: ${reason}${allow}`), width).map(paint.doubt));
  }
  return `${lines.join('\n')}\n`;
}

function severityBars({ summary }: ScanResult, width: number, paint: Painter): string[] {
  const counts = summary.failingBySeverity;
  const most = Math.max(1, ...severities.map((severity) => counts[severity]));
  const room = Math.max(1, Math.min(50, width - 24));
  const rows = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => {
      const bar = '█'.repeat(Math.max(1, Math.round((counts[severity] / most) * room)));
      return `  ${pad(severity, 9)} ${paint[severity](bar)} ${counts[severity]}`;
    });
  return rows.length === 0 ? [] : [paint.strong('FAILING FINDINGS'), ...rows];
}

function areaBars(areas: readonly Area[], width: number, paint: Painter): string[] {
  const column = Math.max(0, ...areas.map(({ name }) => measure(showArea(name))));
  const told = Math.max(0, ...areas.map((area) => measure(tally(area))));
  const room = Math.max(1, Math.min(40, width - column - told - 6));
  const rows = areas.map((area) => {
    const { total } = area;
    const bad = share(having(area, 'fail'), total, room);
    const open = share(having(area, 'unknown'), total, room);
    const good = Math.max(0, room - bad - open);
    const bar = paint.good('█'.repeat(good)) + paint.doubt('▒'.repeat(open)) + paint.high('░'.repeat(bad));
    return `  ${pad(neutralise(showArea(area.name)), column)}  ${bar}  ${tally(area)}`;
  });
  const [title, legend] = ['PRACTICES BY AREA', '█ met or accepted  ▒ not judged  ░ failing'];
  const heading =
    measure(`${title}  ${legend}`) > width
      ? [paint.strong(title), ...wrap(legend, width).map(paint.faint)]
      : [`${paint.strong(title)}  ${paint.faint(legend)}`];
  return [...heading, ...rows];
}

/** The columns of a part; one at least, so that the one that fails among many is seen. */
function share(part: number, total: number, room: number): number {
  return part === 0 ? 0 : Math.max(1, Math.round((part / total) * room));
}

function tally(area: Area): string {
  const rest = [
    ...(having(area, 'fail') > 0 ? [`${having(area, 'fail')} failing`] : []),
    ...(having(area, 'unknown') > 0 ? [`${having(area, 'unknown')} not judged`] : []),
  ];
  return [`${having(area, 'pass') + having(area, 'muted')} of ${area.total}`, ...rest].join(', ');
}

function areaSentence(area: Area): string {
  const parts = [
    `${having(area, 'pass') + having(area, 'muted')} of ${count(area.total, 'practice')} met or accepted`,
    ...(having(area, 'fail') > 0 ? [`${having(area, 'fail')} failing`] : []),
    ...(having(area, 'unknown') > 0 ? [`${having(area, 'unknown')} not judged`] : []),
  ];
  return `${neutralise(showArea(area.name))}: ${enumerate(parts)}.`;
}

function having({ counts }: Area, status: Status): number {
  return counts[status] ?? 0;
}
