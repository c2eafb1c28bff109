import { neutralise } from './neutral-text.ts';

/** Text for Markdown that shows as itself: no markup, link, image, HTML or mention comes out of a name. */
export function escapeMarkdown(text: string): string {
  return (
    neutralise(text)
      .replace(/[\\`*_[\]<>|~$#!&]/g, '\\$&')
      // Bare addresses become links by themselves; an escaped separator keeps them text.
      .replace(/:(?=\/\/)/g, '\\:')
      .replace(/(www)\./gi, '$1\\.')
      // What would begin a list, a rule or a heading line where the text stands first.
      .replace(/^(\s*)([-+=])/, '$1\\$2')
      .replace(/^(\s*\d+)([.)])/, '$1\\$2')
      // GitHub looks for mentions in the finished text, where only a comment keeps the name apart from its @.
      .replace(/(^|[^\w])@(?=\w)/g, '$1@<!-- -->')
  );
}

/** A name as a code span, whatever backticks it holds; fit for a table's cell too. */
export function codeSpan(text: string): string {
  const safe = neutralise(text);
  if (safe === '') return '';
  // Within a code span no two parsers agree on how to write a pipe in a table.
  if (safe.includes('|'))
    return `<code>${safe.replace(/[^\w ]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
  const fence = fenceFor(safe, 1);
  // One space is taken off each side again; without it a backtick at an end would join the fence.
  const space = /^[`\s]|[`\s]$/.test(safe) ? ' ' : '';
  return `${fence}${space}${safe}${space}${fence}`;
}

/** Lines as a fenced block that nothing within can end; each line is neutralised. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const body = lines.map(neutralise);
  const fence = fenceFor(body.join('\n'), 3);
  return [fence + language, ...body, fence].join('\n');
}

function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  return '`'.repeat(longest < least ? least : longest + 1);
}

/** A table with a heading row; the cells are Markdown already. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
