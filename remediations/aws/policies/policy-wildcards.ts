import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { type WildcardReason, wildcardUses } from '../../../src/providers/aws/policy/wildcard-use.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { unreasonedWildcards } from './unreasoned-wildcards.ts';
import { gapMessage, writtenPolicies } from './written-policies.ts';

/**
 * AWS's audit guide knows four reasons for a wildcard: a policy that is meant for administrators, a set of similar
 * actions, a class or path of resources, and actions that name no resource. Sets that only list or read are let pass on
 * every resource, and so are resources chosen by their tags. Administrators are the matter of policy-full-admin and of
 * the practices on users, groups and roles; NotAction is that of policy-allow-notaction.
 */
export default defineControl({
  id: 'policy-wildcards',
  area: 'policies',
  severity: 'medium',
  title: 'No Allow uses wildcards in Action or Resource without a good reason',
  rationale:
    'A policy that names its actions and resources says what the job needs. One of wildcards says only what its author did not want to look up, and grows with every action that AWS adds.',
  risk: 'A role that was to write to one bucket can delete all of them; a mistake, or an intruder, finds out.',
  whenNotToFix:
    'The principal runs the whole service, or the resources are made under names that nobody can foresee: record an exception with that reason.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html#policy-review',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-21',
    'https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html',
  ],
  frameworks: {
    'aws-fsbp': ['IAM.21'],
    'nist-800-53-r5': [
      'AC-2',
      'AC-2(1)',
      'AC-3',
      'AC-3(7)',
      'AC-3(15)',
      'AC-5',
      'AC-6',
      'AC-6(2)',
      'AC-6(3)',
      'AC-6(10)',
    ],
    'pci-dss-4.0': ['7.2.1', '7.2.2'],
    'iso-27001-2022': ['A.5.15'],
    'soc-2': ['CC6.3'],
  },
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'The wildcards of {policy}, if any, have a good reason',
    administrative: 'The {policy} is made for administrators, who are judged by practices of their own',
    found: 'The {policy} uses wildcards without a good reason: {wildcards}',
    ...gapMessage,
  },
  *evaluate({ evidence, pass, fail, unknown, notApplicable }) {
    for (const { label, resource, options, document, gap } of writtenPolicies(evidence['authorization-details'])) {
      const wildcards = unreasonedWildcards(document);
      const facts = { policy: label };
      if (wildcards.length > 0) yield fail('found', resource, { ...facts, wildcards: [...wildcards] }, options);
      else if (gap !== undefined) yield unknown('unread', resource, { ...facts, gap }, options);
      else if (wildcardUses(document, isAdministrative).length > 0)
        yield notApplicable('administrative', resource, facts, options);
      else yield pass('none', resource, facts, options);
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});

function isAdministrative(reason: WildcardReason | undefined): boolean {
  return reason === 'administrative';
}
