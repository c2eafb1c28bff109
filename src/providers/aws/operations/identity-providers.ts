import { Refusal } from '../../../engine/change.ts';
import { digest, sameJson } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toOidcProvider, toSamlProvider } from '../collect/identity-providers.ts';
import type { AwsDraft } from '../model/collections.ts';
import { count, editable, putSorted, removeKeyed } from '../model/edit.ts';
import type { IdentityProvider, OidcProvider, SamlMetadata, SamlProvider } from '../model/identity-providers.ts';
import { readSamlMetadata } from '../model/saml-metadata.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type ProviderAddress = { readonly arn: string };

/** What both kinds of providers have. */
type Common = { readonly tags?: Readonly<Record<string, string>>; readonly createdAt?: string };
type SamlValue = Common & {
  /** The metadata document, absent where the evidence holds the listing only, and its digest, which is what is compared. */
  readonly metadata?: string;
  readonly sha256?: string;
  readonly validUntil?: string;
};
type OidcValue = Common & {
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
};

/** A SAML provider. Its ARN is made of its name, so it comes back under the one that roles trust. */
export const samlProviderResource = defineResource<ProviderAddress, SamlValue>({
  type: 'iam-saml-provider',
  collection: 'identity-providers',
  volatile: ['createdAt', 'validUntil', 'metadata'],
  label: ({ arn }) => `SAML provider ${nameOf(arn)}`,
  read(snapshot, { arn }) {
    const found = readable(snapshot, 'identity-providers')?.find((one) => one.arn === arn);
    return found?.kind === 'saml' ? samlValue(found) : null;
  },
  write(draft, { arn }, value) {
    const provider = editable(draft, 'identity-providers')?.find((one) => one.arn === arn);
    if (value !== null && provider?.kind === 'saml') renew(draft, provider, value);
    else put(draft, arn, value, (value) => toSaml(arn, value));
  },
  requires: () => [],
  permissions: ['iam:GetSAMLProvider'],
  async observe(live, { arn }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getSAMLProvider({ SAMLProviderArn: arn }));
    return answer === null ? null : samlValue(toSamlProvider(arn, answer));
  },
});

/** An OpenID Connect provider. Its ARN is made of its URL, so it comes back under the one that roles trust. */
export const oidcProviderResource = defineResource<ProviderAddress, OidcValue>({
  type: 'iam-oidc-provider',
  collection: 'identity-providers',
  volatile: ['createdAt'],
  label: ({ arn }) => `OpenID Connect provider ${nameOf(arn)}`,
  read(snapshot, { arn }) {
    const found = readable(snapshot, 'identity-providers')?.find((one) => one.arn === arn);
    return found?.kind === 'oidc' ? oidcValue(found) : null;
  },
  write(draft, { arn }, value) {
    put(draft, arn, value, ({ url, clientIds, thumbprints, ...common }) => ({
      ...detailsOf(arn, common),
      kind: 'oidc',
      url,
      clientIds: [...clientIds],
      thumbprints: [...thumbprints],
    }));
  },
  requires: () => [],
  permissions: ['iam:GetOpenIDConnectProvider'],
  async observe(live, { arn }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: arn }));
    return answer === null ? null : oidcValue(toOidcProvider(arn, answer));
  },
});

function put<V>(draft: AwsDraft, arn: string, value: V | null, make: (value: V) => IdentityProvider): void {
  const providers = editable(draft, 'identity-providers');
  if (providers === undefined) return;
  const exists = providers.some((one) => one.arn === arn);
  if (value === null) {
    if (!exists) throw new Refusal(`there is no identity provider ${arn} to delete`);
    removeKeyed(providers, arn, (one) => one.arn);
  } else {
    if (exists) throw new Refusal(`the identity provider ${arn} exists already`);
    putSorted(providers, make(value), (one) => one.arn);
  }
  count(draft, 'Providers', value === null ? -1 : 1);
}

function toSaml(arn: string, { metadata, sha256: _, validUntil, ...common }: SamlValue): SamlProvider {
  return {
    ...detailsOf(arn, common),
    kind: 'saml',
    name: nameOf(arn),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(metadata === undefined ? {} : { metadata: readSamlMetadata(metadata) }),
  };
}

/** Puts other metadata in the place of a provider's own; nothing else of one that exists is changed. */
function renew(draft: AwsDraft, provider: SamlProvider, value: SamlValue): void {
  const { arn, name, offered, tags } = provider;
  if (value.metadata === undefined) throw new Refusal(`SAML provider ${name} cannot be without metadata`);
  if (!sameJson(tags, value.tags ?? {}))
    throw new Refusal(`the tags of SAML provider ${name} are no part of its metadata`);
  const providers = editable(draft, 'identity-providers') ?? [];
  putSorted(providers, { ...toSaml(arn, value), ...(offered === undefined ? {} : { offered }) }, (one) => one.arn);
}

function detailsOf(arn: string, { tags, createdAt }: Common) {
  return { arn, ...(createdAt === undefined ? {} : { createdAt }), tags: { ...tags } };
}

function common({ tags, createdAt }: IdentityProvider): Common {
  return {
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}

function samlValue(provider: SamlProvider): SamlValue {
  const { metadata, validUntil } = provider;
  return {
    ...common(provider),
    ...(metadata === undefined ? {} : { metadata: metadata.document, sha256: digest(metadata.document) }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
}

function oidcValue(provider: OidcProvider): OidcValue {
  const { url, clientIds, thumbprints } = provider;
  return { ...common(provider), url, clientIds, thumbprints };
}

export const createSamlProvider = defineOperation({
  name: 'iam:CreateSAMLProvider',
  resource: samlProviderResource,
  inverse: 'iam:DeleteSAMLProvider',
  reversibility: 'reversible',
  permissions: ['iam:CreateSAMLProvider', 'iam:TagSAMLProvider', 'iam:GetSAMLProvider'],
  title: ({ arn }) => `Create SAML provider ${nameOf(arn)}`,
  command: ({ arn }, _, to) => [
    ...['iam', 'create-saml-provider', '--name', nameOf(arn)],
    ...['--saml-metadata-document', to?.metadata ?? '<metadata>', ...tagFlags(to?.tags)],
  ],
  async perform(live, { address: { arn }, to }) {
    const iam = await live.iam();
    await iam.createSAMLProvider({ Name: nameOf(arn), SAMLMetadataDocument: to?.metadata, Tags: tagList(to?.tags) });
    return undefined;
  },
});

/** Gives a provider other metadata, and with it trust in the certificates in there; its keys for encrypted assertions stay. */
export const updateSamlProvider = defineOperation({
  name: 'iam:UpdateSAMLProvider',
  resource: samlProviderResource,
  inverse: 'iam:UpdateSAMLProvider',
  reversibility: 'reversible',
  permissions: ['iam:UpdateSAMLProvider', 'iam:GetSAMLProvider'],
  title: ({ arn }, _, to) => `Give SAML provider ${nameOf(arn)} the metadata${signedWith(to?.metadata)}`,
  command: ({ arn }, _, to) => [
    ...['iam', 'update-saml-provider', '--saml-provider-arn', arn],
    ...['--saml-metadata-document', to?.metadata ?? '<metadata>'],
  ],
  async perform(live, { address: { arn }, to }) {
    if (to?.metadata === undefined) throw new Error('a SAML provider is removed by iam:DeleteSAMLProvider');
    const iam = await live.iam();
    await iam.updateSAMLProvider({ SAMLProviderArn: arn, SAMLMetadataDocument: to.metadata });
    return undefined;
  },
});

export const deleteSamlProvider = defineOperation({
  name: 'iam:DeleteSAMLProvider',
  resource: samlProviderResource,
  inverse: 'iam:CreateSAMLProvider',
  // It comes back with its metadata and tags; keys for encrypted assertions are told to nobody.
  reversibility: 'recoverable',
  permissions: ['iam:DeleteSAMLProvider', 'iam:GetSAMLProvider'],
  title: ({ arn }) => `Delete SAML provider ${nameOf(arn)}`,
  command: ({ arn }) => ['iam', 'delete-saml-provider', '--saml-provider-arn', arn],
  async perform(live, { address: { arn } }) {
    const iam = await live.iam();
    await iam.deleteSAMLProvider({ SAMLProviderArn: arn });
    return undefined;
  },
});

export const createOidcProvider = defineOperation({
  name: 'iam:CreateOpenIDConnectProvider',
  resource: oidcProviderResource,
  inverse: 'iam:DeleteOpenIDConnectProvider',
  reversibility: 'reversible',
  permissions: ['iam:CreateOpenIDConnectProvider', 'iam:TagOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider'],
  title: ({ arn }) => `Create OpenID Connect provider ${nameOf(arn)}`,
  command: (_, __, to) => [
    ...['iam', 'create-open-id-connect-provider', '--url', `https://${to?.url ?? ''}`],
    ...listFlag('--client-id-list', to?.clientIds),
    ...listFlag('--thumbprint-list', to?.thumbprints),
    ...tagFlags(to?.tags),
  ],
  async perform(live, { to }) {
    if (to === null) throw new Error('an OpenID Connect provider is removed by iam:DeleteOpenIDConnectProvider');
    const iam = await live.iam();
    await iam.createOpenIDConnectProvider({
      Url: `https://${to.url}`,
      ClientIDList: [...to.clientIds],
      ThumbprintList: [...to.thumbprints],
      Tags: tagList(to.tags),
    });
    return undefined;
  },
});

export const deleteOidcProvider = defineOperation({
  name: 'iam:DeleteOpenIDConnectProvider',
  resource: oidcProviderResource,
  inverse: 'iam:CreateOpenIDConnectProvider',
  reversibility: 'reversible',
  permissions: ['iam:DeleteOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider'],
  title: ({ arn }) => `Delete OpenID Connect provider ${nameOf(arn)}`,
  command: ({ arn }) => ['iam', 'delete-open-id-connect-provider', '--open-id-connect-provider-arn', arn],
  async perform(live, { address: { arn } }) {
    const iam = await live.iam();
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: arn });
    return undefined;
  },
});

export const identityProviderOperations = [
  createSamlProvider,
  updateSamlProvider,
  deleteSamlProvider,
  createOidcProvider,
  deleteOidcProvider,
];

/** A provider's value with other metadata: whose end is their own word, and IAM's where they have none. */
export function withMetadata(
  { validUntil: _, ...present }: SamlValue,
  { document, validUntil }: SamlMetadata,
): SamlValue {
  const end = validUntil === undefined ? {} : { validUntil };
  return { ...present, ...end, metadata: document, sha256: digest(document) };
}

/** What a reviewer asks of metadata: by which certificates whoever signs in is vouched for from then on. */
function signedWith(document: string | undefined): string {
  const certificates = document === undefined ? [] : readSamlMetadata(document).signingCertificates;
  const marks = certificates.flatMap((one) => (one === null ? [] : [`${one.fingerprint.slice(0, 23)}…`]));
  const noun = `signing certificate${marks.length === 1 ? '' : 's'}`;
  return marks.length === 0 ? ' that it is to have' : ` with the ${noun} ${marks.join(' and ')}`;
}

/** The name of a SAML provider, or the URL of an OpenID Connect one. */
function nameOf(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}

function tagList(tags: Common['tags'] = {}): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function tagFlags(tags: Common['tags']): string[] {
  return tags === undefined ? [] : ['--tags', JSON.stringify(tagList(tags))];
}

function listFlag(flag: string, values: readonly string[] = []): string[] {
  return values.length === 0 ? [] : [flag, ...values];
}
