import { allPages, defineCollector } from './define.ts';
import { fromDetails } from './from-details.ts';

/** Users, groups, roles and policies in one listing. Of AWS's own policies it holds those in use. */
export const authorizationDetailsCollector = defineCollector({
  name: 'authorization-details',
  permissions: ['iam:GetAccountAuthorizationDetails'],
  needs: [],
  async collect({ live }) {
    const iam = await live.iam();
    const pages = await allPages(
      (Marker) =>
        iam.getAccountAuthorizationDetails({
          Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
          MaxItems: 1000,
          Marker,
        }),
      (page) => (page.IsTruncated === true ? page.Marker : undefined),
    );
    return fromDetails(pages);
  },
});
