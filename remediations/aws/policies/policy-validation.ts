import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import type { Problem } from '../../../src/providers/aws/policy/problem.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { isGrave, problemsOf } from './grave-problems.ts';
import { gapMessage, writtenPolicies } from './written-policies.ts';

/**
 * Errors fail, and so do conditions that hold nobody back: they are the warnings about security that have no control of
 * their own, as NotAction and iam:PassRole have. What is merely untidy is told as evidence. The validator runs here, so
 * that it judges an exported account too; Access Analyzer's own is not asked.
 */
export default defineControl({
  id: 'policy-validation',
  area: 'policies',
  severity: 'medium',
  title: 'Policies pass validation',
  rationale:
    'A misspelt action allows nothing and a misspelt condition protects nothing, and neither says so. AWS takes such documents without a word.',
  risk: 'A Deny that everybody relies on does not hold, or a job fails on the day that it is needed.',
  whenNotToFix:
    'AWS has launched the action since the list of actions that this version carries was made: record an exception until the next version.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_policy-validator.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
  ],
  frameworks: {},
  // Access Analyzer's findings do not tell of a policy's grammar: requiring them would only cost answers.
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    valid: 'The {policy} passes validation with {remarks} remark(s)',
    invalid: 'The {policy} does not pass validation: {problems}',
    ...gapMessage,
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    for (const { label, resource, options, document, isHeld, gap } of writtenPolicies(
      evidence['authorization-details'],
    )) {
      if (!isHeld) {
        yield unknown('unread', resource, { policy: label, gap: gap ?? '' }, options);
        continue;
      }
      const problems = problemsOf(document);
      const grave = problems.filter(isGrave).map(problemText);
      const remarks = problems.length - grave.length;
      if (grave.length > 0) yield fail('invalid', resource, { policy: label, problems: grave, remarks }, options);
      else yield pass('valid', resource, { policy: label, remarks }, options);
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});

function problemText({ path, message, expected }: Problem): string {
  return `${path === '' ? '' : `at ${path}, `}${message} (expected ${expected})`;
}
