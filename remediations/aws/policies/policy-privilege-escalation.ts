import { z } from 'zod';
import { compareText } from '../../../src/engine/finding.ts';
import { isAwsRole } from '../../../src/providers/aws/model/authorization-details.ts';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { standings } from '../../../src/providers/aws/policy/administrators.ts';
import { escalations } from '../../../src/providers/aws/policy/escalation.ts';
import type { PrincipalRef } from '../../../src/providers/aws/policy/principals.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { privilegedAccounts } from './frameworks.ts';

const keyOf = ({ type, name }: PrincipalRef) => `${type} ${name}`;

/** What counts are effective permissions: a way that two policies open together is found, one that a Deny closes is not. */
export default defineControl({
  id: 'policy-privilege-escalation',
  area: 'policies',
  severity: 'high',
  title: 'No principal outside the administrators can raise its own privileges',
  rationale:
    'Some permissions are worth all others: to write policies, to make keys for somebody else, to pass a stronger role to code of one’s own. Who holds one of them is an administrator that no list of administrators shows.',
  risk: 'An intruder who gets hold of a modest user or of one function becomes administrator in one or two calls.',
  whenNotToFix:
    'The principal is meant to become an administrator, as a person who takes an administrator role with MFA, or a pipeline that deploys everything: record an exception and guard it as an administrator.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html#policy-review',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
  ],
  frameworks: privilegedAccounts,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'The {kind} {name} cannot raise its own privileges in a known way',
    administrator: 'The {kind} {name} is an administrator already',
    escalates: 'The {kind} {name} can {how}: {paths} known way(s) to more privileges, all closed without {closedBy}',
    possible: 'The {kind} {name} may be able to {how}: a condition, or a document that is not in the evidence, decides',
    unread: 'The {kind} {name} has a policy that is not in the evidence or that there is no understanding',
  },
  *evaluate({ evidence, pass, fail, unknown, notApplicable }) {
    const details = evidence['authorization-details'];
    const found = new Map(escalations(details).map((escalator) => [keyOf(escalator.principal), escalator]));
    for (const { type: kind, entity, look, administrator } of standings(details)) {
      if ('trust' in entity && isAwsRole(entity)) continue;
      const { name } = entity;
      const resource = iamResource(kind, entity);
      const escalator = found.size === 0 ? undefined : found.get(keyOf({ type: kind, name }));
      const facts = { kind, name };
      if (administrator === 'yes') yield notApplicable('administrator', resource, facts);
      else if (escalator === undefined)
        yield look.holed ? unknown('unread', resource, facts) : pass('none', resource, facts);
      else {
        const sure = escalator.paths.filter((path) => path.certain);
        const ways = (sure.length > 0 ? sure : escalator.paths).toSorted(
          (a, b) => a.actions.length - b.actions.length || compareText(a.id, b.id),
        );
        const told = {
          ...facts,
          how: ways[0]?.how ?? '',
          paths: ways.length,
          ways: ways.map(({ id, how }) => `${id}: ${how}`),
          closedBy: escalator.closedBy,
        };
        yield sure.length > 0 ? fail('escalates', resource, told) : unknown('possible', resource, told);
      }
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});
