import { resolve } from 'node:path';
import type { Baseline } from '../engine/baseline.ts';
import type { AwsSnapshot } from '../providers/aws/model/collections.ts';
import type { IdentityProvider, SamlMetadata } from '../providers/aws/model/identity-providers.ts';
import { readSamlMetadata } from '../providers/aws/model/saml-metadata.ts';
import { neutralise } from '../report/neutral-text.ts';
import type { Host } from './host.ts';
import { readInput } from './source.ts';

/** The snapshot with the new metadata that the baseline names files of, each beside the SAML provider that is to have it. */
export function withSamlMetadata(host: Host, { samlMetadata }: Baseline, snapshot: AwsSnapshot): AwsSnapshot {
  const offered = new Map(Object.entries(samlMetadata).map(([name, path]) => [name, readMetadata(host, name, path)]));
  const collection = snapshot.collections['identity-providers'];
  if (collection.status !== 'read') return snapshot;
  const data = collection.data.map((provider) => offer(provider, offered));
  for (const name of offered.keys())
    if (!data.some((provider) => provider.kind === 'saml' && provider.name === name))
      host.err(`warning: samlMetadata names ${neutralise(name)}, and the account has no SAML provider of that name\n`);
  return { ...snapshot, collections: { ...snapshot.collections, 'identity-providers': { ...collection, data } } };
}

function readMetadata(host: Host, name: string, path: string): SamlMetadata {
  const hint = `samlMetadata in the baseline names it for SAML provider ${name}: put the metadata there, or take the name out`;
  return readSamlMetadata(readInput(resolve(host.cwd, path), hint));
}

/** Nothing but the baseline of this run offers metadata, whatever evidence in a file says. */
function offer(provider: IdentityProvider, offered: ReadonlyMap<string, SamlMetadata>): IdentityProvider {
  if (provider.kind !== 'saml') return provider;
  const { offered: _, ...evidence } = provider;
  const metadata = offered.get(provider.name);
  return metadata === undefined ? evidence : { ...evidence, offered: metadata };
}
