import { z } from 'zod';
import type { ControlSpec } from '../../../src/engine/control.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { type AwsControl, accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { type Chain, judgeChain, type Link } from '../../../src/providers/aws/monitoring/chain.ts';
import { recentEvents } from '../../../src/providers/aws/monitoring/recent.ts';
import { type MonitorId, wantedBy } from './chain-of.ts';
import { completeChain } from './complete-chain.ts';
import { guideToTrail } from './trail-guide.ts';

type Written = 'area' | 'severity' | 'title' | 'rationale' | 'risk' | 'references' | 'frameworks';

/** What a control of this family writes itself. */
export type MonitorSpec = { readonly id: MonitorId } & Pick<
  ControlSpec<AwsCollections, keyof AwsCollections, z.ZodObject, Record<string, string>>,
  Written
>;

const reasons = {
  trail: 'noTrail',
  logGroup: 'noLogGroup',
  filter: 'noFilter',
  alarm: 'noAlarm',
  action: 'noAction',
  subscriber: 'noSubscriber',
} as const satisfies Record<Link, string>;

/**
 * A control that asks for an alarm on events, judged by meaning from the trail to the people who are told. Whether
 * such events happened lately decides nothing, and looking them up takes CloudTrail half a second for each name: they
 * are told where `cloudtrail-events` was read anyway, and a scan never waits for them.
 */
export function monitorControl(spec: MonitorSpec): AwsControl {
  const { id } = spec;
  return defineControl({
    ...spec,
    whenNotToFix:
      'Another system watches the trail for these events and tells somebody within minutes: a SIEM, EventBridge rules, or GuardDuty.',
    reads: ['trails', 'metric-filters', 'alarms', 'sns'],
    parameters: z.object({}),
    messages: {
      raised: 'Trail {trail}, log group {logGroup}, metric filter {filters} and alarm {alarms} tell {told}',
      noTrail: 'No alarm is raised on {events}: {why}',
      noLogGroup: 'No alarm can be raised on {events}: {why}',
      noFilter: 'Nothing picks out {events}: {why}',
      noAlarm: 'No alarm goes off on {events}: {why}',
      noAction: 'The alarm on {events} starts nothing: {why}',
      noSubscriber: 'Nobody hears the alarm on {events}: {why}',
      elsewhere: 'Not judged in this account: {why}',
    },
    *evaluate({ evidence, account, now, aside, pass, fail, unknown }) {
      const wanted = wantedBy(id, account);
      const chain = judgeChain(evidence, { account, wanted, now });
      const history = aside('cloudtrail-events');
      const recent = history && recentEvents(wanted, history);
      const links = { events: wanted.name, ...evidenceOf(chain), recent: recent ?? null };
      const resource = accountResource(account);
      if (chain.status === 'whole') yield pass('raised', resource, links);
      else if (chain.status === 'unknown') yield unknown('elsewhere', resource, { ...links, why: chain.why });
      else yield fail(reasons[chain.link], resource, { ...links, why: chain.why });
    },
    remedies: [completeChain(id), guideToTrail(id)],
  });
}

/** Each link by the name of the object that was found for it, null where the chain does not reach. */
function evidenceOf({ found }: Chain) {
  return {
    trail: found.trail?.arn ?? null,
    logGroup: found.logGroup?.name ?? null,
    filters: found.filters?.map(({ name }) => name) ?? null,
    alarms: found.alarms?.map(({ name }) => name) ?? null,
    topic: found.topic?.arn ?? null,
    told: found.told ?? null,
  };
}
