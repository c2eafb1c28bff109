import type { Unreadable } from '../../../engine/snapshot.ts';
import { type AwsCollections, type AwsSnapshot, type CollectionName, collectionNames } from '../model/collections.ts';
import { importBuckets, importBudgets, importConfig, importTrailEvents } from './account-services.ts';
import {
  importAccessKeys,
  importAccountSummary,
  importCredentialReport,
  importMfaDevices,
  importPasswordPolicy,
} from './credentials.ts';
import { importDetails } from './details.ts';
import { importLoadBalancers, importWebAcls } from './edge.ts';
import type { ImportFile } from './files.ts';
import { type Evidence, findAccount } from './find-account.ts';
import {
  importAccessAnalyzer,
  importAlternateContacts,
  importIdentityCenter,
  importOrganization,
} from './governance.ts';
import {
  importIdentityProviders,
  importLastAccessed,
  importServerCertificates,
  importSigningCertificates,
  importSshKeys,
} from './identity.ts';
import { importAlarms, importLogGroups, importMetricFilters, importTopics, importTrails } from './monitoring.ts';
import { importAcmCertificates, importFunctions, importInstances, importSecrets } from './regional.ts';

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
  const partial: { [K in CollectionName]?: string } = {};
  read('authorization-details', (given) => {
    const details = importDetails(given);
    if (details.partial !== undefined) {
      partial['authorization-details'] = details.partial;
      input.onWarning?.(
        `authorization-details is incomplete: ${details.partial}; what rests on it stays unknown in part`,
      );
    }
    return details.data;
  });
  read('password-policy', importPasswordPolicy);
  read('access-keys', (given) => importAccessKeys(given, data['credential-report']));
  read('mfa-devices', importMfaDevices);
  read('ssh-keys', importSshKeys);
  read('signing-certificates', importSigningCertificates);
  read('server-certificates', importServerCertificates);
  read('identity-providers', importIdentityProviders);
  read('service-last-accessed', importLastAccessed);
  read('alternate-contacts', importAlternateContacts);
  read('organization', importOrganization);
  read('identity-center', (given) => importIdentityCenter(given, region));
  read('access-analyzer', (given) => importAccessAnalyzer(given, region));
  read('trails', importTrails);
  read('log-groups', importLogGroups);
  read('metric-filters', (given) => importMetricFilters(given, data.trails ?? [], region));
  read('alarms', importAlarms);
  read('sns', importTopics);
  read('cloudtrail-events', (given) => importTrailEvents(given, now, region));
  read('instances', (given) => importInstances(given, region));
  read('functions', (given) => importFunctions(given, region));
  read('acm-certificates', (given) => importAcmCertificates(given, region));
  read('waf', (given) => importWebAcls(given, region));
  read('secrets', (given) => importSecrets(given, region));
  read('buckets', (given) => importBuckets(given, data.trails));
  read('budgets', importBudgets);
  read('config', (given) => importConfig(given, region));
  read('load-balancers', (given) => importLoadBalancers(given, () => findAccount(data, input.accountId), region));
  const gapOf = (name: CollectionName) => (partial[name] === undefined ? {} : { partial: partial[name] });
  const collections = Object.fromEntries(
    collectionNames.map((name) => [
      name,
      name in data ? { status: 'read', data: data[name], ...gapOf(name) } : notGiven,
    ]),
  );
  return {
    schema: 'remediate.snapshot/1',
    provider: 'aws',
    account: findAccount(data, input.accountId),
    collectedAt: now.toISOString(),
    collections: collections as unknown as AwsSnapshot['collections'],
  };
}
