import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { stranger } from '../../../src/providers/aws/policy/admission.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { changeableRoles } from './roles.ts';
import { reviewTrust, tightenTrust } from './tighten-trust.ts';
import { untrustedReader } from './trust-judges.ts';

/**
 * Asks of every account that a trust policy names, and of a stranger where it may mean anyone, whether it gets in while
 * it is neither listed nor of the organization. A condition counts by what it does in its operator, and so does a Deny.
 * An external ID limits nobody here: it is no secret, and says nothing of who knows it.
 */
export default defineControl({
  id: 'role-untrusted-cross-account',
  area: 'roles',
  severity: 'critical',
  title: 'Only trusted accounts may assume roles',
  rationale:
    'A trust policy is a door in the wall around the account. Whoever holds the other account decides who comes through, and this account sees a role and not a person.',
  risk: 'Somebody whom nobody here knows acts with the permissions of the role, or anybody who learns its name.',
  whenNotToFix:
    'The account is that of a partner or a service under contract: put its id on trustedAccounts, and see that the role asks for an external ID.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-3', 'AC-6', 'AC-20'],
    'pci-dss-4.0': ['7.2.1'],
    'iso-27001-2022': ['A.5.15', 'A.5.19'],
    'soc-2': ['CC6.1', 'CC6.3'],
  },
  reads: ['authorization-details', 'organization'],
  parameters: z.object({
    /** Ids of accounts outside the organization that may assume roles. */
    trustedAccounts: z.array(z.string().regex(/^\d{12}$/, 'an account id has 12 digits')).default([]),
  }),
  messages: {
    closed: 'Role {role} can be assumed by no account that is not trusted',
    open: 'Role {role} can be assumed by {who}, not trusted and not held back by a condition',
    unlisted: 'Role {role} can be assumed by {who}; the accounts of organization {organization} could not be listed',
    unclear: 'Who can assume role {role} cannot be told: its trust policy is not understood',
  },
  *evaluate({ evidence, account, parameters, pass, fail, unknown }) {
    const { organization } = evidence;
    const read = untrustedReader({ account, organization, trustedAccounts: parameters.trustedAccounts });
    for (const { name: role, arn, trust } of changeableRoles(evidence['authorization-details'])) {
      const resource = iamResource('role', { name: role, arn });
      if (!parseDocument(trust).document.complete) {
        yield unknown('unclear', resource, { role });
        continue;
      }
      const { letIn, surely } = read(trust);
      if (surely.length > 0) yield fail('open', resource, { role, who: inWords(letIn) });
      else if (letIn.length > 0 && organization !== null)
        yield unknown('unlisted', resource, { role, who: inWords(letIn), organization: organization.id });
      else yield pass('closed', resource, { role });
    }
  },
  remedies: [reviewTrust, tightenTrust],
});

function inWords(accounts: readonly string[]): string[] {
  return accounts.includes(stranger) ? ['anyone'] : accounts.map((id) => `account ${id}`);
}
