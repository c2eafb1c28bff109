import { expect, test } from 'vitest';
import { plain } from '../../src/report/painter.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { refusedPlan, samplePlan, seal } from './sample-plan.ts';

const reason = 'policy work: role build never used sqs \u001b[2J in the 400 days that IAM looks back';
const { digest: _, ...rest } = samplePlan;
const plan = seal({
  ...rest,
  parts: samplePlan.parts.map((part, at) => (at === 0 ? { ...part, because: [reason] } : part)),
});

test('the evidence behind changes is shown on the terminal and in the pull request, harmless', () => {
  const [text, markdown] = [planText(plan, { width: 200, paint: plain }), planMarkdown(plan)];
  expect(text).toContain('WHY\nSet the password policy\n   - policy work: role build never used sqs \\u001b[2J');
  expect(markdown).toContain('## Why\n\n### Set the password policy\n\n- policy work: role build never used sqs');
  for (const shown of [text, markdown]) expect(shown).not.toContain('\u001b');
});

test('a plan that rests on its findings alone has no such section', () => {
  expect(planText(samplePlan, { width: 200, paint: plain })).not.toContain('WHY');
  expect(planMarkdown(samplePlan)).not.toContain('## Why');
});

test('the access that the baseline asks for is named with its setting and its steps, wherever a plan is shown', () => {
  const setting = 'supportPrincipals of role-support';
  const ids = samplePlan.waves.flatMap((wave) => wave.changes).slice(0, 2);
  const asked = seal({
    ...rest,
    changes: samplePlan.changes.map((change) => (ids.includes(change.id) ? { ...change, askedBy: setting } : change)),
  });
  const sentence = `Steps 1 and 2 give access that the baseline asks for: ${setting}`;
  expect(planText(asked, { width: 200, paint: plain })).toContain(sentence);
  expect(planMarkdown(asked)).toContain(`- ${sentence}`);
});

test('only a plan that can be applied tells how to', () => {
  expect(planMarkdown(samplePlan)).toContain(`--approve ${samplePlan.digest}`);
  expect(planMarkdown(refusedPlan)).not.toContain('--approve');
  const empty = seal({ ...rest, changes: [], waves: [], rests: [] });
  expect(planMarkdown(empty)).not.toContain('remediate apply');
});
