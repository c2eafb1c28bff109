import type { Plan } from '../engine/plan.ts';
import type { ChangeState, RunState } from '../engine/run-state.ts';
import { neutralise } from './neutral-text.ts';
import type { Painter } from './painter.ts';
import { count, showAccount, showTime } from './phrases.ts';
import { flow, wrap } from './text-layout.ts';

/** How a run is laid out for a terminal. */
export interface RunTextOptions {
  /** The columns that the terminal has. */
  readonly width: number;
  readonly paint: Painter;
  /** What can be done next, such as going on with the run or undoing it; one command each. */
  readonly hints: readonly string[];
}

const outcomes: Readonly<Record<RunState['outcome'], string>> = {
  complete: 'All is done.',
  partial: 'Not everything could be done.',
  waiting: 'The rest waits until it is due.',
  interrupted: 'It was interrupted.',
  unfinished: 'It has not come to an end.',
};

/** What each status is called, in columns of one width. */
const marks: Readonly<Record<ChangeState['status'], string>> = {
  done: 'done   ',
  waiting: 'waits  ',
  skipped: 'skipped',
  failed: 'failed ',
  begun: 'begun  ',
};

/** A run for a terminal, from its record alone: how it ended, what became of each change, and what is left. */
export function runText(state: RunState, plan: Plan, { width, paint, hints }: RunTextOptions): string {
  const { begin, changes, outcome } = state;
  const lines: string[] = [];
  const write = (text: string, indent: string, tone: (line: string) => string) =>
    lines.push(...wrap(neutralise(text), Math.max(1, width - indent.length)).map((line) => indent + tone(line)));
  const tones = {
    done: paint.good,
    waiting: paint.doubt,
    skipped: paint.doubt,
    failed: paint.critical,
    begun: paint.critical,
  };
  const what = begin.mode === 'apply' ? `Applying ${plan.id}` : `Undoing ${begin.of ?? plan.id}`;
  write(`${what}: ${outcomes[outcome]}`, '', paint.strong);
  const facts = [`run ${begin.run}`, showAccount(begin.account), `begun ${showTime(begin.at)}`, `by ${begin.caller}`];
  lines.push(...flow(facts.map(neutralise), width).map(paint.faint), '');
  for (const change of changes.values()) {
    const [first = '', ...rest] = wrap(neutralise(change.change.title), Math.max(1, width - 9));
    lines.push(`${tones[change.status](marks[change.status])}  ${first}`, ...rest.map((line) => `         ${line}`));
    const details = flow(detailsOf(change).map(neutralise), Math.max(1, width - 9));
    lines.push(...details.map((line) => `         ${paint.faint(line)}`));
  }
  const left = begin.mode === 'apply' ? plan.changes.filter(({ id }) => !changes.has(id)) : [];
  if (left.length > 0) lines.push('', paint.doubt(`${count(left.length, 'change')} not begun`));
  for (const { title } of left) write(title, '  ', paint.faint);
  if (hints.length > 0) lines.push('', paint.strong('NEXT'));
  for (const hint of hints) write(hint, '  ', (line) => line);
  return `${lines.join('\n')}\n`;
}

function detailsOf({ at, already, detail, until, handedTo }: ChangeState): string[] {
  return [
    ...(at === '' ? [] : [showTime(at)]),
    ...(already === true ? ['it was so before the run, which leaves it alone when it is undone'] : []),
    ...(detail === undefined ? [] : [detail]),
    ...(until === undefined ? [] : [`not before ${showTime(until)}`]),
    ...(handedTo === undefined ? [] : [`the new secret lies in ${handedTo}`]),
  ];
}
