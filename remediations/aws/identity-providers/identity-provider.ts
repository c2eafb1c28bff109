import type { Resource } from '../../../src/engine/finding.ts';
import type { IdentityProvider } from '../../../src/providers/aws/model/identity-providers.ts';

/** The name of a SAML provider, or the URL of an OpenID Connect one. */
export function providerName(provider: IdentityProvider): string {
  return provider.kind === 'saml' ? provider.name : provider.url;
}

/** An identity provider as the resource of a finding. */
export function providerResource(provider: IdentityProvider): Resource {
  return { type: `iam-${provider.kind}-provider`, id: providerName(provider), arn: provider.arn };
}

/** True for a provider that IAM Identity Center makes in each account for its own roles, and looks after itself. */
export function isOfIdentityCenter(provider: IdentityProvider): boolean {
  return provider.kind === 'saml' && /^AWSSSO_[0-9a-f]+_DO_NOT_DELETE$/.test(provider.name);
}
