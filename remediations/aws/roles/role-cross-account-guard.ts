import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { mayBeAssumed, notFromService, outsidersOf, stranger } from '../../../src/providers/aws/policy/admission.ts';
import type { ContextValues } from '../../../src/providers/aws/policy/context.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { changeableRoles } from './roles.ts';

/** Requests without MFA, with no external ID and with one that was guessed; `IfExists` and `*` let such through. */
const unguarded: readonly ContextValues[] = [null, 'a-guess'].flatMap((externalId) =>
  [null, 'false'].map((mfa) => ({
    ...notFromService,
    'sts:ExternalId': externalId,
    'aws:MultiFactorAuthPresent': mfa,
    'aws:MultiFactorAuthAge': null,
  })),
);

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
  parameters: z.object({}),
  messages: {
    closed: 'Role {role} cannot be assumed from other accounts',
    guarded: 'Role {role} asks other accounts for an external ID or MFA',
    unguarded: 'Role {role} can be assumed from {who} without an external ID and without MFA',
    unclear: 'Who can assume role {role} cannot be told: its trust policy is not understood',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    for (const { name: role, arn, trust } of changeableRoles(evidence['authorization-details'])) {
      const resource = iamResource('role', { name: role, arn });
      if (!parseDocument(trust).document.complete) {
        yield unknown('unclear', resource, { role });
        continue;
      }
      const getIn = (contexts: readonly ContextValues[]) =>
        outsidersOf(trust, account).filter(({ arns }) =>
          arns.some((requester) => contexts.some((context) => mayBeAssumed(trust, account, requester, context))),
        );
      const bare = getIn(unguarded).map((outsider) => outsider.account);
      const who = bare.map((id) => (id === stranger ? 'any account' : `account ${id}`));
      if (who.length > 0) yield fail('unguarded', resource, { role, who });
      else if (getIn([notFromService]).length > 0) yield pass('guarded', resource, { role });
      else yield pass('closed', resource, { role });
    }
  },
  remedies: [],
});
