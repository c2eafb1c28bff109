import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isSpaceKey,
  isTabKey,
  isUpKey,
  type KeypressEvent,
  useKeypress,
  usePagination,
  useState,
} from '@inquirer/core';
import { neutralise } from '../../report/neutral-text.ts';
import type { Painter } from '../../report/painter.ts';
import { capitalise, count } from '../../report/phrases.ts';
import { clip, measure, pad, shorten, wrap } from '../../report/text-layout.ts';
import type { PickQuestion } from './asker.ts';
import { itemsOf, linesOf, type PickLine, toggle, toggleAll } from './pick-list.ts';

/** A pick on a terminal: the question, the size of the screen and its colours. */
export interface PickConfig extends PickQuestion {
  readonly message: string;
  readonly width: number;
  readonly rows: number;
  readonly paint: Painter;
  /** Escape, where there is no search to give up. */
  readonly onLeave: () => void;
}

/** Lines around the list: the question, a gap, the lines on the current thing, the keys. */
const around = 8;

/** A list with headings that is searched by typing, moved through with the arrows and chosen from with space. */
export const pickPrompt = createPrompt<ReadonlySet<string>, PickConfig>((config, done) => {
  const { groups, width, paint, message } = config;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(config.chosen);
  const [active, setActive] = useState(0);
  const [ended, setEnded] = useState(false);
  const lines = linesOf(groups, search);
  const pageSize = Math.max(4, config.rows - around);
  const change = (next: ReadonlySet<string>) => {
    setChosen(next);
    config.onChange(next);
  };
  const searchFor = (text: string) => {
    setSearch(text);
    setActive(0);
  };

  useKeypress((key, readline) => {
    const line = lines[active];
    const keepSearch = () => {
      readline.clearLine(0);
      readline.write(search);
    };
    const step = stepOf(key, pageSize, lines.length);
    if (isEnterKey(key)) {
      setEnded(true);
      done(chosen);
    } else if (step !== undefined) {
      keepSearch();
      setActive(Math.min(Math.max(0, active + step), Math.max(0, lines.length - 1)));
    } else if (isSpaceKey(key)) {
      keepSearch();
      if (line !== undefined) change(toggle(chosen, line));
    } else if (isTabKey(key)) {
      keepSearch();
      change(toggleAll(chosen, itemsOf(lines)));
    } else if (key.name === 'escape') {
      readline.clearLine(0);
      if (search === '') config.onLeave();
      else searchFor('');
    } else if (readline.line !== search) searchFor(readline.line);
  });

  const all = groups.reduce((sum, group) => sum + group.items.length, 0);
  const size = `${chosen.size} of ${all} chosen`;
  if (ended) return `${paint.good('✔')} ${paint.strong(message)} ${size}`;
  const column = Math.min(
    Math.floor(width * 0.25),
    Math.max(0, ...groups.flatMap(({ items }) => items.map(({ name }) => measure(neutralise(name))))),
  );
  const page = usePagination({
    items: lines,
    active,
    renderItem: ({ item, isActive }) => lineText(item, isActive, chosen, { width, paint, column }),
    pageSize,
    loop: false,
  });
  const header = `${paint.info('?')} ${paint.strong(message)} ${paint.faint(size)} ${paint.faint('search:')} `;
  const list = lines.length === 0 ? paint.doubt('  Nothing fits the search; Escape takes it back.') : page;
  const about = aboutOf(lines[active], width - 2).map((text) => `  ${paint.low(text)}`);
  return [header + neutralise(search), [list, '', ...about, keysText(width, paint)].join('\n')];
});

function stepOf(key: KeypressEvent, page: number, all: number): number | undefined {
  if (isUpKey(key)) return -1;
  if (isDownKey(key)) return 1;
  return { pageup: -page, pagedown: page, home: -all, end: all }[key.name];
}

interface LineLook {
  readonly width: number;
  readonly paint: Painter;
  readonly column: number;
}

function lineText(line: PickLine, isActive: boolean, chosen: ReadonlySet<string>, look: LineLook): string {
  const { width, paint } = look;
  const cursor = isActive ? paint.strong('❯') : ' ';
  if (line.kind === 'group') {
    const { group, items } = line;
    const having = items.filter(({ id }) => chosen.has(id)).length;
    const mark = having === 0 ? '◯' : having === items.length ? paint.good('◉') : paint.doubt('◐');
    const title = clip(neutralise(group.title), width - 5 - measure(group.mark) - 1);
    return `${cursor}${mark} ${group.paint(group.mark)} ${paint.strong(title)}`;
  }
  const { id, name, text, careful } = line.item;
  const mark = chosen.has(id) ? paint.good('◉') : '◯';
  const start = `${pad(shorten(neutralise(name), look.column), look.column)}  `;
  const words = clip(neutralise(text), Math.max(8, width - 8 - measure(start)));
  const body = isActive ? paint.strong(start + words) : start + words;
  return `${cursor}  ${mark} ${careful ? paint.doubt('!') : ' '} ${body}`;
}

/** How many lines are about the current line; so many always, so that the list stands still. */
const aboutLines = 3;

function aboutOf(line: PickLine | undefined, width: number): string[] {
  const text = line === undefined ? '' : aboutText(line);
  const lines = wrap(text, width);
  const last = clip(lines.slice(aboutLines - 1).join(' '), width);
  return Array.from({ length: aboutLines }, (_, index) => (index < aboutLines - 1 ? (lines[index] ?? '') : last));
}

function aboutText(line: PickLine): string {
  if (line.kind === 'group')
    return `${line.group.id}: ${count(line.items.length, 'finding')}; space chooses what can be undone exactly`;
  const { text, about, careful } = line.item;
  return `${neutralise(text)}. ${careful ? `Careful: ${neutralise(about)}` : capitalise(neutralise(about))}`;
}

function keysText(width: number, paint: Painter): string {
  const keys = ['type: search', 'space: choose', 'tab: all', 'enter: go on', 'esc: leave', '!: careful'];
  return paint.faint(clip(keys.join(' · '), width));
}
