import { parse } from 'csv-parse/sync';
import { obeyed } from '../report/hostile.ts';

/** What is wrong with an output: what a screen, a browser, a spreadsheet or a renderer would take for more than text. */
export type Check = (output: string) => string | undefined;

/** A terminal obeys nothing in it. */
export const terminal: Check = (output) => {
  const [found] = obeyed.exec(output) ?? [];
  return found === undefined ? undefined : `a screen obeys U+${found.codePointAt(0)?.toString(16)}`;
};

/** JSON that is read back, and obeyed by nobody. */
export const json: Check = (output) => {
  JSON.parse(output);
  return terminal(output);
};

/** The same, a value a line. */
export const jsonLines: Check = (output) => {
  for (const line of output.trimEnd().split('\n')) JSON.parse(line);
  return terminal(output);
};

/** A page whose elements and attributes are those of harmless ones. */
export function markup(harmless: readonly string[]): Check {
  const known = new Set(harmless.flatMap(tagsOf));
  return (output) => {
    const stranger = tagsOf(output).find((tag) => !known.has(tag));
    return stranger === undefined ? terminal(output) : `a tag came out of the data: ${stranger}`;
  };
}

/** Each element with the names of its attributes, and where it must be one of ours the text of script and style. */
function tagsOf(output: string): string[] {
  // Script and style are ours to the letter: nothing of the data stands in them.
  const code = [...output.matchAll(/<(script|style)>([\s\S]*?)<\/\1>/g)].map(([whole]) => whole);
  const rest = output.replace(/<(script|style)>[\s\S]*?<\/\1>/g, '');
  const tags = [...rest.matchAll(/<[^>]*>/g)].flatMap(([tag]) => {
    const name = /^<[/!?]?[\w-]*/.exec(tag)?.[0] ?? tag;
    const attributes = tag.slice(name.length).replace(/"[^"<>]*"/g, '""');
    return [
      name,
      ...attributes.split(/\s+/).filter((word) => word !== '' && word !== '>' && word !== '/>' && word !== '?>'),
    ];
  });
  return [...code, ...tags.map((tag) => tag.replace(/[/?]?>$/, ''))];
}

/** A table whose every row has every column, and no cell that is a formula. */
export const csv: Check = (output) => {
  const rows = parse(output, { relax_column_count: false }) as string[][];
  const formula = rows.flat().find((cell) => /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell));
  return formula === undefined ? terminal(output) : `a cell begins as a formula: ${formula.slice(0, 20)}`;
};

/** Markdown in which the data is text: no element but the two that are ours, no link, no image, no heading or table cut open. */
export const markdown: Check = (output) => {
  // What stands in code, fenced or not, is shown as it is.
  const prose = output
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '')
    .replace(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
  const bare = prose
    .replaceAll('<!-- -->', ' ')
    .replace(/<\/?code>/g, '')
    .replace(/\\[!-/:-@[-`{-~]/g, '');
  const found = /<|\]\(|!\[|https?:\/\/|(?<!\w)@\w|&(?!#\d+;)/.exec(bare);
  if (found !== null)
    return `markup came out of the data: ${bare.slice(Math.max(0, found.index - 20), found.index + 20)}`;
  const tables = prose.split('\n').filter((line) => line.startsWith('|'));
  const broken = tables.find((line) => !/\|$/.test(line));
  return broken === undefined ? terminal(output) : `a row of a table was broken: ${broken.slice(0, 60)}`;
};
