import { expect, test } from 'vitest';
import { plain } from '../../src/report/painter.ts';
import { planMarkdown } from '../../src/report/plan-markdown.ts';
import { planText } from '../../src/report/plan-text.ts';
import { samplePlan, seal } from './sample-plan.ts';

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
