import { digest } from '../../../engine/json.ts';
import type { IdentityProvider, OidcProvider, SamlProvider } from '../model/identity-providers.ts';
import { compareLists, type Kind, type Told } from './kind.ts';

const area = 'identity providers';

const saml: Kind<SamlProvider> = {
  area,
  type: 'iam-saml-provider',
  noun: 'SAML provider',
  key: ({ arn }) => arn,
  label: ({ name }) => name,
  arn: ({ arn }) => arn,
  fields: {
    kind: 'key',
    arn: 'key',
    name: 'passing',
    createdAt: 'since',
    validUntil: 'known',
    // The document is told by what it says of who signs and until when; for all else its digest stands.
    metadata: (metadata) =>
      metadata && {
        sha256: digest(metadata.document),
        entityId: metadata.entityId ?? null,
        validUntil: metadata.validUntil ?? null,
        signingCertificates: metadata.signingCertificates.map(
          (certificate) => certificate?.fingerprint ?? 'unreadable',
        ),
      },
    offered: 'passing',
    tags: 'fact',
  },
};

const oidc: Kind<OidcProvider> = {
  area,
  type: 'iam-oidc-provider',
  noun: 'OpenID Connect provider',
  key: ({ arn }) => arn,
  label: ({ url }) => url,
  arn: ({ arn }) => arn,
  fields: {
    kind: 'key',
    arn: 'key',
    url: 'passing',
    createdAt: 'since',
    clientIds: 'fact',
    thumbprints: 'fact',
    tags: 'fact',
  },
};

/** Tells which identity providers came, went, or say something else of who may sign in. */
export function* compareProviders(
  before: readonly IdentityProvider[],
  after: readonly IdentityProvider[],
): Generator<Told> {
  const isSaml = (provider: IdentityProvider) => provider.kind === 'saml';
  const isOidc = (provider: IdentityProvider) => provider.kind === 'oidc';
  yield* compareLists(saml, before.filter(isSaml), after.filter(isSaml));
  yield* compareLists(oidc, before.filter(isOidc), after.filter(isOidc));
}
