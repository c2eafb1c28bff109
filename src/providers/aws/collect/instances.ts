import type { Instance as LiveInstance } from '@aws-sdk/client-ec2';
import { type Instance, workloadKeys } from '../model/workloads.ts';
import { allPages, defineCollector } from './define.ts';
import { listRegional } from './regional.ts';

/** The EC2 instances of all enabled regions. */
export const instancesCollector = defineCollector({
  name: 'instances',
  permissions: ['ec2:DescribeRegions', 'ec2:DescribeInstances'],
  needs: [],
  collect: (context) =>
    listRegional(
      context,
      async (region) => {
        const ec2 = await context.live.ec2(region);
        const pages = await allPages(
          (NextToken) => ec2.describeInstances({ MaxResults: 1000, NextToken }),
          (page) => page.NextToken,
        );
        return pages
          .flatMap((page) => page.Reservations ?? [])
          .flatMap((reservation) => reservation.Instances ?? [])
          .map((instance) => toInstance(region, instance));
      },
      workloadKeys.instance,
    ),
});

/** An instance as EC2 tells it. */
export function toInstance(region: string, instance: LiveInstance): Instance {
  const profile = instance.IamInstanceProfile?.Arn;
  return {
    region,
    id: instance.InstanceId ?? '',
    state: instance.State?.Name ?? 'unknown',
    ...(profile === undefined ? {} : { profile }),
    tags: Object.fromEntries((instance.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}
