import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { fullAccess } from '../../../src/providers/aws/policy/full-access.ts';
import { narrowPolicies } from '../narrowing/narrow-policies.ts';
import { holderNames, holdersByPolicy } from './policy-holders.ts';
import { retirePolicy } from './retire-policy.ts';
import { gapMessage, writtenPolicies } from './written-policies.ts';

/**
 * Every way to say it counts: lists of one, `*:*`, doubled stars, NotAction of next to nothing, statements that make up
 * the whole together. So does a policy that is attached to nothing, for it can be attached with one call. A condition
 * does not excuse it: whoever meets it is an administrator.
 */
export default defineControl({
  id: 'policy-full-admin',
  area: 'policies',
  severity: 'high',
  title: 'No customer policy allows full *:*',
  rationale:
    "Full permissions are AWS's own policy AdministratorAccess, which everybody recognizes. A copy of it under another name hides administrators from whoever looks for them.",
  risk: 'Attached with one call, or by a colleague who trusts its name, the policy makes an administrator of anybody.',
  whenNotToFix:
    'A policy that serves as a permissions boundary only may allow everything beside what it denies: record an exception.',
  references: [
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-policy-no-statements-with-admin-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.16'],
    'cis-aws-1.5': ['1.16'],
    'cis-aws-2.0': ['1.16'],
    'cis-aws-3.0': ['1.16'],
    'cis-aws-4.0': ['1.16'],
    'cis-aws-5.0': ['1.15'],
    'cis-aws-6.0': ['2.15'],
    'cis-aws-7.0': ['2.14'],
    'aws-fsbp': ['IAM.1'],
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
    'iso-27001-2022': ['A.5.15', 'A.8.2'],
    'soc-2': ['CC6.3'],
  },
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    limited: 'The {policy} does not allow everything',
    full: 'The {policy} allows every action on every resource; it is held by {holders}',
    conditional: 'The {policy} allows every action on every resource while a condition holds; it is held by {holders}',
    ...gapMessage,
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    const details = evidence['authorization-details'];
    const held = holdersByPolicy(details);
    for (const { label, resource, options, document, gap } of writtenPolicies(details)) {
      if (resource.type !== 'iam-policy') continue;
      const access = fullAccess(document, resource.arn);
      const facts = { policy: label };
      if (access === 'always' || access === 'conditional') {
        const reason = access === 'always' ? 'full' : 'conditional';
        yield fail(reason, resource, { ...facts, holders: holderNames(held.get(resource.arn)) }, options);
      } else if (gap !== undefined) yield unknown('unread', resource, { ...facts, gap }, options);
      else yield pass('limited', resource, facts, options);
    }
  },
  remedies: [retirePolicy, narrowPolicies],
});
