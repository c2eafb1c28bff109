import type { CloudTrail, Event, LookupAttribute } from '@aws-sdk/client-cloudtrail';
import { z } from 'zod';
import { lookbackDays, newestFirst, type TrailEvent } from '../model/cloudtrail-events.ts';
import { wantedEvents } from '../model/wanted-events.ts';
import { type CollectContext, defineCollector, pagesOf, sortedBy, tally } from './define.ts';

const pageSize = 50;
/** How many pages are read of the events of one name, or of one key. */
const maxPages = 2;

/**
 * The recent events that monitoring is about, name by name and one after another: CloudTrail answers two of these
 * questions a second. They are asked where the partition records IAM, sign-in and STS.
 */
export const cloudtrailEventsCollector = defineCollector({
  name: 'cloudtrail-events',
  permissions: ['cloudtrail:LookupEvents'],
  needs: [],
  async collect({ live, account, now, scope }: CollectContext) {
    const region = globalRegion(account.partition);
    const since = lookbackStart(now);
    const cloudtrail = await live.cloudtrail(region);
    const events = new Map<string, TrailEvent>();
    const more: string[] = [];
    const lookups = [
      ...eventNames(account.id).map((name) => ['EventName', name] as const),
      ...(scope.canaryKeys ?? []).map((key) => ['AccessKeyId', key] as const),
    ];
    for (const [attribute, value] of lookups) {
      const found = await lookUp(cloudtrail, { AttributeKey: attribute, AttributeValue: value }, since, now);
      for (const event of found.events.map(toTrailEvent)) events.set(event.id, event);
      if (found.more) more.push(value);
    }
    return { region, since: since.toISOString(), events: newestFirst([...events.values()]), more };
  },
  floor({ events }, { snapshot, scope }) {
    // Events are looked up by one name, or one key, at a time.
    const found = tally(
      events.flatMap(({ name, accessKey }) => [name, ...(accessKey === undefined ? [] : [accessKey])]),
    );
    const asked = [...eventNames(snapshot.account.id), ...(scope.canaryKeys ?? [])];
    const pages = asked.map((value) => Math.min(maxPages, pagesOf(found.get(value) ?? 0, pageSize)));
    return { 'cloudtrail:LookupEvents': pages.reduce((sum, count) => sum + count, 0) };
  },
});

/** The moment from which on events are looked up. */
export function lookbackStart(now: Date): Date {
  return new Date(now.getTime() - lookbackDays * 24 * 60 * 60 * 1000);
}

const globalRegions: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** Where a partition records the events of its global services. */
function globalRegion(partition: string): string {
  return globalRegions[partition] ?? 'us-east-1';
}

/** The names of the events that the monitoring controls name in their patterns, sorted. */
export function eventNames(account: string): string[] {
  const patterns = Object.values(wantedEvents).map((wanted) => wanted(account).pattern);
  const names = patterns.flatMap((pattern) =>
    [...pattern.matchAll(/\$\.eventName = "?(\w+)/g)].map(([, name = '']) => name),
  );
  return sortedBy([...new Set(names)], String);
}

async function lookUp(
  cloudtrail: CloudTrail,
  attribute: LookupAttribute,
  StartTime: Date,
  EndTime: Date,
): Promise<{ events: Event[]; more: boolean }> {
  const events: Event[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await cloudtrail.lookupEvents({
      LookupAttributes: [attribute],
      MaxResults: pageSize,
      StartTime,
      EndTime,
      NextToken,
    });
    events.push(...(answer.Events ?? []));
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return { events, more: NextToken !== undefined };
}

/** What the record of an event holds beside what CloudTrail's listing tells; a field of an unusual kind is left out. */
const recordSchema = z.object({
  userIdentity: z
    .object({ type: z.string().optional().catch(undefined), accountId: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  sourceIPAddress: z.string().optional().catch(undefined),
  errorCode: z.string().optional().catch(undefined),
  errorMessage: z.string().optional().catch(undefined),
  additionalEventData: z.object({ MFAUsed: z.string().optional() }).optional().catch(undefined),
});

/** An event as CloudTrail's history tells it, with what its record holds; of its parameters and answer nothing is kept. */
export function toTrailEvent(event: Event): TrailEvent {
  const { userIdentity, sourceIPAddress, errorCode, errorMessage, additionalEventData } = readRecord(
    event.CloudTrailEvent,
  );
  const mfa = additionalEventData?.MFAUsed;
  return {
    id: event.EventId ?? '',
    name: event.EventName ?? '',
    source: event.EventSource ?? '',
    at: event.EventTime?.toISOString() ?? '',
    ...(event.Username ? { user: event.Username } : {}),
    ...(userIdentity?.type === undefined ? {} : { userType: userIdentity.type }),
    ...(userIdentity?.accountId === undefined ? {} : { userAccount: userIdentity.accountId }),
    ...(sourceIPAddress === undefined ? {} : { sourceIp: sourceIPAddress }),
    ...(event.AccessKeyId ? { accessKey: event.AccessKeyId } : {}),
    resources: sortedBy(
      [...new Set((event.Resources ?? []).flatMap(({ ResourceName }) => ResourceName ?? []))],
      String,
    ),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(errorMessage === undefined ? {} : { errorMessage }),
    ...(mfa === undefined ? {} : { mfaUsed: mfa === 'Yes' }),
  };
}

function readRecord(text: string | undefined): z.infer<typeof recordSchema> {
  try {
    return recordSchema.parse(JSON.parse(text ?? '{}'));
  } catch {
    // The listing itself tells the name, the time and the user all the same.
    return {};
  }
}
