import { type CollectContext, dataOf, sortedBy } from './define.ts';

/** The regions where monitoring is looked for: the caller's own, and those of the log groups that trails write to. */
export async function monitoringRegions({ live, evidence }: CollectContext): Promise<string[]> {
  const trails = dataOf(await evidence('trails')) ?? [];
  const regions = trails.flatMap((trail) => trail.logGroupArn?.split(':')[3] ?? []);
  return sortedBy([...new Set([live.region, ...regions])], String);
}

/** The regions where alarms are looked for: those of monitoring, and the one that tells what the account is charged. */
export async function alarmRegions(context: CollectContext): Promise<string[]> {
  const regions = await monitoringRegions(context);
  return context.account.partition === 'aws' ? sortedBy([...new Set([...regions, 'us-east-1'])], String) : regions;
}

/** The regions of the topics that alarms notify, besides those where alarms are looked for. */
export async function topicRegions(context: CollectContext): Promise<string[]> {
  const alarms = dataOf(await context.evidence('alarms')) ?? [];
  const topics = alarms.flatMap((alarm) => alarm.actions).filter((arn) => arn.split(':')[2] === 'sns');
  const regions = topics.flatMap((arn) => arn.split(':')[3] ?? []);
  return sortedBy([...new Set([...(await monitoringRegions(context)), ...regions])], String);
}
