import type { Provider } from '../../engine/provider.ts';
import { accessSentences } from './guards/access-sentences.ts';
import { awsGuards } from './guards/index.ts';
import type { AwsCollections } from './model/collections.ts';
import { operations } from './operations/index.ts';

/** AWS as the engine plans for it. */
export const awsProvider: Provider<AwsCollections> = {
  operations,
  guards: awsGuards,
  accessChanges: accessSentences,
};
