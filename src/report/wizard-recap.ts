import type { Plan } from '../engine/plan.ts';
import { neutralise } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { count, showAccount } from './phrases.ts';
import { viewPlan } from './plan-view.ts';
import { pad, wrap } from './text-layout.ts';

/** Columns of what a line is about. */
const nameWidth = 13;

/** More than these are told by their number: the whole plan stands above. */
const mostTold = 4;

/** What a person must have seen of a plan before deciding on it, at one look, below the plan itself. */
export function recapText(
  plan: Plan,
  aside: readonly string[],
  { width, paint }: { width: number; paint: Painter },
): string {
  const view = viewPlan(plan);
  const lines = ['', paint.strong('IN SHORT')];
  const row = (name: string, texts: readonly string[], tone: (line: string) => string = (line) => line) => {
    const told = texts.length > mostTold ? [...texts.slice(0, mostTold - 1), more(texts.length - mostTold + 1)] : texts;
    const wrapped = told.flatMap((text) => wrap(neutralise(text), Math.max(1, width - 2 - nameWidth)));
    lines.push(...wrapped.map((line, index) => `  ${pad(index === 0 ? name : '', nameWidth)}${tone(line)}`));
  };
  row('Account', [showAccount(plan.account)], paint.strong);
  row('Does', [view.headline]);
  row(
    'Opens',
    view.opens.map(({ control, message }) => `${control}: ${message}`),
    paint.critical,
  );
  if (plan.changes.length > 0) {
    row('Access', view.access.length === 0 ? ['Nobody gains or loses any.'] : view.access);
    if (view.refusals.length === 0) row('Guards', [`All ${view.holds.length} hold.`], paint.good);
    row('Undo', [view.undo]);
  }
  const refusals = view.refusals.map(({ guard, reason }) => `${guard}: ${reason}`);
  row('Refused', refusals, paint.critical);
  row('For good', view.lasting.map(numbered), paint.critical);
  row('Waits', view.waiting.map(numbered), paint.doubt);
  row(
    'By hand',
    view.guides.map(({ title }) => title),
  );
  row('Not planned', view.unplanned.length === 0 ? [] : [count(view.unplanned.length, 'finding')], paint.doubt);
  row('Left out', aside);
  return `${lines.join('\n')}\n`;
}

function numbered({ number, title }: { readonly number: number; readonly title: string }): string {
  return `${number}. ${title}`;
}

function more(number: number): string {
  return `and ${number} more, in the plan above`;
}
