import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { broadPassRole } from '../../../src/providers/aws/policy/broad-pass-role.ts';
import { fullAccess } from '../../../src/providers/aws/policy/full-access.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { leastPrivilege } from './frameworks.ts';
import { gapMessage, writtenPolicies } from './written-policies.ts';

/**
 * Wildcards that take iam:PassRole in, such as iam:*, count as the action itself. A condition on iam:PassedToService
 * holds the roles to one service; IfExists, and a wildcard as its value, do not. Policies for administrators are the
 * matter of other practices.
 */
export default defineControl({
  id: 'policy-passrole',
  area: 'policies',
  severity: 'high',
  title: 'iam:PassRole names the roles that may be passed',
  rationale:
    'Who passes a role to a service has the service do what the role may. A policy that names the roles keeps that within what the job needs.',
  risk: 'A developer, or whoever took the developer’s key, starts a function with the strongest role of the account.',
  whenNotToFix: 'Roles are made under names that nobody can foresee: put them under a path, and name the path.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html#policy-review',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'No statement of {policy} lets every role be passed',
    administrative: 'The {policy} is made for administrators, who are judged by practices of their own',
    broad:
      'The {policy} has {statements} statement(s) by which every role of the account may be passed, without iam:PassedToService',
    ...gapMessage,
  },
  *evaluate({ evidence, pass, fail, unknown, notApplicable }) {
    for (const { label, resource, options, document, gap } of writtenPolicies(evidence['authorization-details'])) {
      const places = broadPassRole(document, resource.arn);
      const facts = { policy: label };
      if (places.length > 0 && fullAccess(document, resource.arn) !== 'no')
        yield notApplicable('administrative', resource, facts, options);
      else if (places.length > 0)
        yield fail('broad', resource, { ...facts, statements: places.length, places }, options);
      else if (gap !== undefined) yield unknown('unread', resource, { ...facts, gap }, options);
      else yield pass('none', resource, facts, options);
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});
