import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { type Expiry, judgeExpiry } from '../expiry.ts';
import { isOnList } from '../roles/roles.ts';
import { isOfIdentityCenter, providerName, providerResource } from './identity-provider.ts';
import { endsOf } from './metadata-ends.ts';
import { removeProvider, renewMetadata } from './provider-guides.ts';
import { updateMetadata } from './update-metadata.ts';

/**
 * Of several signing certificates the one that lasts longest counts: while a provider changes over, the old one stays
 * beside the new. OpenID Connect providers have nothing that expires; the list is all that they are held to.
 */
export default defineControl({
  id: 'identity-provider-valid',
  area: 'identity-providers',
  severity: 'medium',
  title: 'Identity providers are known, and their metadata and certificates are valid',
  rationale:
    'Whoever a provider vouches for, the account lets in. An expired certificate locks everybody out at once, and a provider that nobody knows lets in whom nobody knows.',
  risk: 'People cannot sign in on the day on which the certificate ends, or a stranger signs in by a provider of their own.',
  whenNotToFix: 'The provider is about to be removed, and no role trusts it any more.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetSAMLProvider.html',
  ],
  frameworks: { 'nist-800-53-r5': ['IA-5(2)', 'IA-8'], 'iso-27001-2022': ['A.5.16', 'A.8.24'], 'soc-2': ['CC6.1'] },
  reads: ['identity-providers'],
  parameters: z.object({
    /** Names, URLs or ARNs of the providers that may exist, `*` standing for any text; while it is not set, any may. */
    validProviders: z.array(z.string()).optional(),
    /** Days before an end on which to begin to warn. */
    expiringDays: z.number().int().positive().default(30),
  }),
  messages: {
    valid: 'Identity provider {provider} is valid',
    unlisted: 'Identity provider {provider} is not on the list of valid providers',
    metadataExpired: 'The metadata of SAML provider {provider} expired on {until}',
    metadataExpiring: 'The metadata of SAML provider {provider} expires in {days} day(s), on {until}',
    certificateExpired: 'The last signing certificate of SAML provider {provider} expired on {until}',
    certificateExpiring:
      'The last signing certificate of SAML provider {provider} expires in {days} day(s), on {until}',
    unread: 'The metadata of SAML provider {provider} were not read',
    unclear: 'The signing certificates of SAML provider {provider} cannot be read',
  },
  *evaluate({ evidence, parameters: { validProviders, expiringDays }, now, pass, fail, unknown }) {
    for (const provider of evidence['identity-providers']) {
      const name = providerName(provider);
      const resource = providerResource(provider);
      const facts = { provider: name };
      const isListed = validProviders === undefined || isOnList(validProviders, { name, arn: provider.arn });
      // Its own service renews it, and nobody has to put it on a list.
      if (isOfIdentityCenter(provider)) yield pass('valid', resource, facts);
      else if (!isListed) yield fail('unlisted', resource, facts);
      else if (provider.kind === 'oidc') yield pass('valid', resource, facts);
      else {
        const { metadata, certificate } = endsOf(provider);
        const judged = (end: string) => judgeExpiry(end, [expiringDays], now);
        const ends = [
          ...(metadata === undefined ? [] : [{ end: metadata, what: 'metadata' as const, ...judged(metadata) }]),
          ...(certificate === undefined
            ? []
            : [{ end: certificate, what: 'certificate' as const, ...judged(certificate) }]),
        ];
        const bad = ends.filter(({ status }) => status !== 'beyond');
        for (const { what, end, status, days } of bad)
          yield fail(`${what}${words[status]}`, resource, { ...facts, until: end, days }, { discriminator: what });
        if (provider.metadata === undefined) yield unknown('unread', resource, facts);
        else if (certificate === undefined) yield unknown('unclear', resource, facts);
        else if (bad.length === 0) yield pass('valid', resource, facts);
      }
    }
  },
  remedies: [updateMetadata, renewMetadata, removeProvider],
});

const words = { over: 'Expired', within: 'Expiring', beyond: 'Expiring' } as const satisfies Record<
  Expiry['status'],
  string
>;
