import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { changeableRoles } from './roles.ts';
import { tightenTrust } from './tighten-trust.ts';
import { deputyReader } from './trust-judges.ts';

/**
 * Judges the services that tell for whom they act when they assume a role; of the others a condition on the source
 * would only shut the role. A pattern that somebody else's resource fits too, such as a star for the account, holds
 * nobody back. Roles that trust no service are left out.
 */
export default defineControl({
  id: 'role-service-confused-deputy',
  area: 'roles',
  severity: 'medium',
  title: 'Services may assume roles only on behalf of this account',
  rationale:
    'An AWS service serves every customer. With aws:SourceAccount or aws:SourceArn in its trust policy, a role is given to the service only while it works for this account.',
  risk: 'Another customer names your role to the service, and the service uses your permissions for them.',
  whenNotToFix:
    'The feature in use assumes the role without telling the source, so that the condition would shut it: try the condition on a copy of the role first.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceaccount',
  ],
  frameworks: { 'nist-800-53-r5': ['AC-3', 'AC-6'], 'iso-27001-2022': ['A.5.15'], 'soc-2': ['CC6.1'] },
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    scoped: 'Role {role} is assumed by {services} only on behalf of this account',
    open: 'Role {role} can be assumed by {services} on behalf of other accounts',
    none: 'Role {role} trusts only services that do not tell on whose behalf they act',
    unclear: 'Which services can assume role {role} cannot be told: its trust policy is not understood',
  },
  *evaluate({ evidence, account, pass, fail, unknown, notApplicable }) {
    const read = deputyReader(account);
    for (const { name: role, arn, trust } of changeableRoles(evidence['authorization-details'])) {
      const resource = iamResource('role', { name: role, arn });
      const { complete, named, services, open } = read(trust);
      if (!complete) yield unknown('unclear', resource, { role });
      else if (open.length > 0) yield fail('open', resource, { role, services: open });
      else if (services.length > 0) yield pass('scoped', resource, { role, services });
      else if (named.length > 0) yield notApplicable('none', resource, { role });
    }
  },
  remedies: [tightenTrust],
});
