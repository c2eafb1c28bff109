import type { Unreadable } from '../../../engine/snapshot.ts';
import { type AwsCollections, type AwsSnapshot, type CollectionName, collectionNames } from '../model/collections.ts';
import {
  importAccessKeys,
  importAccountSummary,
  importCredentialReport,
  importMfaDevices,
  importPasswordPolicy,
} from './credentials.ts';
import { importDetails } from './details.ts';
import type { ImportFile } from './files.ts';
import { type Evidence, findAccount } from './find-account.ts';
import { importAlarms, importMetricFilters, importTopics, importTrails } from './monitoring.ts';

/** What AWS's own tools printed, by the collection that it is evidence of. */
export interface ImportInput {
  readonly files: { readonly [K in CollectionName]?: readonly ImportFile[] };
  /** The time of the snapshot. */
  readonly now: Date;
  /** The account's id, for evidence that does not tell it. */
  readonly accountId?: string;
  /** The region of evidence that does not tell it. */
  readonly region?: string;
  /** Told what can be read and may mislead. */
  readonly onWarning?: (warning: string) => void;
}

const notGiven: Unreadable = { status: 'unreadable', cause: 'not-collected', reason: 'no file of it was given' };

/** Makes a snapshot from the files; a collection without a file is one that was not collected. */
export function importSnapshot(input: ImportInput): AwsSnapshot {
  const { files, now, region } = input;
  const data: Evidence = {};
  const read = <K extends CollectionName>(
    name: K,
    importer: (given: readonly ImportFile[]) => AwsCollections[K],
  ): void => {
    const given = files[name];
    if (given !== undefined && given.length > 0) data[name] = importer(given) as Evidence[K];
  };
  read('account-summary', importAccountSummary);
  read('credential-report', (given) => importCredentialReport(given, now));
  read('authorization-details', (given) => importDetails(given, input.onWarning ?? (() => {})));
  read('password-policy', importPasswordPolicy);
  read('access-keys', (given) => importAccessKeys(given, data['credential-report']));
  read('mfa-devices', importMfaDevices);
  read('trails', importTrails);
  read('metric-filters', (given) => importMetricFilters(given, data.trails ?? [], region));
  read('alarms', importAlarms);
  read('sns', importTopics);
  const collections = Object.fromEntries(
    collectionNames.map((name) => [name, name in data ? { status: 'read', data: data[name] } : notGiven]),
  );
  return {
    schema: 'remediate.snapshot/1',
    provider: 'aws',
    account: findAccount(data, input.accountId),
    collectedAt: now.toISOString(),
    collections: collections as unknown as AwsSnapshot['collections'],
  };
}
