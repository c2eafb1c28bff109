import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { SamlMetadata, SamlProvider } from '../../../src/providers/aws/model/identity-providers.ts';
import { updateSamlProvider, withMetadata } from '../../../src/providers/aws/operations/identity-providers.ts';
import { judgeExpiry } from '../expiry.ts';
import { endsOf } from './metadata-ends.ts';

/** What IAM takes of metadata, in characters. */
const [shortest, longest] = [1000, 10_000_000];

/** Gives a provider the metadata of the file that a person put in place for it, where they are its own and last. */
export const updateMetadata = defineRemedy({
  id: 'update-metadata',
  via: ['api'],
  title: 'Give the provider the new metadata from the file that samlMetadata in the baseline names',
  reversibility: 'reversible',
  suits: ({ reason, resource: { arn } }, snapshot) =>
    reason !== 'unlisted' && samlProvider(snapshot, arn)?.offered !== undefined,
  *propose(context) {
    const { snapshot, now } = context;
    yield* eachFinding(context, ({ control, resource: { id, arn = '' } }, steps) => {
      const title = `Give SAML provider ${id} new metadata`;
      const provider = samlProvider(snapshot, arn);
      const present = steps.value(updateSamlProvider, { arn });
      if (provider?.offered === undefined || present === null)
        return { title, blocked: `samlMetadata in the baseline names no file for SAML provider ${id}` };
      const window = Number(context.parameters(control)['expiringDays']);
      const fault = faultOf(provider, provider.offered, window, now);
      if (fault !== undefined) return { title, blocked: `the file that samlMetadata names for ${id} ${fault}` };
      // Whoever signs by a certificate that is new is trusted anew: that is what the file was put in place for.
      steps.askedBy(`samlMetadata of ${id}`).add(updateSamlProvider, { arn }, withMetadata(present, provider.offered));
      return { title };
    });
  },
});

function samlProvider(snapshot: AwsSnapshot, arn: string | undefined): SamlProvider | undefined {
  const found = readable(snapshot, 'identity-providers')?.find((one) => one.arn === arn);
  return found?.kind === 'saml' ? found : undefined;
}

/** Why metadata are not to take the place of a provider's own, or undefined where they may. */
function faultOf({ metadata }: SamlProvider, offered: SamlMetadata, window: number, now: Date): string | undefined {
  const { document, entityId, signingCertificates } = offered;
  if (entityId === undefined || signingCertificates.length === 0)
    return 'is not the SAML metadata of one identity provider with its signing certificates';
  if (signingCertificates.includes(null)) return 'has a signing certificate that cannot be read';
  if (document.length < shortest || document.length > longest)
    return `has ${document.length} characters, and IAM takes ${shortest} to ${longest}`;
  if (metadata === undefined) return 'would replace metadata that are not in the evidence: there would be no way back';
  if (metadata.entityId !== entityId)
    return `is of the entity ${entityId}, and the provider is of ${metadata.entityId}: another entity is another identity provider, and whomever it vouches for would be let in`;
  if (metadata.document === document) return 'is what the provider has already: download what is new';
  if (!signingCertificates.some((one) => one !== null && Date.parse(one.validFrom) <= now.getTime()))
    return 'has no signing certificate that is valid yet';
  const ends = endsOf({ metadata: offered });
  for (const [what, end] of [
    ['', ends.metadata],
    [', by its last signing certificate,', ends.certificate],
  ] as const)
    if (end !== undefined && judgeExpiry(end, [window], now).status !== 'beyond')
      return `ends${what} on ${end}, which is over or too near: it must last for more than ${window} days`;
  return undefined;
}
