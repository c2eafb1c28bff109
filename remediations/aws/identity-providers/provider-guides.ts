import { byHand } from '../by-hand.ts';

/** Says how a SAML provider gets new metadata without a moment in which nobody can sign in. */
export const renewMetadata = byHand({
  id: 'renew-metadata',
  title: 'Give the provider new metadata',
  reversibility: 'reversible',
  suits: ({ reason }) => reason !== 'unlisted',
  guide({ resource: { id, arn = id } }) {
    return {
      title: `Give SAML provider ${id} new metadata`,
      steps: [
        `aws iam get-saml-provider --saml-provider-arn ${arn} --query SAMLMetadataDocument --output text > ${id}-earlier.xml: keep it, to go back`,
        'In your identity provider, renew the signing certificate of the AWS application where it is what expires, and do not make it the active one yet',
        'Download the federation metadata, which holds the new certificate beside the old one',
        `Name the file in remediate.yaml, as samlMetadata: { ${id}: metadata.xml }, and plan again: the plan says whom it would trust, and can be undone. Or by hand: aws iam update-saml-provider --saml-provider-arn ${arn} --saml-metadata-document file://metadata.xml`,
        'Make the new certificate the active one in the identity provider, and sign in once',
      ],
      expect: `aws iam get-saml-provider --saml-provider-arn ${arn} shows a ValidUntil and a certificate beyond the window`,
    };
  },
});

/** Says how a provider that is on no list is put on it or removed. */
export const removeProvider = byHand({
  id: 'remove-provider',
  title: 'Remove the provider, or put it on the list',
  reversibility: 'recoverable',
  suits: ({ reason }) => reason === 'unlisted',
  guide({ resource: { type, id, arn = id } }) {
    const [command, flag] =
      type === 'iam-saml-provider'
        ? ['delete-saml-provider', '--saml-provider-arn']
        : ['delete-open-id-connect-provider', '--open-id-connect-provider-arn'];
    return {
      title: `Remove identity provider ${id}, or put it on the list`,
      steps: [
        `Ask who made ${id} and for what: CreateSAMLProvider or CreateOpenIDConnectProvider in the CloudTrail history tells`,
        'Where it is wanted, add its ARN to validProviders in remediate.yaml, and stop here',
        `Take it out of the trust policies that name ${arn}, role by role`,
        `aws iam ${command} ${flag} ${arn}`,
      ],
      expect: 'the provider is on the list or gone',
    };
  },
});
