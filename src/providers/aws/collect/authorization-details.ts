import type { Live } from '../live.ts';
import { isDenied, isUnsupported } from '../live-errors.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { allPages, defineCollector, iamPage, pagesOf } from './define.ts';
import { fromDetails } from './from-details.ts';

/**
 * Users, groups, roles and policies in one listing. Of AWS's own policies it holds those in use. How long a role's
 * sessions may last is the one thing that this listing does not tell, so the roles are listed as well.
 */
export const authorizationDetailsCollector = defineCollector({
  name: 'authorization-details',
  permissions: ['iam:GetAccountAuthorizationDetails', 'iam:ListRoles'],
  needs: [],
  async collect({ live }) {
    const iam = await live.iam();
    const [pages, durations] = await Promise.all([
      allPages(
        (Marker) =>
          iam.getAccountAuthorizationDetails({
            Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
            MaxItems: iamPage,
            Marker,
          }),
        (page) => (page.IsTruncated === true ? page.Marker : undefined),
      ),
      sessionDurations(live),
    ]);
    return withDurations(fromDetails(pages), durations);
  },
  floor: ({ users, groups, roles, policies }) => ({
    'iam:GetAccountAuthorizationDetails': pagesOf(
      users.length + groups.length + roles.length + policies.length,
      iamPage,
    ),
    'iam:ListRoles': pagesOf(roles.length, iamPage),
  }),
});

/** The longest session of each role in seconds, by the role's name; none where the roles may not be listed. */
async function sessionDurations(live: Live): Promise<ReadonlyMap<string, number>> {
  const iam = await live.iam();
  try {
    const pages = await allPages(
      (Marker) => iam.listRoles({ MaxItems: iamPage, Marker }),
      (page) => (page.IsTruncated === true ? page.Marker : undefined),
    );
    const roles = pages.flatMap((page) => page.Roles ?? []);
    return new Map(
      roles.flatMap(({ RoleName, MaxSessionDuration }) =>
        RoleName === undefined || MaxSessionDuration === undefined ? [] : [[RoleName, MaxSessionDuration]],
      ),
    );
  } catch (error) {
    // What it tells is left untold, and the control that asks for it says so; all else is read without it.
    if (isDenied(error) || isUnsupported(error)) return new Map();
    throw error;
  }
}

function withDurations(details: AuthorizationDetails, durations: ReadonlyMap<string, number>): AuthorizationDetails {
  const roles = details.roles.map((role) => {
    const maxSessionSeconds = durations.get(role.name);
    return maxSessionSeconds === undefined ? role : { ...role, maxSessionSeconds };
  });
  return { ...details, roles };
}
