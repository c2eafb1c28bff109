import { type AccountIdentity, readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { type WantedEvents, wantedEvents } from '../../../src/providers/aws/model/wanted-events.ts';
import { type Chain, type ChainEvidence, judgeChain } from '../../../src/providers/aws/monitoring/chain.ts';

/** The controls that ask for an alarm. */
export type MonitorId = keyof typeof wantedEvents;

/** The events that a control wants an alarm for. */
export function wantedBy(id: MonitorId, account: AccountIdentity): WantedEvents {
  return wantedEvents[id](account.id);
}

/** The best chain of an account for a control's events; collections that were not read hold nothing. */
export function chainOf(id: MonitorId, snapshot: AwsSnapshot, now: Date): Chain {
  return chainFor(wantedBy(id, snapshot.account), snapshot, now);
}

/** The same for any events. */
export function chainFor(wanted: WantedEvents, snapshot: AwsSnapshot, now: Date): Chain {
  const evidence: ChainEvidence = {
    trails: readable(snapshot, 'trails') ?? [],
    'metric-filters': readable(snapshot, 'metric-filters') ?? [],
    alarms: readable(snapshot, 'alarms') ?? [],
    sns: readable(snapshot, 'sns') ?? [],
  };
  return judgeChain(evidence, { account: snapshot.account, wanted, now });
}
