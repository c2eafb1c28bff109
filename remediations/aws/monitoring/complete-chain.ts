import type { Finding } from '../../../src/engine/finding.ts';
import { type Answer, eachFinding, type Guide, type Settings, type Steps } from '../../../src/engine/remedy.ts';
import { type AccountIdentity, readable } from '../../../src/engine/snapshot.ts';
import type { AwsCollections, AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { type AwsRemedy, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { Alarm, LogGroup, Topic, Trail } from '../../../src/providers/aws/model/monitoring.ts';
import type { WantedEvents } from '../../../src/providers/aws/model/wanted-events.ts';
import { type Chain, selectionFault } from '../../../src/providers/aws/monitoring/chain.ts';
import { putMetricAlarm } from '../../../src/providers/aws/operations/alarms.ts';
import { putMetricFilter } from '../../../src/providers/aws/operations/metric-filters.ts';
import { createTopic, subscribe } from '../../../src/providers/aws/operations/topics.ts';
import { chainFor, type MonitorId, wantedBy } from './chain-of.ts';
import { canRecord, recordEvents } from './record-events.ts';

/** The one topic that all alarms made here notify, and the namespace that the CIS benchmark gives its metrics. */
const sharedTopic = 'remediate-alarms';
const namespace = 'CISBenchmark';

type Broken = Extract<Chain, { status: 'broken' }>;

/** What an alarm is to be raised on, and the name that its filter, metric and alarm get. */
export interface Watch {
  readonly id: string;
  readonly wanted: WantedEvents;
}

type Completing = Watch & {
  readonly snapshot: AwsSnapshot;
  readonly settings: Settings;
  readonly steps: Steps<AwsCollections>;
};

/** Makes the links that are missing, from the trail to the people who are told, and no twin of a link that exists. */
export function completeChain(id: MonitorId): AwsRemedy {
  return chainCompleter(
    () => true,
    (_, account) => ({ id, wanted: wantedBy(id, account) }),
  );
}

/** The same for findings that each want an alarm of their own. */
export function chainCompleter(
  concerns: (finding: Finding) => boolean,
  watchOf: (finding: Finding, account: AccountIdentity) => Watch,
): AwsRemedy {
  return defineRemedy({
    id: 'complete-alarm-chain',
    via: ['terraform', 'api'],
    title: 'Make the missing links: trail, log group, metric filter, alarm, topic, subscription',
    reversibility: 'reversible',
    looksAt: ['authorization-details', 'buckets', 'log-groups'],
    suits: (finding, snapshot) =>
      concerns(finding) && isCompletable(finding, snapshot, watchOf(finding, snapshot.account).wanted),
    *propose(context) {
      const { snapshot, settings, now } = context;
      yield* eachFinding(context, (finding, steps) => {
        const watch = watchOf(finding, snapshot.account);
        const chain = chainFor(watch.wanted, snapshot, now);
        const title = `Raise an alarm on ${watch.wanted.name}`;
        if (chain.status !== 'broken') return { title, blocked: 'nothing is missing' };
        const completing = { ...watch, snapshot, settings, steps };
        if (chain.found.logGroup !== undefined) return { title, ...completed(completing, chain, chain.found.logGroup) };
        const { trail } = chain.found;
        const recorded = recordEvents(
          trail,
          { validation: false, delivery: true, allEvents: leavesOut(trail, watch.wanted) },
          { snapshot, steps, now },
        );
        if ('blocked' in recorded) return { title, blocked: recorded.blocked };
        // Whatever the log group leads to already is found as if the trail delivered to it.
        const behind = chainFor(watch.wanted, withTrail(snapshot, recorded.trail), now);
        if (behind.status !== 'broken' || behind.found.logGroup === undefined) return { title };
        // Whom the mail waits for is told by the next plan, once there is something to hear.
        const { blocked } = completed(completing, behind, behind.found.logGroup);
        return { title, ...(blocked === undefined ? {} : { blocked }) };
      });
    },
  });
}

/** True where a trail may not record all of the wanted events, whatever else it lacks. */
function leavesOut(trail: Trail | undefined, wanted: WantedEvents): boolean {
  return trail !== undefined && (trail.managementEvents === 'unknown' || selectionFault(trail, wanted) !== undefined);
}

/** False where a person must see to the trail first: it is another account's, cannot be read whole, or cannot deliver. */
function isCompletable({ reason, evidence }: Finding, snapshot: AwsSnapshot, wanted: WantedEvents): boolean {
  const { trail: arn = null, link = null } = evidence;
  const lacksGroup = reason === 'noLogGroup' || link === 'logGroup';
  if (!lacksGroup && reason !== 'noTrail' && link !== 'trail') return true;
  const trail = readable(snapshot, 'trails')?.find((one) => one.arn === arn);
  return (
    canRecord(trail, snapshot.account, leavesOut(trail, wanted)) && !(lacksGroup && trail?.logGroupArn !== undefined)
  );
}

function withTrail(snapshot: AwsSnapshot, trail: Trail): AwsSnapshot {
  return { ...snapshot, collections: { ...snapshot.collections, trails: { status: 'read', data: [trail] } } };
}

function completed(completing: Completing, chain: Broken, logGroup: LogGroup): Omit<Answer, 'title'> {
  const { id, wanted, snapshot, settings, steps } = completing;
  const { filters: [filter] = [], alarms: [alarm] = [], topic, told } = chain.found;
  if (chain.link === 'subscriber' && topic !== undefined) {
    const answer = subscribed(topic, settings, steps);
    return steps.changes.length > 0 || answer.blocked !== undefined ? answer : { guide: confirming(topic) };
  }
  const { region } = logGroup;
  const shared = sharedTopicOf(snapshot, region);
  // An alarm whose actions reach somebody needs them switched on and no more.
  const enough = chain.link === 'action' && told !== undefined;
  if (!enough) {
    const answer = subscribed(shared, settings, steps);
    if (answer.blocked !== undefined) return answer;
  }
  if (chain.link === 'action' && alarm !== undefined) {
    const { region: _, name, ...value } = alarm;
    const actions = enough ? value.actions : [...value.actions, shared.arn];
    steps.add(putMetricAlarm, { region, name }, { ...value, actionsEnabled: true, actions });
    return {};
  }
  const metric = filter ?? { metric: id, namespace };
  const taken = steps.value(putMetricAlarm, { region, name: id });
  if (taken !== null && (taken.metric !== metric.metric || taken.namespace !== metric.namespace))
    return { blocked: `an alarm named ${id} exists in ${region} for another metric; rename it, then plan again` };
  if (filter === undefined) {
    const address = { region, logGroup: logGroup.name, name: id };
    steps.add(putMetricFilter, address, { pattern: wanted.pattern, ...metric, value: '1' });
  }
  steps.add(putMetricAlarm, { region, name: id }, newAlarm(completing, metric, shared.arn));
  return {};
}

/** The alarm of the CIS benchmark: it goes off on the first event within five minutes. */
function newAlarm(
  { wanted }: Completing,
  { metric, namespace }: Pick<Alarm, 'metric' | 'namespace'>,
  topicArn: string,
): Omit<Alarm, 'region' | 'name'> {
  return {
    description: `Raised on ${wanted.name}`,
    metric,
    namespace,
    statistic: 'Sum',
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    periodSeconds: 300,
    evaluationPeriods: 1,
    treatMissingData: 'notBreaching',
    actionsEnabled: true,
    actions: [topicArn],
  };
}

function sharedTopicOf(snapshot: AwsSnapshot, region: string): Topic {
  const { partition, id } = snapshot.account;
  const arn = `arn:${partition}:sns:${region}:${id}:${sharedTopic}`;
  return (
    readable(snapshot, 'sns')?.find((topic) => topic.arn === arn) ?? {
      arn,
      region,
      name: sharedTopic,
      subscriptions: [],
    }
  );
}

/** Sees to it that somebody hears what a topic says: those who subscribed, or the people of the baseline. */
function subscribed(topic: Topic, { alarmEmails }: Settings, steps: Steps<AwsCollections>): Omit<Answer, 'title'> {
  const { arn, region, name, subscriptions } = topic;
  steps.add(createTopic, { region, name, arn }, {});
  if (subscriptions.some(({ confirmed }) => confirmed)) return {};
  const asked = subscriptions.map(({ endpoint }) => endpoint);
  const unasked = alarmEmails.filter((email) => !asked.includes(email));
  for (const endpoint of unasked)
    steps.add(subscribe, { topicArn: arn, protocol: 'email', endpoint }, { confirmed: true });
  if (unasked.length > 0 || asked.length > 0) return {};
  return { blocked: 'nobody would be told: set alarmEmails in remediate.yaml to the addresses that alarms go to' };
}

/** Everybody was asked already; only they can confirm. */
function confirming({ arn, region, subscriptions }: Topic): Guide {
  const again = subscriptions.map(
    ({ protocol, endpoint }) =>
      `If it is lost, have it sent again: aws sns subscribe --region ${region} --topic-arn ${arn} --protocol ${protocol} --notification-endpoint ${endpoint}`,
  );
  return {
    steps: [
      `Open the mail with the subject "AWS Notification - Subscription Confirmation" at ${subscriptions.map(({ endpoint }) => endpoint).join(', ')} and follow its link "Confirm subscription"`,
      ...again,
    ],
    expect: `aws sns list-subscriptions-by-topic --region ${region} --topic-arn ${arn} shows an ARN instead of PendingConfirmation`,
  };
}
