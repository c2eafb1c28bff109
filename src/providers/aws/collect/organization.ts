import type { IAM } from '@aws-sdk/client-iam';
import type { ListParentsResponse, Organizations, PolicySummary } from '@aws-sdk/client-organizations';
import type { Collection } from '../../../engine/snapshot.ts';
import { describeError } from '../live-errors.ts';
import { type AttachedScp, type Organization, type OwnScp, type RootFeatures, scpKey } from '../model/organization.ts';
import { allPages, dataOf, defineCollector, pagesOf, sortedBy, tally, toUnreadable } from './define.ts';

/**
 * The organization that the account is in, or null. AWS tells its policies and its accounts to the management
 * account and to delegated administrators alone: elsewhere those parts are unreadable, and the rest is read.
 */
export const organizationCollector = defineCollector({
  name: 'organization',
  permissions: [
    'organizations:DescribeOrganization',
    'organizations:ListParents',
    'organizations:ListPoliciesForTarget',
    'organizations:ListPolicies',
    'organizations:DescribePolicy',
    'organizations:ListTargetsForPolicy',
    'organizations:ListAccounts',
    'iam:ListOrganizationsFeatures',
  ],
  needs: [],
  async collect({ live, account }) {
    const organizations = await live.organizations();
    const found = await describe(organizations);
    if (found === null) return null;
    const allFeatures = found.featureSet === 'ALL';
    const manages = allFeatures && found.managementAccountId === account.id;
    const [serviceControlPolicies, ownPolicies, rootFeatures, accounts] = await Promise.all([
      part(async () => (allFeatures ? listPolicies(organizations, account.id) : [])),
      manages ? part(() => readOwnPolicies(organizations)) : undefined,
      part(async () => (allFeatures ? readFeatures(await live.iam()) : noFeatures)),
      part(() => listAccounts(organizations)),
    ]);
    const own = ownPolicies === undefined ? {} : { ownPolicies };
    return { ...found, serviceControlPolicies, ...own, rootFeatures, accounts };
  },
  floor(found) {
    const accounts = found === null ? undefined : dataOf(found.accounts);
    // An account and every unit above it have a policy attached at all times, so all of them show in the list.
    const attached = found?.featureSet === 'ALL' ? dataOf(found.serviceControlPolicies) : undefined;
    const own = found?.ownPolicies === undefined ? undefined : dataOf(found.ownPolicies);
    const targets = [...tally((attached ?? []).map(({ target }) => target)).values()];
    return {
      'organizations:DescribeOrganization': 1,
      'organizations:ListParents': Math.max(0, targets.length - 1),
      'organizations:ListPoliciesForTarget': targets.reduce((sum, policies) => sum + pagesOf(policies, page), 0),
      // FullAWSAccess is listed with them.
      'organizations:ListPolicies': own === undefined ? 0 : pagesOf(own.length + 1, page),
      'organizations:DescribePolicy': own?.length ?? 0,
      'organizations:ListTargetsForPolicy': (own ?? []).reduce(
        (sum, one) => sum + pagesOf(one.targets.length, page),
        0,
      ),
      'organizations:ListAccounts': accounts === undefined ? 0 : pagesOf(accounts.length, page),
      'iam:ListOrganizationsFeatures': found?.featureSet === 'ALL' && dataOf(found.rootFeatures) !== undefined ? 1 : 0,
    };
  },
});

/** As many things as a page of Organizations holds at most, and does unless told otherwise. */
const page = 20;

type Described = Pick<Organization, 'id' | 'arn' | 'managementAccountId' | 'featureSet'>;

async function describe(organizations: Organizations): Promise<Described | null> {
  try {
    const { Organization: found } = await organizations.describeOrganization({});
    return {
      id: found?.Id ?? '',
      arn: found?.Arn ?? '',
      managementAccountId: found?.MasterAccountId ?? '',
      featureSet: found?.FeatureSet === 'ALL' ? 'ALL' : 'CONSOLIDATED_BILLING',
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'AWSOrganizationsNotInUseException') return null;
    throw error;
  }
}

/** What IAM answers in an account that it does not tell of the organization: no permission of the caller would help. */
const managementOnly = new Set([
  'AccountNotManagementOrDelegatedAdministrator',
  'AccountNotManagementOrDelegatedAdministratorException',
]);

async function part<T>(read: () => Promise<T>): Promise<Collection<T>> {
  try {
    return { status: 'read', data: await read() };
  } catch (error) {
    if (error instanceof Error && managementOnly.has(error.name))
      return { status: 'unreadable', cause: 'denied', reason: describeError(error) };
    return toUnreadable(error);
  }
}

/** What is attached to the account and to each unit above it, up to the root. */
async function listPolicies(organizations: Organizations, account: string): Promise<AttachedScp[]> {
  const path: Pick<AttachedScp, 'target' | 'targetType'>[] = [{ target: account, targetType: 'account' }];
  for (let child = account; ; ) {
    const parent = onlyParent(await organizations.listParents({ ChildId: child }));
    if (parent === undefined) break;
    path.push(parent);
    if (parent.targetType === 'root') break;
    child = parent.target;
  }
  const attached: AttachedScp[] = [];
  for (const at of path) attached.push(...(await listAttached(organizations, at)));
  return sortedBy(attached, scpKey);
}

function onlyParent({ Parents: [parent] = [] }: ListParentsResponse) {
  if (parent?.Id === undefined) return undefined;
  return { target: parent.Id, targetType: parent.Type === 'ROOT' ? 'root' : 'unit' } as const;
}

async function listAttached(
  organizations: Organizations,
  at: Pick<AttachedScp, 'target' | 'targetType'>,
): Promise<AttachedScp[]> {
  const pages = await allPages(
    (NextToken) =>
      organizations.listPoliciesForTarget({ TargetId: at.target, Filter: 'SERVICE_CONTROL_POLICY', NextToken }),
    ({ NextToken }) => NextToken,
  );
  return pages
    .flatMap((page) => page.Policies ?? [])
    .map(({ Id: id = '', Name: name = '', AwsManaged: awsManaged = false }) => ({ id, name, awsManaged, ...at }));
}

/** The service control policies that the organization wrote itself. */
export async function listOwnPolicies(organizations: Organizations): Promise<PolicySummary[]> {
  const pages = await allPages(
    (NextToken) => organizations.listPolicies({ Filter: 'SERVICE_CONTROL_POLICY', NextToken }),
    ({ NextToken }) => NextToken,
  );
  return pages.flatMap(({ Policies }) => Policies ?? []).filter(({ AwsManaged }) => AwsManaged !== true);
}

/** One of them with its document. */
export async function readOwnPolicy(
  organizations: Organizations,
  { Id: id = '', Name: name = '', Arn: arn = '', Description: description = '' }: PolicySummary,
): Promise<Omit<OwnScp, 'targets'>> {
  const { Policy } = await organizations.describePolicy({ PolicyId: id });
  return { id, name, arn, description, document: Policy?.Content ?? '' };
}

async function readOwnPolicies(organizations: Organizations): Promise<OwnScp[]> {
  const read = async (summary: PolicySummary): Promise<OwnScp> => {
    const pages = await allPages(
      (NextToken) => organizations.listTargetsForPolicy({ PolicyId: summary.Id, NextToken }),
      ({ NextToken }) => NextToken,
    );
    const targets = pages.flatMap(({ Targets }) => Targets ?? []).flatMap(({ TargetId }) => TargetId ?? []);
    return { ...(await readOwnPolicy(organizations, summary)), targets: targets.sort() };
  };
  const policies: OwnScp[] = [];
  for (const summary of await listOwnPolicies(organizations)) policies.push(await read(summary));
  return sortedBy(policies, ({ name }) => name);
}

async function listAccounts(organizations: Organizations): Promise<string[]> {
  const pages = await allPages(
    (NextToken) => organizations.listAccounts({ NextToken }),
    ({ NextToken }) => NextToken,
  );
  return pages
    .flatMap((page) => page.Accounts ?? [])
    .flatMap(({ Id }) => Id ?? [])
    .sort();
}

const noFeatures: RootFeatures = { credentialsManagement: false, sessions: false };
/** What IAM answers where the organization did not let it centralize anything. */
const withoutFeatures = new Set(['ServiceAccessNotEnabled', 'ServiceAccessNotEnabledException']);

async function readFeatures(iam: IAM): Promise<RootFeatures> {
  try {
    const { EnabledFeatures = [] } = await iam.listOrganizationsFeatures({});
    return {
      credentialsManagement: EnabledFeatures.includes('RootCredentialsManagement'),
      sessions: EnabledFeatures.includes('RootSessions'),
    };
  } catch (error) {
    if (error instanceof Error && withoutFeatures.has(error.name)) return noFeatures;
    throw error;
  }
}
