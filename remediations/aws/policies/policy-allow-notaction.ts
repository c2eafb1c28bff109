import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { elementText } from '../../../src/providers/aws/policy/wording.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { leastPrivilege } from './frameworks.ts';
import { gapMessage, writtenPolicies } from './written-policies.ts';

/** A condition or a narrow resource does not excuse it: what AWS adds to its services is allowed all the same. */
export default defineControl({
  id: 'policy-allow-notaction',
  area: 'policies',
  severity: 'medium',
  title: 'No policy combines Allow with NotAction',
  rationale:
    'Allow with NotAction allows everything that it does not name: every other service, and whatever AWS launches next year. Nobody reads that out of the text, and no review of it stays true.',
  risk: 'A list that was meant to keep people away from IAM gives them the keys of every new service on the day it appears.',
  whenNotToFix:
    'Hardly ever in a policy of your own. To keep principals away from something, deny it; a Deny with NotAction is sound and is not reported.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'The {policy} has no statement of Allow with NotAction',
    found: 'The {policy} has {statements} statement(s) of Allow with NotAction: {allowed}',
    ...gapMessage,
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    for (const { label, resource, options, document, gap } of writtenPolicies(evidence['authorization-details'])) {
      const found = parseDocument(document).document.statements.filter(
        ({ effect, action }) => effect === 'Allow' && action.not,
      );
      const facts = { policy: label };
      if (found.length > 0) {
        const allowed = found.map(({ action }) => elementText(action));
        const places = found.map(({ index }) => index);
        yield fail('found', resource, { ...facts, statements: found.length, allowed, places }, options);
      } else if (gap !== undefined) yield unknown('unread', resource, { ...facts, gap }, options);
      else yield pass('none', resource, facts, options);
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});
