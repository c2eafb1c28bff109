import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { stranger } from '../../../src/providers/aws/policy/admission.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { changeableRoles } from './roles.ts';
import { reviewTrust, tightenTrust, trustWithMfa } from './tighten-trust.ts';
import { unguardedReader } from './trust-judges.ts';

export default defineControl({
  id: 'role-cross-account-guard',
  area: 'roles',
  severity: 'high',
  title: 'Roles that other accounts may assume ask for an external ID or MFA',
  rationale:
    'A service provider assumes roles in the accounts of all its customers. An external ID, given to one customer, keeps another customer from naming your role as theirs. Where people come from another account, MFA proves that it is they.',
  risk: 'The provider is made to act in your account for somebody else, or a key stolen in the other account opens this one.',
  whenNotToFix:
    "Programs of the organization's own accounts assume the role: there is no other customer to be mistaken for, and a program has no MFA. Except those roles, best held by aws:PrincipalOrgID.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-3', 'IA-2(1)'],
    'pci-dss-4.0': ['8.4.2'],
    'iso-27001-2022': ['A.5.19', 'A.8.5'],
    'soc-2': ['CC6.1'],
  },
  reads: ['authorization-details'],
  parameters: z.object({
    /** The external ID that the holder of an account has given, by the account's id; for others one is made up. */
    externalIds: z
      .record(
        z.string().regex(/^\d{12}$/, 'an account id has 12 digits'),
        z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, 'an external ID has 2 to 1224 letters, digits or _+=,.@:/-'),
      )
      .default({}),
  }),
  messages: {
    closed: 'Role {role} cannot be assumed from other accounts',
    guarded: 'Role {role} asks other accounts for an external ID or MFA',
    unguarded: 'Role {role} can be assumed from {who} without an external ID and without MFA',
    unclear: 'Who can assume role {role} cannot be told: its trust policy is not understood',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const read = unguardedReader(account);
    for (const { name: role, arn, trust } of changeableRoles(evidence['authorization-details'])) {
      const resource = iamResource('role', { name: role, arn });
      const { bare, isOpen } = read(trust);
      const who = bare.map((id) => (id === stranger ? 'any account' : `account ${id}`));
      if (!parseDocument(trust).document.complete) yield unknown('unclear', resource, { role });
      else if (who.length > 0) yield fail('unguarded', resource, { role, who });
      else yield pass(isOpen ? 'guarded' : 'closed', resource, { role });
    }
  },
  remedies: [reviewTrust, tightenTrust, trustWithMfa],
});
