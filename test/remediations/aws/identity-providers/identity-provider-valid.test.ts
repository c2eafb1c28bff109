import identityProviderValid from '../../../../remediations/aws/identity-providers/identity-provider-valid.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import type { IdentityProvider } from '../../../../src/providers/aws/model/identity-providers.ts';
import { testRemediation } from '../../../support/harness.ts';
import { samlMetadata } from '../../../support/saml-metadata.ts';

const github = 'token.actions.githubusercontent.com';
const saml = (options?: Parameters<AccountBuilder['samlProvider']>[1]) => account().samlProvider('okta', options);
const metadata = (reason: string) => [{ resource: 'okta', reason, discriminator: 'metadata' }];
const certificate = (reason: string) => [{ resource: 'okta', reason, discriminator: 'certificate' }];

/** An account whose one provider was only listed. */
function listedOnly(): AccountBuilder {
  const given = account();
  return Object.assign(given, {
    build: () => {
      const snapshot = account().samlProvider('okta').build();
      const providers = snapshot.collections['identity-providers'];
      if (providers.status !== 'read') throw new Error('the providers were not built');
      const data = providers.data.map((provider): IdentityProvider => {
        if (provider.kind !== 'saml') return provider;
        const { metadata: _, ...listed } = provider;
        return listed;
      });
      return { ...snapshot, collections: { ...snapshot.collections, 'identity-providers': { ...providers, data } } };
    },
  });
}

testRemediation(identityProviderValid, {
  baseline: {
    controls: { 'identity-provider-valid': { validProviders: ['okta', `arn:aws:iam::*:oidc-provider/${github}`] } },
  },
  compliant: {
    'no provider at all': account(),
    'a SAML and an OpenID Connect provider on the list': saml().oidcProvider(github),
    'a day beyond the window': saml({ validForDays: 31, certificates: [{ expiresInDays: 31 }] }),
    'an expired certificate beside its successor': saml({
      certificates: [{ expiresInDays: -5 }, { expiresInDays: 300 }],
    }),
    'the provider of IAM Identity Center, on no list': account().samlProvider('AWSSSO_1a2b3c4d5e6f7a8b_DO_NOT_DELETE'),
  },
  violating: {
    'metadata that end on the last day of the window': {
      given: saml({ validForDays: 30 }),
      expect: metadata('metadataExpiring'),
    },
    'metadata that say themselves that they have ended': {
      given: saml({ metadataValidForDays: -1 }),
      expect: metadata('metadataExpired'),
    },
    'metadata that end this very moment': { given: saml({ validForDays: 0 }), expect: metadata('metadataExpired') },
    'certificates of which the last ends soon': {
      given: saml({ certificates: [{ expiresInDays: -5 }, { expiresInDays: 12 }] }),
      expect: certificate('certificateExpiring'),
    },
    'metadata and a certificate that have ended': {
      given: saml({ validForDays: -1, certificates: [{ expiresInDays: -1 }] }),
      expect: [...metadata('metadataExpired'), ...certificate('certificateExpired')],
    },
    'a certificate that has ended, and new metadata in a file': {
      given: saml({ document: samlMetadata({ signing: ['expired'] }), offered: samlMetadata() }),
      expect: certificate('certificateExpired'),
    },
    'metadata and a certificate that have ended, and metadata in a file that say themselves how long they last': {
      given: saml({
        validForDays: -1,
        document: samlMetadata({ signing: ['expired'], until: '2026-02-27T00:00:00Z' }),
        offered: samlMetadata({ signing: ['expired', 'elliptic'], until: '2026-12-31T00:00:00Z' }),
      }),
      expect: [...metadata('metadataExpired'), ...certificate('certificateExpired')],
    },
    'metadata that end, and those of somebody else in a file': {
      given: saml({ validForDays: 3, offered: samlMetadata({ entity: 'https://elsewhere.example.com' }) }),
      expect: metadata('metadataExpiring'),
    },
    'providers off the list': {
      given: account().samlProvider('other').oidcProvider('gitlab.example.com'),
      expect: [
        { resource: 'gitlab.example.com', reason: 'unlisted' },
        { resource: 'other', reason: 'unlisted' },
      ],
    },
  },
  unknown: {
    'a provider whose metadata were not read': {
      given: listedOnly(),
      expect: [{ resource: 'okta', reason: 'unread' }],
    },
    'metadata without a certificate': {
      given: saml({ certificates: [] }),
      expect: [{ resource: 'okta', reason: 'unclear' }],
    },
  },
});
