const zeroWidth = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]$/u;
const wide =
  /^[\u{1100}-\u{115e}\u{2329}\u{232a}\u{2630}-\u{2637}\u{268a}-\u{268f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe10}-\u{fe19}\u{fe30}-\u{fe6b}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{16fe0}-\u{18cff}\u{1b000}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]$/u;
const regionalIndicator = /^[\u{1f1e6}-\u{1f1ff}]$/u;

/** The columns that a text takes on a terminal: two for East Asian wide characters and emoji, none for marks. */
export function measure(text: string): number {
  let width = 0;
  for (const character of text) width += columns(character);
  return width;
}

function columns(character: string): number {
  if (character >= ' ' && character <= '~') return 1;
  if (zeroWidth.test(character)) return 0;
  // A flag is a pair of these, two columns together.
  if (regionalIndicator.test(character)) return 1;
  return wide.test(character) ? 2 : 1;
}

/** The text padded with spaces to a width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - measure(text)));
}

/** The text, its middle replaced by … where it is wider than allowed: names mostly differ at their ends. */
export function shorten(text: string, width: number): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  const head = takeColumns(characters, Math.ceil((width - 1) / 2));
  const tail = takeColumns(characters.reverse(), Math.floor((width - 1) / 2));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

/** The text, cut after a word where it is wider than allowed: of a sentence the beginning says most. */
export function clip(text: string, width: number): string {
  return measure(text) <= width ? text : `${wrap(text, Math.max(1, width - 1))[0]}…`;
}

function takeColumns(characters: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let left = width;
  for (const character of characters) {
    left -= columns(character);
    if (left < 0) break;
    taken.push(character);
  }
  return taken;
}

/** The text in lines no wider than allowed, broken between words, and within a word only where it is wider than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && measure(line) + 1 + measure(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = splitWord(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return [...lines, line];
}

/** Phrases set apart by dots, in lines no wider than allowed; a phrase is broken only where it is wider than a line. */
export function flow(phrases: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const phrase of phrases) {
    const longer = `${lines.at(-1)} · ${phrase}`;
    if (lines.length > 0 && measure(longer) <= width) lines.splice(-1, 1, longer);
    else lines.push(...wrap(phrase, width));
  }
  return lines;
}

/** A line that stands after a prefix, such as a diff's sign: what does not fit goes on below it, as far in as the line itself. */
export function hang(prefix: string, line: string, width: number): string[] {
  const text = line.trimStart();
  const start = prefix + line.slice(0, line.length - text.length);
  const [first = '', ...rest] = wrap(text, Math.max(1, width - measure(start)));
  return [start + first, ...rest.map((more) => ' '.repeat(measure(start)) + more)];
}

function splitWord(word: string, width: number): string[] {
  if (measure(word) <= width) return [word];
  const pieces: string[] = [];
  let rest = [...word];
  while (rest.length > 0) {
    const piece = takeColumns(rest, width);
    if (piece.length === 0) piece.push(rest[0] ?? '');
    pieces.push(piece.join(''));
    rest = rest.slice(piece.length);
  }
  return pieces;
}
