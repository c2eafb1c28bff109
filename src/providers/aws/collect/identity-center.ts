import type { InstanceMetadata } from '@aws-sdk/client-sso-admin';
import type { IdentityCenterInstance } from '../model/identity-center.ts';
import { allPages, defineCollector } from './define.ts';
import { listRegional, regionalFloor } from './regional.ts';

/** As many instances as a page holds at most. */
const page = 100;

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
          (NextToken) => sso.listInstances({ MaxResults: page, NextToken }),
          (answer) => answer.NextToken,
        );
        return pages.flatMap((answer) => answer.Instances ?? []).map((instance) => toInstance(region, instance));
      },
      ({ arn }) => arn,
    ),
  floor: regionalFloor('sso:ListInstances', page),
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
