import { readable } from '../../../engine/snapshot.ts';
import type { Alarm, Trail } from '../model/monitoring.ts';
import { type CollectContext, dataOf, type Reading, sortedBy } from './define.ts';

/** What tells where monitoring is; evidence that could not be read is absent. */
export interface Whereabouts {
  readonly home: string;
  readonly partition: string;
  readonly trails?: readonly Trail[] | undefined;
  readonly alarms?: readonly Alarm[] | undefined;
}

/** Where monitoring is by the trails; the alarms, which rest on it, are not waited for. */
export async function whereabouts({ live, account, evidence }: CollectContext): Promise<Whereabouts> {
  return { home: live.region, partition: account.partition, trails: dataOf(await evidence('trails')) };
}

/** Where monitoring was, by what a scan read. */
export function whereaboutsIn({ snapshot, region }: Reading): Whereabouts {
  return {
    home: region,
    partition: snapshot.account.partition,
    trails: readable(snapshot, 'trails'),
    alarms: readable(snapshot, 'alarms'),
  };
}

/** The regions where monitoring is looked for: the caller's own, and those of the log groups that trails write to. */
export function monitoringRegions({ home, trails = [] }: Whereabouts): string[] {
  return distinct([home, ...trails.flatMap((trail) => trail.logGroupArn?.split(':')[3] ?? [])]);
}

/** The regions where alarms are looked for: those of monitoring, and the one that tells what the account is charged. */
export function alarmRegions(where: Whereabouts): string[] {
  return distinct([...monitoringRegions(where), ...(where.partition === 'aws' ? ['us-east-1'] : [])]);
}

/** The regions of the topics that alarms notify, besides those of monitoring. */
export function topicRegions(where: Whereabouts): string[] {
  const topics = (where.alarms ?? []).flatMap((alarm) => alarm.actions).filter((arn) => arn.split(':')[2] === 'sns');
  return distinct([...monitoringRegions(where), ...topics.flatMap((arn) => arn.split(':')[3] ?? [])]);
}

function distinct(regions: readonly string[]): string[] {
  return sortedBy([...new Set(regions)], String);
}
