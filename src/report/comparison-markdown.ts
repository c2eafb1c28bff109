import type { Comparison } from '../engine/comparison.ts';
import { type DifferenceView, type MeaningView, viewComparison } from './comparison-view.ts';
import { codeBlock, escapeMarkdown } from './markdown-text.ts';
import { showAccount, showTime } from './phrases.ts';

/** A comparison as Markdown, for a pull request, an issue or a wiki. */
export function comparisonMarkdown(comparison: Comparison): string {
  const view = viewComparison(comparison);
  const { account, old, new: now } = comparison;
  const told = `${showAccount(account)} · from ${showTime(old.collectedAt)} to ${showTime(now.collectedAt)}`;
  const sections = [
    '# What changed',
    `**${escapeMarkdown(view.headline)}**`,
    escapeMarkdown(told),
    ...(view.warning === undefined ? [] : [`**${escapeMarkdown(view.warning)}**`]),
    '## Access',
    ...(view.accessNote === undefined ? [] : [escapeMarkdown(view.accessNote)]),
    ...listOf([
      ...view.administrators.map(({ sentence }) => `- **${escapeMarkdown(sentence)}**`),
      ...view.shifts.map((shift) => meaningItem(shift, '')),
    ]),
    ...view.areas.flatMap(({ name, differences }) => [
      `## ${escapeMarkdown(name)} (${differences.length})`,
      differences.map(differenceItem).join('\n'),
    ]),
    ...(view.gaps.length === 0
      ? []
      : ['## Not compared', ...listOf(view.gaps.map((gap) => `- ${escapeMarkdown(gap)}`))]),
    escapeMarkdown(view.leftOut),
  ];
  return `${sections.join('\n\n')}\n`;
}

function listOf(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function differenceItem({ sentence, facts, meaning, lines }: DifferenceView): string {
  const block = lines.length === 0 ? [] : codeBlock('diff', lines).split('\n');
  return [
    `- ${escapeMarkdown(sentence)}`,
    ...facts.map((fact) => `  - ${escapeMarkdown(fact)}`),
    ...meaning.map((part) => meaningItem(part, '  ')),
    ...block.map((line) => `  ${line}`),
  ].join('\n');
}

function meaningItem({ title, lines }: MeaningView, indent: string): string {
  const head = `${indent}- ${escapeMarkdown(title)}${lines.length > 0 ? ':' : ''}`;
  return [head, ...lines.map((line) => `${indent}  - ${escapeMarkdown(line)}`)].join('\n');
}
