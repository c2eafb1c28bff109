import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { onceEach } from '../../../src/providers/aws/policy/memo.ts';
import { readTrust } from '../../../src/providers/aws/policy/trust.ts';
import { deleteProvider } from './delete-provider.ts';
import { isOfIdentityCenter, providerName, providerResource } from './identity-provider.ts';

/** Roles of every path count, those of Identity Center too: whoever trusts a provider uses it. */
export default defineControl({
  id: 'identity-provider-unused',
  area: 'identity-providers',
  severity: 'low',
  title: 'Every identity provider is trusted by a role',
  rationale:
    'A provider that no role trusts lets nobody in today. It stands for an agreement with somebody outside that has ended, and comes back to life with the next role whose trust policy names it.',
  risk: 'A role is made for a provider that somebody else runs by now.',
  whenNotToFix: 'The roles that will trust it are about to be made.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html',
  ],
  frameworks: { 'nist-800-53-r5': ['AC-2', 'IA-8'], 'iso-27001-2022': ['A.5.18'], 'soc-2': ['CC6.3'] },
  reads: ['identity-providers', 'authorization-details'],
  parameters: z.object({}),
  messages: {
    trusted: 'Identity provider {provider} is trusted by {count} role(s)',
    kept: 'Identity provider {provider} belongs to IAM Identity Center, which makes and removes it',
    unused: 'No role trusts identity provider {provider}',
    unclear:
      'No role was found that trusts identity provider {provider}, but the trust policy of {roles} is not understood',
  },
  *evaluate({ evidence, account, pass, fail, unknown, notApplicable }) {
    const { roles } = evidence['authorization-details'];
    const trusting = new Map<string, number>();
    // Roles share their trust policies, so each is read once.
    const providersIn = onceEach(
      (trust: string) =>
        new Set(
          readTrust(trust, account.id).grants.flatMap(({ principal: { kind, value } }) =>
            kind === 'Federated' ? value : [],
          ),
        ),
    );
    for (const { trust } of roles) {
      for (const value of providersIn(trust)) trusting.set(value, (trusting.get(value) ?? 0) + 1);
    }
    const unclear = roles.filter(({ trust }) => !parseDocument(trust).document.complete).map(({ name }) => name);
    for (const provider of evidence['identity-providers']) {
      const resource = providerResource(provider);
      const facts = { provider: providerName(provider) };
      const count = trusting.get(provider.arn) ?? 0;
      if (count > 0) yield pass('trusted', resource, { ...facts, count });
      else if (isOfIdentityCenter(provider)) yield notApplicable('kept', resource, facts);
      else if (unclear.length > 0) yield unknown('unclear', resource, { ...facts, roles: unclear.sort() });
      else yield fail('unused', resource, facts);
    }
  },
  remedies: [deleteProvider],
});
