import { type LogGroup, monitoringKeys, sharedLogGroup, type Trail } from '../model/monitoring.ts';
import { absent } from '../operations/live-answers.ts';
import { type CollectContext, defineCollector, sortedBy } from './define.ts';
import { monitoringRegions, type Whereabouts, whereabouts, whereaboutsIn } from './regions.ts';

/**
 * The log groups where events of trails may be found: those that the trails name, and the one that plans make. An
 * account has thousands of others, which nothing here asks for.
 */
export const logGroupsCollector = defineCollector({
  name: 'log-groups',
  permissions: ['logs:DescribeLogGroups'],
  needs: ['trails'],
  async collect(context) {
    const found = await context.each(looked(await whereabouts(context), context.account.id), (group) =>
      exists(context, group),
    );
    return sortedBy(
      found.filter((group) => group !== null),
      monitoringKeys.logGroup,
    );
  },
  floor: (_, reading) => ({
    'logs:DescribeLogGroups': looked(whereaboutsIn(reading), reading.snapshot.account.id).length,
  }),
});

function looked(where: Whereabouts, account: string): LogGroup[] {
  const named = (where.trails ?? []).flatMap((trail) => logGroupOf(trail, account) ?? []);
  const shared = monitoringRegions(where).map((region) => ({ region, name: sharedLogGroup }));
  return [...new Map([...named, ...shared].map((group) => [monitoringKeys.logGroup(group), group])).values()];
}

function logGroupOf({ logGroupArn = '' }: Trail, account: string): LogGroup | undefined {
  const [, , , region, owner, , name] = logGroupArn.split(':');
  return owner !== account || region === undefined || name === undefined ? undefined : { region, name };
}

async function exists({ live }: CollectContext, group: LogGroup): Promise<LogGroup | null> {
  const logs = await live.logs(group.region);
  // A name is the prefix of itself and of others; it sorts before all of them.
  const answer = await absent(() => logs.describeLogGroups({ logGroupNamePrefix: group.name, limit: 1 }));
  return answer?.logGroups?.some(({ logGroupName }) => logGroupName === group.name) ? group : null;
}
