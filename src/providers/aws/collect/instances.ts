import type { Instance as LiveInstance } from '@aws-sdk/client-ec2';
import { type Instance, workloadKeys } from '../model/workloads.ts';
import { allPages, defineCollector } from './define.ts';
import { listRegional, regionalFloor } from './regional.ts';

/** As many instances as a page holds at most. */
const page = 1000;

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
          (NextToken) => ec2.describeInstances({ MaxResults: page, NextToken }),
          (answer) => answer.NextToken,
        );
        return pages
          .flatMap((answer) => answer.Reservations ?? [])
          .flatMap((reservation) => reservation.Instances ?? [])
          .map((instance) => toInstance(region, instance));
      },
      workloadKeys.instance,
    ),
  floor: regionalFloor('ec2:DescribeInstances', page),
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
