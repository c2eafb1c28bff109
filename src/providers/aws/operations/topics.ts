import type { Subscription as LiveSubscription, SNS } from '@aws-sdk/client-sns';
import { Refusal, type ResourceRef } from '../../../engine/change.ts';
import { RemediateError } from '../../../engine/errors.ts';
import { type AccountIdentity, readable } from '../../../engine/snapshot.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { monitoringKeys, type Subscription } from '../model/monitoring.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type TopicAddress = { readonly region: string; readonly name: string; readonly arn: string };
type TopicValue = Readonly<Record<never, never>>;
type SubscriptionAddress = { readonly topicArn: string; readonly protocol: string; readonly endpoint: string };
type SubscriptionValue = { readonly confirmed?: boolean; readonly arn?: string };

/** A topic of the account as a resource, or undefined for an ARN that is something else. */
export function topicRef(arn: string, account: AccountIdentity): ResourceRef | undefined {
  const [, , service, region, owner, name] = arn.split(':');
  if (service !== 'sns' || owner !== account.id || region === undefined || name === undefined) return undefined;
  return { type: 'sns-topic', address: { region, name, arn } };
}

/** A subscription as ListSubscriptionsByTopic tells it: until it is confirmed, a word stands where the ARN will be. */
export function toSubscription(answer: LiveSubscription): Subscription | undefined {
  const { Protocol: protocol, Endpoint: endpoint, SubscriptionArn: arn = '' } = answer;
  if (protocol === undefined || endpoint === undefined || arn === 'Deleted') return undefined;
  const confirmed = arn.startsWith('arn:');
  return { protocol, endpoint, confirmed, ...(confirmed ? { arn } : {}) };
}

/** An SNS topic, without its subscriptions: those are resources of their own. */
export const topicResource = defineResource<TopicAddress, TopicValue>({
  type: 'sns-topic',
  collection: 'sns',
  volatile: [],
  label: ({ name }) => `topic ${name}`,
  read: (snapshot, { arn }) => (readable(snapshot, 'sns')?.some((topic) => topic.arn === arn) ? {} : null),
  write(draft, { region, name, arn }, value) {
    const topics = editable(draft, 'sns');
    if (topics === undefined) return;
    const topic = topics.find((candidate) => candidate.arn === arn);
    if (value !== null) {
      if (topic === undefined) putSorted(topics, { arn, region, name, subscriptions: [] }, monitoringKeys.topic);
      return;
    }
    if (topic === undefined) throw new Refusal(`there is no topic ${name} in ${region} to delete`);
    // SNS would drop the subscriptions silently; nobody who was not asked loses notifications here.
    if (topic.subscriptions.length > 0) throw new Refusal(`topic ${name} is not deleted while it has subscriptions`);
    removeKeyed(topics, arn, monitoringKeys.topic);
  },
  requires: () => [],
  permissions: ['sns:GetTopicAttributes'],
  async observe(live, { region, arn }) {
    const sns = await live.sns(region);
    return (await absent(() => sns.getTopicAttributes({ TopicArn: arn }))) === null ? null : {};
  },
});

export const createTopic = defineOperation({
  name: 'sns:CreateTopic',
  resource: topicResource,
  inverse: 'sns:DeleteTopic',
  reversibility: 'reversible',
  permissions: ['sns:CreateTopic', 'sns:GetTopicAttributes'],
  title: ({ region, name }) => `Create topic ${name} in ${region}`,
  command: ({ region, name }) => ['sns', 'create-topic', '--region', region, '--name', name],
  async perform(live, { address }) {
    const sns = await live.sns(address.region);
    await sns.createTopic({ Name: address.name });
    return undefined;
  },
});

export const deleteTopic = defineOperation({
  name: 'sns:DeleteTopic',
  resource: topicResource,
  inverse: 'sns:CreateTopic',
  // The topic comes back under its ARN, but with the default policy and without tags.
  reversibility: 'recoverable',
  permissions: ['sns:DeleteTopic', 'sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'],
  title: ({ region, name }) => `Delete topic ${name} in ${region}`,
  command: ({ region, arn }) => ['sns', 'delete-topic', '--region', region, '--topic-arn', arn],
  async perform(live, { address: { region, name, arn } }) {
    const sns = await live.sns(region);
    const left = (await subscriptionsOf(sns, arn)).filter((subscription) => subscription.confirmed);
    if (left.length > 0)
      throw new RemediateError(
        'Provider',
        `topic ${name} is not deleted: ${left.map(({ endpoint }) => endpoint).join(', ')} still receives from it`,
        { hint: 'unsubscribe them, or keep the topic' },
      );
    await sns.deleteTopic({ TopicArn: arn });
    return undefined;
  },
});

/** A subscription of a topic; it takes effect when its owner has confirmed it, which no plan can do. */
export const subscriptionResource = defineResource<SubscriptionAddress, SubscriptionValue>({
  type: 'sns-subscription',
  collection: 'sns',
  volatile: ['confirmed', 'arn'],
  label: ({ topicArn, protocol, endpoint }) => `subscription of ${protocol} ${endpoint} to topic ${nameOf(topicArn)}`,
  read(snapshot, { topicArn, ...address }) {
    const topic = readable(snapshot, 'sns')?.find((candidate) => candidate.arn === topicArn);
    return subscriptionValue(topic?.subscriptions.find((item) => sameSubscription(item, address)));
  },
  write(draft, { topicArn, protocol, endpoint }, value) {
    const topics = editable(draft, 'sns');
    if (topics === undefined) return;
    const topic = topics.find((candidate) => candidate.arn === topicArn);
    if (topic === undefined) throw new Refusal(`there is no topic ${topicArn} to subscribe to`);
    const key = monitoringKeys.subscription({ protocol, endpoint });
    if (value === null) removeKeyed(topic.subscriptions, key, monitoringKeys.subscription);
    else {
      const { confirmed = true, arn } = value;
      const made = { protocol, endpoint, confirmed, ...(arn === undefined ? {} : { arn }) };
      putSorted(topic.subscriptions, made, monitoringKeys.subscription);
    }
  },
  requires: ({ topicArn }, _, account) => [topicRef(topicArn, account) ?? []].flat(),
  permissions: ['sns:ListSubscriptionsByTopic'],
  async observe(live, { topicArn, ...address }) {
    const found = await subscriptionsOf(await live.sns(regionOf(topicArn)), topicArn);
    return subscriptionValue(found.find((item) => sameSubscription(item, address)));
  },
  // What was never confirmed has no ARN to unsubscribe by: SNS drops it by itself, at once when its topic goes.
  lapses: ({ confirmed }) => confirmed === false,
});

export const subscribe = defineOperation({
  name: 'sns:Subscribe',
  resource: subscriptionResource,
  inverse: 'sns:Unsubscribe',
  reversibility: 'reversible',
  permissions: ['sns:Subscribe', 'sns:ListSubscriptionsByTopic'],
  title: ({ topicArn, endpoint }) =>
    `Subscribe ${endpoint} to topic ${nameOf(topicArn)} (in effect once the mail that SNS sends is confirmed)`,
  command: ({ topicArn, protocol, endpoint }) => [
    ...['sns', 'subscribe', '--region', regionOf(topicArn), '--topic-arn', topicArn],
    ...['--protocol', protocol, '--notification-endpoint', endpoint],
  ],
  async perform(live, { address: { topicArn, protocol, endpoint } }) {
    const sns = await live.sns(regionOf(topicArn));
    await sns.subscribe({ TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint });
    return undefined;
  },
});

export const unsubscribe = defineOperation({
  name: 'sns:Unsubscribe',
  resource: subscriptionResource,
  inverse: 'sns:Subscribe',
  // It comes back only when its owner confirms it anew.
  reversibility: 'recoverable',
  permissions: ['sns:Unsubscribe', 'sns:ListSubscriptionsByTopic'],
  title: ({ topicArn, endpoint }) => `Unsubscribe ${endpoint} from topic ${nameOf(topicArn)}`,
  command: ({ topicArn }, from) => [
    ...['sns', 'unsubscribe', '--region', regionOf(topicArn)],
    ...['--subscription-arn', from?.arn ?? 'PendingConfirmation'],
  ],
  async perform(live, { address: { topicArn, ...address } }) {
    const sns = await live.sns(regionOf(topicArn));
    const found = (await subscriptionsOf(sns, topicArn)).find((item) => sameSubscription(item, address));
    if (found?.arn !== undefined) await sns.unsubscribe({ SubscriptionArn: found.arn });
    return undefined;
  },
});

export const topicOperations = [createTopic, deleteTopic, subscribe, unsubscribe];

async function subscriptionsOf(sns: SNS, topicArn: string): Promise<Subscription[]> {
  const found: Subscription[] = [];
  let next: string | undefined;
  do {
    const token = next;
    const page = await absent(() =>
      sns.listSubscriptionsByTopic({ TopicArn: topicArn, ...(token === undefined ? {} : { NextToken: token }) }),
    );
    found.push(...(page?.Subscriptions ?? []).flatMap((answer) => toSubscription(answer) ?? []));
    next = page?.NextToken;
  } while (next !== undefined && next !== '');
  return found;
}

function subscriptionValue(found: Subscription | undefined): SubscriptionValue | null {
  if (found === undefined) return null;
  return { confirmed: found.confirmed, ...(found.arn === undefined ? {} : { arn: found.arn }) };
}

function sameSubscription(item: Subscription, address: { readonly protocol: string; readonly endpoint: string }) {
  return monitoringKeys.subscription(item) === monitoringKeys.subscription(address);
}

function nameOf(topicArn: string): string {
  return topicArn.split(':')[5] ?? topicArn;
}

function regionOf(topicArn: string): string {
  return topicArn.split(':')[3] ?? '';
}
