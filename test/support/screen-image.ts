import type xterm from '@xterm/headless';

type Screen = InstanceType<typeof xterm.Terminal>;

/** Which rows of a screen are drawn, and what stands above them. */
export interface ScreenImageOptions {
  readonly first: number;
  readonly rows: number;
  readonly title: string;
}

/** The size of a cell, and of the frame around the cells, in pixels. */
const cell = { width: 8.4, height: 18 };
const frame = { side: 16, top: 40, bottom: 14 };

/** Terminal colours that are told apart on the dark ground, and by people who see few colours. */
const palette = ['#3b4252', '#f2777a', '#99cc99', '#ffcc66', '#7aa6da', '#d4a5e0', '#66cccc', '#d8dee9'];
const [ground, ink, faint] = ['#1c2028', '#d8dee9', '#8b95a7'];

/** A part of a row that looks the same throughout. */
interface Run {
  readonly start: number;
  readonly cells: number;
  readonly text: string;
  readonly look: string;
}

/** The rows of a terminal as an image in SVG: every cell in its place, in its colour. */
export function screenImage(screen: Screen, { first, rows, title }: ScreenImageOptions): string {
  const width = Math.round(screen.cols * cell.width + 2 * frame.side);
  const height = frame.top + rows * cell.height + frame.bottom;
  const lines = Array.from({ length: rows }, (_, row) => rowText(screen, first + row, row));
  const dots = ['#f2777a', '#ffcc66', '#99cc99'].map(
    (fill, at) => `<circle cx="${22 + at * 20}" cy="20" r="6" fill="${fill}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;fill:${ink};white-space:pre}</style>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${ground}"/>`,
    ...dots,
    `<text x="${width / 2}" y="25" text-anchor="middle" style="fill:${faint}">${escapeXml(title)}</text>`,
    ...lines.filter((line) => line !== ''),
    '</svg>',
    '',
  ].join('\n');
}

function rowText(screen: Screen, line: number, row: number): string {
  const y = frame.top + row * cell.height + 13;
  return runsOf(screen, line)
    .map(({ start, cells, text, look }) => {
      const x = round(frame.side + start * cell.width);
      // Each run is as wide as its cells, whatever font the reader has.
      const fit = `textLength="${round(cells * cell.width)}" lengthAdjust="spacingAndGlyphs"`;
      return `<text x="${x}" y="${y}" ${fit}${look}>${escapeXml(text)}</text>`;
    })
    .join('');
}

function runsOf(screen: Screen, line: number): Run[] {
  const cells = screen.buffer.active.getLine(line);
  const runs: Run[] = [];
  for (let column = 0; cells !== undefined && column < screen.cols; column += 1) {
    const found = cells.getCell(column);
    const text = found?.getChars() ?? '';
    if (found === undefined || text === '' || text === ' ') continue;
    const look = lookOf(found);
    const last = runs.at(-1);
    const gap = last === undefined ? 0 : column - last.start - last.cells;
    // One space within a run is drawn with it; wider gaps part runs.
    if (last !== undefined && last.look === look && gap <= 1)
      runs.splice(-1, 1, {
        ...last,
        cells: last.cells + gap + found.getWidth(),
        text: last.text + ' '.repeat(gap) + text,
      });
    else runs.push({ start: column, cells: found.getWidth(), text, look });
  }
  return runs;
}

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<Screen['buffer']['active']['getLine']>>['getCell']>>;

function lookOf(found: Cell): string {
  const colour = found.isFgPalette() ? palette[found.getFgColor() % 8] : found.isDim() !== 0 ? faint : undefined;
  const styles = [
    ...(colour === undefined ? [] : [`fill:${colour}`]),
    ...(found.isBold() !== 0 ? ['font-weight:bold'] : []),
  ];
  return styles.length === 0 ? '' : ` style="${styles.join(';')}"`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
