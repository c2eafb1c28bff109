import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/engine/comparison.ts';
import { compareSnapshots } from '../../src/providers/aws/compare/compare-snapshots.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.ts';
import { comparisonText } from '../../src/report/comparison-text.ts';
import { viewComparison } from '../../src/report/comparison-view.ts';
import { plain } from '../../src/report/painter.ts';
import { measure } from '../../src/report/text-layout.ts';
import { anyName, obeyed } from './hostile.ts';
import { brackets, unpainted } from './painters.ts';
import { sampleComparison } from './sample-comparison.ts';

const text = (comparison: Comparison = sampleComparison, width = 80, paint = plain) =>
  comparisonText(comparison, { width, paint });
const same = compareSnapshots(account().build(), account().build());

describe('the terminal and the pull request tell the same', () => {
  const view = viewComparison(sampleComparison);
  const [wide, markdown] = [
    text(sampleComparison, 500),
    comparisonMarkdown(sampleComparison).replace(/\\(?=[^\\\n])/g, ''),
  ];
  const told = {
    headline: [view.headline],
    administrators: view.administrators.map(({ sentence }) => sentence),
    shifts: view.shifts.flatMap(({ title, lines }) => [title, ...lines]),
    differences: view.areas.flatMap(({ differences }) => differences.map(({ sentence }) => sentence)),
    facts: view.areas.flatMap(({ differences }) => differences.flatMap(({ facts }) => facts)),
    meaning: view.areas.flatMap(({ differences }) =>
      differences.flatMap(({ meaning }) => meaning.flatMap(({ title, lines }) => [title, ...lines])),
    ),
    gaps: view.gaps,
    leftOut: [view.leftOut],
  };
  test.each(Object.entries(told))('%s', (_, sentences) => {
    expect(sentences.length).toBeGreaterThan(0);
    for (const sentence of sentences) {
      expect(wide).toContain(sentence);
      expect(markdown).toContain(sentence);
    }
  });
});

describe('the headline', () => {
  test.each([
    [same, 'Nothing changed.'],
    [{ ...same, gaps: sampleComparison.gaps }, 'Nothing changed in what can be compared.'],
    [sampleComparison, `${sampleComparison.differences.length} changes.`],
  ])('case %#', (comparison, headline) => {
    expect(text(comparison).split('\n')[0]).toBe(headline);
    expect(comparisonMarkdown(comparison)).toContain(`**${headline}**`);
  });
});

test('snapshots given the wrong way round are told before anything else', () => {
  const reversed = { ...sampleComparison, reversed: true };
  for (const report of [text(reversed, 500), comparisonMarkdown(reversed)])
    expect(report.indexOf('was collected before the one given as OLD')).toBeGreaterThan(0);
  expect(text()).not.toContain('given as OLD');
});

test('what nobody can tell is not told as nothing', () => {
  const { access: _, ...blind } = sampleComparison;
  expect(text(blind, 500)).toContain('Who gains or loses access is not known');
  expect(text(same)).toContain('Nobody gains or loses access.');
});

test('access that only may be new is told so', () => {
  const shift = { principal: 'user joan', gains: ['all'], loses: ['some'], surelyGains: false, surelyLoses: true };
  const access = { administratorsGained: [], administratorsLost: [], shifts: [shift] };
  const told = text({ ...same, access });
  expect(told).toContain('user joan may gain:\n    all');
  expect(told).toContain('user joan loses:\n    some');
});

test('long lists are cut, and say by how much', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `line ${at}`);
  const shift = { principal: 'user joan', gains: lines, loses: [], surelyGains: true, surelyLoses: false };
  const told = text({ ...same, access: { administratorsGained: [], administratorsLost: [], shifts: [shift] } });
  expect(told).toContain('    line 4\n    and 4 more\n');
  const document = { holders: lines, gains: ['all'], loses: [], denies: [], lifts: [], text: '' };
  const [difference] = sampleComparison.differences;
  if (difference === undefined) throw new Error('the sample has differences');
  expect(text({ ...same, differences: [{ ...difference, document }] }, 500)).toContain(
    'it allows line 0, line 1, line 2, line 3, line 4 and 4 more now:',
  );
});

test('a list tells what it is without and with', () => {
  const difference = {
    area: 'monitoring',
    kind: 'changed',
    resource: { type: 'alarm', id: 'a' },
    sentence: 'Alarm a was changed (actions)',
    facts: [
      { fact: 'actions', from: ['a', 'b'], to: ['b', 'c'] },
      { fact: 'unit', to: 'Count' },
      { fact: 'told', to: 1, told: true },
    ],
  } as const;
  const told = text({ ...same, differences: [difference] });
  expect(told).toContain('      actions: without a; with c\n      unit: none → Count\n');
  expect(told).not.toContain('told');
});

test('no line is wider than the terminal', () => {
  for (const width of [60, 80, 120])
    for (const line of text(sampleComparison, width).split('\n')) expect(measure(line)).toBeLessThanOrEqual(width);
});

test('colours change nothing but the colours', () => {
  expect(unpainted(text(sampleComparison, 80, brackets))).toBe(text());
});

test('no name is obeyed by a screen', () => {
  fc.assert(
    fc.property(anyName, (name) => {
      const hostile: Comparison = {
        ...sampleComparison,
        access: {
          administratorsGained: [name],
          administratorsLost: [name],
          shifts: [{ principal: name, gains: [name], loses: [name], surelyGains: true, surelyLoses: true }],
        },
        differences: [
          {
            area: name,
            kind: 'changed',
            resource: { type: 'iam-user', id: name },
            sentence: name,
            facts: [{ fact: name, from: name, to: [name] }],
            document: {
              holders: [name],
              gains: [name],
              loses: [name],
              denies: [name],
              lifts: [name],
              text: `@@ 1 @@\n+${name}`,
            },
          },
        ],
        gaps: [{ evidence: name, missingIn: 'old', reason: name }],
      };
      for (const report of [text(hostile), comparisonMarkdown(hostile)]) expect(report).not.toMatch(obeyed);
    }),
  );
});
