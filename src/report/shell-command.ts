/** Arguments as one command line for a POSIX shell: what a shell would read as more than a word is quoted. */
export function shellCommand(words: readonly string[]): string {
  return words.map(quote).join(' ');
}

/** The same command in lines of about a width, broken before options, so that it can be read and still be pasted. */
export function shellLines(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const phrase of toPhrases(words)) {
    const longer = `${lines.at(-1)} ${phrase}`;
    // Two columns are kept for the backslash that carries the line on.
    if (lines.length > 0 && longer.length <= width - 2) lines.splice(-1, 1, longer);
    else lines.push(lines.length === 0 ? phrase : `  ${phrase}`);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}

/** The command itself, then each option with its values. */
function toPhrases(words: readonly string[]): string[] {
  const phrases: string[][] = [[]];
  for (const word of words) {
    if (word.startsWith('--')) phrases.push([]);
    phrases.at(-1)?.push(quote(word));
  }
  return phrases.map((phrase) => phrase.join(' '));
}

function quote(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
