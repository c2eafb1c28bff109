import type {
  GetOpenIDConnectProviderResponse,
  GetSAMLProviderResponse,
  IAM,
  SAMLProviderListEntry,
  Tag,
} from '@aws-sdk/client-iam';
import type { OidcProvider, SamlProvider } from '../model/identity-providers.ts';
import { readSamlMetadata } from '../model/saml-metadata.ts';
import { absent } from '../operations/live-answers.ts';
import { defineCollector, sortedBy } from './define.ts';

/** The account's SAML and OpenID Connect providers: a listing of each kind, and one call a provider. */
export const identityProvidersCollector = defineCollector({
  name: 'identity-providers',
  permissions: [
    'iam:ListSAMLProviders',
    'iam:GetSAMLProvider',
    'iam:ListOpenIDConnectProviders',
    'iam:GetOpenIDConnectProvider',
  ],
  needs: [],
  async collect({ live, each }) {
    const iam = await live.iam();
    const [saml, oidc] = await Promise.all([iam.listSAMLProviders({}), iam.listOpenIDConnectProviders({})]);
    const providers = await Promise.all([
      each(saml.SAMLProviderList ?? [], (listed) => readSaml(iam, listed)),
      each(oidc.OpenIDConnectProviderList ?? [], ({ Arn = '' }) => readOidc(iam, Arn)),
    ]);
    return sortedBy(providers.flat(2), ({ arn }) => arn);
  },
  floor: (providers) => ({
    'iam:ListSAMLProviders': 1,
    'iam:GetSAMLProvider': providers.filter(({ kind }) => kind === 'saml').length,
    'iam:ListOpenIDConnectProviders': 1,
    'iam:GetOpenIDConnectProvider': providers.filter(({ kind }) => kind === 'oidc').length,
  }),
});

async function readSaml(iam: IAM, listed: SAMLProviderListEntry): Promise<SamlProvider[]> {
  const answer = await absent(() => iam.getSAMLProvider({ SAMLProviderArn: listed.Arn }));
  return answer === null ? [] : [toSamlProvider(listed.Arn ?? '', answer)];
}

async function readOidc(iam: IAM, arn: string): Promise<OidcProvider[]> {
  const answer = await absent(() => iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: arn }));
  return answer === null ? [] : [toOidcProvider(arn, answer)];
}

/** A provider as GetSAMLProvider tells it, or as much of it as the listing does. */
export function toSamlProvider(arn: string, answer: Partial<GetSAMLProviderResponse>): SamlProvider {
  const { SAMLMetadataDocument: document, ValidUntil, CreateDate } = answer;
  return {
    kind: 'saml',
    arn,
    name: arn.split(':saml-provider/')[1] ?? '',
    ...(CreateDate === undefined ? {} : { createdAt: CreateDate.toISOString() }),
    ...(ValidUntil === undefined ? {} : { validUntil: ValidUntil.toISOString() }),
    ...(document === undefined ? {} : { metadata: readSamlMetadata(document) }),
    tags: toTags(answer.Tags),
  };
}

/** A provider as GetOpenIDConnectProvider tells it; its URL is in its ARN too. */
export function toOidcProvider(arn: string, answer: Partial<GetOpenIDConnectProviderResponse>): OidcProvider {
  return {
    kind: 'oidc',
    arn,
    url: arn.split(':oidc-provider/')[1] ?? answer.Url ?? '',
    ...(answer.CreateDate === undefined ? {} : { createdAt: answer.CreateDate.toISOString() }),
    clientIds: [...(answer.ClientIDList ?? [])].sort(),
    thumbprints: [...(answer.ThumbprintList ?? [])].sort(),
    tags: toTags(answer.Tags),
  };
}

function toTags(tags: readonly Tag[] = []): Record<string, string> {
  return Object.fromEntries(sortedBy(tags, (tag) => tag.Key ?? '').map(({ Key = '', Value = '' }) => [Key, Value]));
}
