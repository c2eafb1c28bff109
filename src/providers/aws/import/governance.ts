import type { AnalyzerSummary, FindingSummary } from '@aws-sdk/client-accessanalyzer';
import type { AlternateContact as LiveContact } from '@aws-sdk/client-account';
import type { InstanceMetadata } from '@aws-sdk/client-sso-admin';
import { z } from 'zod';
import type { Unreadable } from '../../../engine/snapshot.ts';
import { toAnalyzer, toFinding } from '../collect/access-analyzer.ts';
import { contactTypes, toContact } from '../collect/alternate-contacts.ts';
import { sortedBy } from '../collect/define.ts';
import { toInstance } from '../collect/identity-center.ts';
import { type AccessAnalyzer, analyzerKeys, looksOutside } from '../model/access-analyzer.ts';
import { type AlternateContacts, contactKinds } from '../model/alternate-contacts.ts';
import type { IdentityCenter } from '../model/identity-center.ts';
import type { Organization } from '../model/organization.ts';
import { broken, date, decodePages, type ImportFile, maybe, maybeList } from './files.ts';
import { importedCoverage, regionOf, requireRegion } from './regional.ts';

const contact = z.object({
  AlternateContact: z.looseObject({ AlternateContactType: z.enum(['BILLING', 'OPERATIONS', 'SECURITY']) }),
});

/**
 * Reads what `aws account get-alternate-contact` prints, once for each of the three types. Where a contact is not
 * set the command fails and prints nothing, so an empty file says that there is none.
 */
export function importAlternateContacts(files: readonly ImportFile[]): AlternateContacts {
  const [first] = files;
  if (first !== undefined && files.length !== contactKinds.length)
    throw broken(first, 'is not all contacts: give a file for each type, an empty one where the contact is not set');
  const given = files.filter((file) => file.text.trim() !== '').flatMap((file) => decodePages(file, contact));
  const entries = contactKinds.map((kind) => {
    const answer = given.find(({ AlternateContact: one }) => one.AlternateContactType === contactTypes[kind]);
    return [kind, answer === undefined ? null : toContact(answer.AlternateContact as unknown as LiveContact)];
  });
  return Object.fromEntries(entries) as AlternateContacts;
}

const organization = z.object({
  Organization: maybe(
    z.looseObject({
      Id: z.string(),
      Arn: z.string(),
      MasterAccountId: z.string(),
      FeatureSet: z.enum(['ALL', 'CONSOLIDATED_BILLING']),
    }),
  ),
  Accounts: maybeList(z.looseObject({ Id: z.string() })),
  EnabledFeatures: maybeList(z.string()),
});

/**
 * Reads what `aws organizations describe-organization` prints, and `list-accounts` and `aws iam
 * list-organizations-features` where they were permitted. Outside an organization the first fails and prints
 * nothing, so an empty file says so. Which policies are attached where no such file tells.
 */
export function importOrganization(files: readonly ImportFile[]): Organization | null {
  const answers = files.filter((file) => file.text.trim() !== '').flatMap((file) => decodePages(file, organization));
  const [first] = files;
  if (answers.length === 0 || first === undefined) return null;
  const found = answers.find((answer) => answer.Organization !== undefined)?.Organization;
  if (found === undefined)
    throw broken(first, 'is not all of the organization: add what aws organizations describe-organization prints');
  const accounts = answers.flatMap((answer) => answer.Accounts ?? []).map(({ Id }) => Id);
  const features = answers.find((answer) => answer.EnabledFeatures !== undefined)?.EnabledFeatures;
  return {
    id: found.Id,
    arn: found.Arn,
    managementAccountId: found.MasterAccountId,
    featureSet: found.FeatureSet,
    serviceControlPolicies: notGiven('the policies attached to the account are in no file'),
    rootFeatures:
      features === undefined
        ? notGiven('no file of aws iam list-organizations-features was given')
        : {
            status: 'read',
            data: {
              credentialsManagement: features.includes('RootCredentialsManagement'),
              sessions: features.includes('RootSessions'),
            },
          },
    accounts:
      accounts.length === 0
        ? notGiven('no file of aws organizations list-accounts was given')
        : { status: 'read', data: [...new Set(accounts)].sort() },
  };
}

function notGiven(reason: string): Unreadable {
  return { status: 'unreadable', cause: 'not-collected', reason };
}

const instances = z.object({
  Instances: maybeList(z.looseObject({ InstanceArn: z.string(), PrimaryRegion: maybe(z.string()) })),
});

/** Reads what `aws sso-admin list-instances` prints in one region. */
export function importIdentityCenter(files: readonly ImportFile[], region?: string): IdentityCenter {
  const items = files.flatMap((file) =>
    decodePages(file, instances)
      .flatMap((page) => page.Instances ?? [])
      .map((one) => {
        const at = requireRegion(file, `instance ${one.InstanceArn}`, one.PrimaryRegion ?? region);
        return toInstance(at, one as unknown as InstanceMetadata);
      }),
  );
  const regions = items.map((item) => item.region);
  return { ...importedCoverage(regions, region), items: sortedBy(items, ({ arn }) => arn) };
}

const analyzerAnswers = z.object({
  analyzers: maybeList(z.looseObject({ arn: z.string(), name: z.string(), createdAt: maybe(date) })),
  findings: maybeList(
    z.looseObject({ id: z.string(), status: z.string(), createdAt: maybe(date), updatedAt: maybe(date) }),
  ),
});

/**
 * Reads what `aws accessanalyzer list-analyzers` prints, and `list-findings` of one analyzer. Findings do not tell
 * which analyzer made them, so that they count where there is one that they can be of.
 */
export function importAccessAnalyzer(files: readonly ImportFile[], region?: string): AccessAnalyzer {
  const answers = files.flatMap((file) => decodePages(file, analyzerAnswers).map((answer) => ({ file, ...answer })));
  const listed = answers.flatMap(({ analyzers }) => analyzers ?? []);
  const [first] = files;
  if (first !== undefined && answers.every(({ analyzers }) => analyzers === undefined))
    throw broken(first, 'is not all of Access Analyzer: add the file that aws accessanalyzer list-analyzers prints');
  const analyzers = listed.map((one) => toAnalyzer(regionOf(one.arn) ?? '', one as unknown as AnalyzerSummary));
  const outside = analyzers.filter(looksOutside);
  const [only, another] = outside;
  const given = answers.flatMap(({ file, findings }) => (findings === undefined ? [] : [{ file, findings }]));
  if (given[0] !== undefined && another !== undefined)
    throw broken(
      given[0].file,
      `does not tell which of ${outside.length} analyzers its findings are of: import one region`,
    );
  if (given.length === 0) for (const analyzer of outside) analyzer.findingsGap = 'no file of its findings was given';
  const active = given.flatMap(({ findings }) => findings).filter(({ status }) => status === 'ACTIVE');
  const findings =
    only === undefined ? [] : active.map((one) => toFinding(only.region, only.arn, one as unknown as FindingSummary));
  return {
    ...importedCoverage(
      analyzers.map((analyzer) => analyzer.region),
      region,
    ),
    analyzers: sortedBy(analyzers, analyzerKeys.analyzer),
    findings: sortedBy(findings, analyzerKeys.finding),
  };
}
