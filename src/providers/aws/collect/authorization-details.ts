import type { Live } from '../live.ts';
import { isDenied, isUnsupported } from '../live-errors.ts';
import type { AuthorizationDetails, InstanceProfile, Role } from '../model/authorization-details.ts';
import { allPages, defineCollector, iamPage, pagesOf } from './define.ts';
import { fromDetails, toProfiles } from './from-details.ts';

/**
 * Users, groups, roles and policies in one listing. Of AWS's own policies it holds those in use. It tells neither
 * what a role is described as and how long its sessions may last, nor of instance profiles without a role: roles and
 * profiles are listed as well.
 */
export const authorizationDetailsCollector = defineCollector({
  name: 'authorization-details',
  permissions: ['iam:GetAccountAuthorizationDetails', 'iam:ListRoles', 'iam:ListInstanceProfiles'],
  needs: [],
  async collect({ live }) {
    const iam = await live.iam();
    const [pages, roleFacts, emptyProfiles] = await Promise.all([
      allPages(
        (Marker) =>
          iam.getAccountAuthorizationDetails({
            Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
            MaxItems: iamPage,
            Marker,
          }),
        (page) => (page.IsTruncated === true ? page.Marker : undefined),
      ),
      listRoles(live),
      profilesWithoutRole(live),
    ]);
    return { ...withRoleFacts(fromDetails(pages), roleFacts), emptyProfiles };
  },
  floor: ({ users, groups, roles, policies, emptyProfiles }) => ({
    'iam:GetAccountAuthorizationDetails': pagesOf(
      users.length + groups.length + roles.length + policies.length,
      iamPage,
    ),
    'iam:ListRoles': pagesOf(roles.length, iamPage),
    'iam:ListInstanceProfiles': pagesOf(
      roles.reduce((sum, role) => sum + role.instanceProfiles.length, emptyProfiles.length),
      iamPage,
    ),
  }),
});

type RoleFacts = Pick<Role, 'description' | 'maxSessionSeconds'>;

/** What only the listing of roles tells of each, by the role's name. */
async function listRoles(live: Live): Promise<ReadonlyMap<string, RoleFacts>> {
  const iam = await live.iam();
  const pages = await whereAllowed((Marker) => iam.listRoles({ MaxItems: iamPage, Marker }));
  const roles = pages.flatMap((page) => page.Roles ?? []);
  return new Map(
    roles.map(({ RoleName = '', Description, MaxSessionDuration }) => [
      RoleName,
      {
        ...(Description ? { description: Description } : {}),
        ...(MaxSessionDuration === undefined ? {} : { maxSessionSeconds: MaxSessionDuration }),
      },
    ]),
  );
}

async function profilesWithoutRole(live: Live): Promise<InstanceProfile[]> {
  const iam = await live.iam();
  const pages = await whereAllowed((Marker) => iam.listInstanceProfiles({ MaxItems: iamPage, Marker }));
  const profiles = pages.flatMap((page) => page.InstanceProfiles ?? []);
  return toProfiles(profiles.filter(({ Roles = [] }) => Roles.length === 0));
}

/**
 * The pages of a listing, none where it may not be asked for: what it tells is left untold, and all else is read
 * without it.
 */
async function whereAllowed<
  P extends { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined },
>(ask: (Marker: string | undefined) => Promise<P>): Promise<P[]> {
  try {
    return await allPages(ask, (page) => (page.IsTruncated === true ? page.Marker : undefined));
  } catch (error) {
    if (isDenied(error) || isUnsupported(error)) return [];
    throw error;
  }
}

function withRoleFacts(details: AuthorizationDetails, facts: ReadonlyMap<string, RoleFacts>): AuthorizationDetails {
  return { ...details, roles: details.roles.map((role) => ({ ...role, ...facts.get(role.name) })) };
}
