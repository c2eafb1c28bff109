import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { accessSummary } from '../../../src/providers/aws/policy/classify.ts';
import { leastPrivilege } from './frameworks.ts';
import { claimsReadOnly } from './read-only-names.ts';
import { gapMessage, writtenPolicies } from './written-policies.ts';

const renameByCopy = defineRemedy({
  id: 'rename-policy',
  via: ['manual'],
  title: 'Copy the policy under a name that tells what it does, or take the changing actions out',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, ({ resource, evidence, discriminator }) => {
      const policy = String(evidence['policy']);
      const inline = discriminator !== undefined;
      return {
        title: `Give ${policy} a true name`,
        guide: {
          steps: [
            `Open the ${policy} in the IAM console and read its JSON; decide whether its holders need ${String(evidence['example'])} and what else it changes.`,
            'If they do not: edit the policy, take these actions out, and leave the name as it is. That is all.',
            `If they do: create a policy with the same JSON under a name that says so, and ${inline ? `put it into ${resource.id}` : 'attach it to each principal that holds the old one'}.`,
            `Once the new one is in place, ${inline ? 'delete the old inline policy' : 'detach the old policy from each of them and delete it'}.`,
          ],
          expect: `no policy named ${discriminator ?? resource.id} allows anything but listing and reading`,
        },
      };
    });
  },
});

/** Only names that claim to read are held to it, and only what the document allows beside: conditions excuse nothing. */
export default defineControl({
  id: 'policy-name-mismatch',
  area: 'policies',
  severity: 'low',
  title: "A policy's name tells what it does",
  rationale:
    'Policies are chosen and reviewed by their names. One that is called read-only and can write is handed to people who were never meant to change anything.',
  risk: 'An auditor, a contractor or a dashboard holds permissions to change what it was only to look at.',
  whenNotToFix:
    'What it changes belongs to reading, such as starting the query whose result is read: record an exception.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html#policy-review',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    other: 'The name of {policy} does not claim that it only reads',
    true: 'The {policy} only lists and reads, as its name says',
    writes:
      'The name of {policy} says that it only reads, and it allows {count} action(s) that change something, such as {example}',
    undocumented: 'The name of {policy} says that it only reads, and AWS documents nothing of {actions}',
    ...gapMessage,
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    for (const { name, label, resource, options, document, gap } of writtenPolicies(
      evidence['authorization-details'],
    )) {
      const facts = { policy: label };
      if (!claimsReadOnly(name)) {
        yield pass('other', resource, facts, options);
        continue;
      }
      const { byLevel, unknown: actions } = accessSummary(document);
      const changing = [...byLevel['Permissions management'], ...byLevel.Write];
      const [example] = changing;
      if (example !== undefined) yield fail('writes', resource, { ...facts, count: changing.length, example }, options);
      else if (gap !== undefined) yield unknown('unread', resource, { ...facts, gap }, options);
      else if (actions.length > 0)
        yield unknown('undocumented', resource, { ...facts, actions: [...actions] }, options);
      else yield pass('true', resource, facts, options);
    }
  },
  remedies: [renameByCopy],
});
