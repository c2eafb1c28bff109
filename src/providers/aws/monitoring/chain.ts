import { compareText } from '../../../engine/finding.ts';
import type { AccountIdentity } from '../../../engine/snapshot.ts';
import type { AwsCollections } from '../model/collections.ts';
import type { Alarm, LogGroup, MetricFilter, Topic, Trail } from '../model/monitoring.ts';
import type { WantedEvents } from '../model/wanted-events.ts';
import { alarmFault, watches } from './alarm.ts';
import { type Pattern, parsePattern } from './filter-pattern.ts';
import { coveringTogether, coversPart, judgeFilter, nearestMiss } from './filters.ts';

/** The links from an event to the people who are told of it, in order. */
export const links = ['trail', 'logGroup', 'filter', 'alarm', 'action', 'subscriber'] as const;
export type Link = (typeof links)[number];

/** The evidence that a chain is judged by. */
export type ChainEvidence = Pick<AwsCollections, 'trails' | 'metric-filters' | 'alarms' | 'sns'>;

/** The links that were found, as far as they hold. */
export interface Found {
  readonly trail?: Trail;
  readonly logGroup?: LogGroup;
  readonly filters?: readonly MetricFilter[];
  readonly alarms?: readonly Alarm[];
  readonly topic?: Topic;
  /** Who is told, such as `email security@example.com`, or the ARN of what is started. */
  readonly told?: readonly string[];
}

/** The best chain that the account has: whole, broken at a link, or going on where the evidence does not reach. */
export type Chain = { readonly found: Found } & (
  | { readonly status: 'whole' }
  | { readonly status: 'broken'; readonly link: Link; readonly why: string }
  | { readonly status: 'unknown'; readonly why: string }
);

/** What judging needs besides the evidence. */
export interface ChainContext {
  readonly account: AccountIdentity;
  readonly wanted: WantedEvents;
  readonly now: Date;
}

/** A trail that delivered nothing for a day delivers no more: it does so within minutes, and no account is ever still. */
const deliveryMs = 86_400_000;

/** Follows every way from a trail to a subscriber, and gives the one that leads furthest. */
export function judgeChain(evidence: ChainEvidence, context: ChainContext): Chain {
  const chains = byName(evidence.trails, (trail) => trail.arn).map((trail) => followTrail(trail, evidence, context));
  return best(chains) ?? broken({}, 'trail', 'the account has no trail');
}

function followTrail(trail: Trail, evidence: ChainEvidence, context: ChainContext): Chain {
  const { wanted, account, now } = context;
  const found = { trail };
  const fault = trailFault(trail, wanted);
  if (fault !== undefined) return broken(found, 'trail', `trail ${trail.name} ${fault}`);
  const group = parseLogGroup(trail.logGroupArn);
  if (group === undefined) return broken(found, 'logGroup', `trail ${trail.name} delivers to no CloudWatch log group`);
  if (group.account !== account.id)
    return unknown(found, `trail ${trail.name} delivers to log group ${group.name} of account ${group.account}`);
  const delivered = trail.latestLogsDeliveryAt;
  // One that was started a moment ago could not deliver before.
  const due = Math.max(Date.parse(delivered ?? now.toISOString()), Date.parse(trail.loggingSince ?? '1970-01-01'));
  if (delivered !== undefined && now.getTime() - due > deliveryMs)
    return broken(found, 'logGroup', `trail ${trail.name} has delivered nothing to ${group.name} since ${delivered}`);
  const chain = followLogGroup({ trail, logGroup: group }, evidence, context);
  return chain.status === 'whole' && trail.managementEvents === 'unknown'
    ? unknown(chain.found, `which events trail ${trail.name} records could not be read`)
    : chain;
}

function trailFault(trail: Trail, wanted: WantedEvents): string | undefined {
  if (!trail.logging) return 'is not logging';
  if (!trail.multiRegion) return 'records one region only';
  if (!trail.globalServiceEvents) return 'leaves out the events of global services such as IAM';
  return selectionFault(trail, wanted);
}

/** What a trail's selectors leave out of the wanted events, in words; undefined where they leave out none, or are unknown. */
export function selectionFault(trail: Trail, wanted: WantedEvents): string | undefined {
  const { managementEvents } = trail;
  if (managementEvents === 'none') return 'records no management events';
  if (managementEvents === 'read-only' || (managementEvents === 'write-only' && !wanted.writesOnly))
    return `records ${managementEvents} management events`;
  const excluded = trail.excludedSources.filter((source) => wanted.sources.includes(source)).sort();
  return excluded.length > 0 ? `leaves out the events of ${excluded.join(', ')}` : undefined;
}

function parseLogGroup(arn: string | undefined): (LogGroup & { readonly account: string }) | undefined {
  const [, region, account, name] = /^arn:[^:]+:logs:([^:]+):(\d+):log-group:([^:]+)/.exec(arn ?? '') ?? [];
  return region === undefined || account === undefined || name === undefined ? undefined : { region, account, name };
}

function followLogGroup(
  found: { readonly trail: Trail; readonly logGroup: LogGroup & { readonly account: string } },
  evidence: ChainEvidence,
  { account, wanted }: ChainContext,
): Chain {
  const { region, name } = found.logGroup;
  const start = { trail: found.trail, logGroup: { region, name } };
  const events = known(wanted.events);
  const judged = byName(evidence['metric-filters'], (filter) => filter.name)
    .filter((filter) => filter.region === region && filter.logGroup === name)
    .map((filter) => judgeFilter(filter, events));
  const follow = (filter: MetricFilter) => followFilter({ ...start, filters: [filter] }, filter, evidence, account);

  const single = best(judged.filter(({ coverage }) => coverage.covers).map(({ filter }) => follow(filter)));
  if (single?.status === 'whole') return single;
  // Several filters, each with its own way to a subscriber, may cover together what none of them covers alone.
  const parts = judged.filter((part) => coversPart(part, events) && follow(part.filter).status === 'whole');
  const together = coveringTogether(parts, events);
  if (together.length > 0)
    return joined(
      start,
      together.map(({ filter }) => follow(filter)),
    );
  const near = nearestMiss(judged, events);
  return single ?? broken(start, 'filter', `no metric filter on log group ${name} matches all of the events${near}`);
}

function followFilter(found: Found, filter: MetricFilter, evidence: ChainEvidence, account: AccountIdentity): Chain {
  const alarms = byName(evidence.alarms, (alarm) => alarm.name).filter((alarm) => watches(alarm, filter));
  const chains = alarms.map((alarm) => {
    const fault = alarmFault(alarm, filter);
    return fault === undefined
      ? followAlarm({ ...found, alarms: [alarm] }, alarm, evidence, account)
      : broken(found, 'alarm', `alarm ${alarm.name} does not go off on one event: ${fault}`);
  });
  const metric = `${filter.namespace}/${filter.metric}`;
  return best(chains) ?? broken(found, 'alarm', `no alarm watches the metric ${metric} of filter ${filter.name}`);
}

function followAlarm(found: Found, alarm: Alarm, evidence: ChainEvidence, account: AccountIdentity): Chain {
  if (alarm.actions.length === 0) return broken(found, 'action', `alarm ${alarm.name} tells nobody: it has no actions`);
  const chains = byName(alarm.actions, (arn) => arn).map((arn) => followAction(found, arn, evidence.sns, account));
  if (alarm.actionsEnabled) return best(chains) ?? broken(found, 'action', `alarm ${alarm.name} has no actions`);
  return broken(best(chains)?.found ?? found, 'action', `the actions of alarm ${alarm.name} are switched off`);
}

function followAction(found: Found, arn: string, topics: readonly Topic[], account: AccountIdentity): Chain {
  const [, , service, , owner, name = arn] = arn.split(':');
  if (service !== 'sns') return { status: 'whole', found: { ...found, told: [arn] } };
  if (owner !== account.id) return unknown(found, `topic ${name} belongs to account ${owner}`);
  const topic = topics.find((candidate) => candidate.arn === arn);
  if (topic === undefined) return broken(found, 'action', `topic ${name} does not exist`);
  const told = topic.subscriptions
    .filter((subscription) => subscription.confirmed)
    .map(({ protocol, endpoint }) => `${protocol} ${endpoint}`)
    .sort();
  if (told.length > 0) return { status: 'whole', found: { ...found, topic, told } };
  const waiting = topic.subscriptions.map(({ endpoint }) => endpoint).sort();
  const why = waiting.length === 0 ? 'has no subscriber' : `waits for ${waiting.join(', ')} to confirm`;
  return broken({ ...found, topic }, 'subscriber', `topic ${topic.name} ${why}`);
}

function joined(start: Found, chains: readonly Chain[]): Chain {
  const told = chains.flatMap(({ found }) => found.told ?? []);
  return {
    status: 'whole',
    found: {
      ...start,
      filters: chains.flatMap(({ found }) => found.filters ?? []),
      alarms: chains.flatMap(({ found }) => found.alarms ?? []),
      told: [...new Set(told)].sort(),
    },
  };
}

/** The chain that leads furthest; where the evidence ends, that comes before every break: it may well be whole. */
function best(chains: readonly Chain[]): Chain | undefined {
  const reach = (chain: Chain) =>
    chain.status === 'broken' ? links.indexOf(chain.link) : links.length + (chain.status === 'whole' ? 1 : 0);
  return chains.reduce<Chain | undefined>(
    (leader, chain) => (leader === undefined || reach(chain) > reach(leader) ? chain : leader),
    undefined,
  );
}

function broken(found: Found, link: Link, why: string): Chain {
  return { status: 'broken', found, link, why };
}

function unknown(found: Found, why: string): Chain {
  return { status: 'unknown', found, why };
}

/** A pattern of ours, which parses. */
function known(text: string): Pattern {
  const parsed = parsePattern(text);
  if ('pattern' in parsed) return parsed.pattern;
  throw new Error(`${parsed.problem.message}: ${text}`);
}

function byName<T>(items: readonly T[], name: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => compareText(name(a), name(b)));
}
