import type { InstanceMetadata } from '@aws-sdk/client-sso-admin';
import type { IdentityCenterInstance } from '../model/identity-center.ts';
import { allPages, defineCollector } from './define.ts';
import { listRegional } from './regional.ts';

/** The instances of IAM Identity Center that the account can see; each is told of in its own region only. */
export const identityCenterCollector = defineCollector({
  name: 'identity-center',
  permissions: ['ec2:DescribeRegions', 'sso:ListInstances'],
  needs: [],
  collect: (context) =>
    listRegional(
      context,
      async (region) => {
        const sso = await context.live.ssoAdmin(region);
        const pages = await allPages(
          (NextToken) => sso.listInstances({ NextToken }),
          (page) => page.NextToken,
        );
        return pages.flatMap((page) => page.Instances ?? []).map((instance) => toInstance(region, instance));
      },
      ({ arn }) => arn,
    ),
});

/** An instance as ListInstances tells it. */
export function toInstance(region: string, instance: InstanceMetadata): IdentityCenterInstance {
  const { OwnerAccountId: ownerAccountId, Name: name, Status: status } = instance;
  return {
    region,
    arn: instance.InstanceArn ?? '',
    identityStoreId: instance.IdentityStoreId ?? '',
    ...(ownerAccountId ? { ownerAccountId } : {}),
    ...(name ? { name } : {}),
    ...(status ? { status } : {}),
  };
}
