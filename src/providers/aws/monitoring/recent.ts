import { newestFirst, type TrailEvent, type TrailEvents } from '../model/cloudtrail-events.ts';
import type { WantedEvents } from '../model/wanted-events.ts';
import { textMeets } from './field-values.ts';
import { type Pattern, parsePattern } from './filter-pattern.ts';

/** Wanted events that happened lately: how many since when, the newest of them, and whether there were more than were read. */
export type RecentEvents = {
  readonly since: string;
  readonly count: number;
  readonly more: boolean;
  readonly newest: readonly {
    readonly at: string;
    readonly event: string;
    readonly by: string;
    readonly from: string;
  }[];
};

const mostTold = 10;

/** The wanted events among those of the history, which is looked up by name; undefined where they are not wanted by name. */
export function recentEvents(
  { pattern: text }: WantedEvents,
  { since, events, more }: TrailEvents,
): RecentEvents | undefined {
  const parsed = parsePattern(text);
  if (!('pattern' in parsed)) return undefined;
  const names = namesIn(parsed.pattern);
  if (names.length === 0) return undefined;
  const found = newestFirst(events.filter((event) => matches(parsed.pattern, event)));
  return {
    since,
    count: found.length,
    more: more.some((name) => names.includes(name)),
    newest: found.slice(0, mostTold).map(({ at, name, user, sourceIp }) => ({
      at,
      event: name,
      by: user ?? 'unknown',
      from: sourceIp ?? 'unknown',
    })),
  };
}

function namesIn(pattern: Pattern): string[] {
  if ('terms' in pattern) return pattern.terms.flatMap(namesIn);
  return pattern.field === '$.eventName' && pattern.op === '=' ? [pattern.operand.text] : [];
}

function matches(pattern: Pattern, event: TrailEvent): boolean {
  if (!('terms' in pattern)) return textMeets(pattern, fieldsOf(event)[pattern.field]);
  return pattern.op === 'and'
    ? pattern.terms.every((term) => matches(term, event))
    : pattern.terms.some((term) => matches(term, event));
}

/** What is known of an event, by the fields that patterns name. */
function fieldsOf(event: TrailEvent): Readonly<Record<string, string | undefined>> {
  const { mfaUsed } = event;
  return {
    '$.eventName': event.name,
    '$.eventSource': event.source,
    '$.errorCode': event.errorCode,
    '$.errorMessage': event.errorMessage,
    '$.userIdentity.type': event.userType,
    '$.userIdentity.accountId': event.userAccount,
    '$.additionalEventData.MFAUsed': mfaUsed === undefined ? undefined : mfaUsed ? 'Yes' : 'No',
  };
}
