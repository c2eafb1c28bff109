import type { Subscription as LiveSubscription, SNS } from '@aws-sdk/client-sns';
import { monitoringKeys, type Subscription, type Topic } from '../model/monitoring.ts';
import { toSubscription } from '../operations/topics.ts';
import { allPages, dataOf, defineCollector, sortedBy } from './define.ts';
import { pagesByRegion } from './regional.ts';
import { topicRegions, whereabouts, whereaboutsIn } from './regions.ts';

/** As many topics, or subscriptions, as a page holds. */
const page = 100;

/** The account's topics with their subscriptions, where alarms are or notify; two listings a region, however many topics. */
export const snsCollector = defineCollector({
  name: 'sns',
  permissions: ['sns:ListTopics', 'sns:ListSubscriptions'],
  needs: ['trails', 'alarms'],
  async collect(context) {
    const alarms = dataOf(await context.evidence('alarms'));
    const regions = topicRegions({ ...(await whereabouts(context)), alarms });
    const topics = await context.each(regions, async (region) => listTopics(await context.live.sns(region)));
    return sortedBy(topics.flat(), monitoringKeys.topic);
  },
  floor(topics, reading) {
    const regions = topicRegions(whereaboutsIn(reading));
    const subscriptions = topics.flatMap(({ region, subscriptions }) => subscriptions.map(() => ({ region })));
    const inUse = regions.filter((region) => topics.some((topic) => topic.region === region));
    return {
      'sns:ListTopics': pagesByRegion(regions, topics, page),
      'sns:ListSubscriptions': pagesByRegion(inUse, subscriptions, page),
    };
  },
});

async function listTopics(sns: SNS): Promise<Topic[]> {
  const pages = await allPages(
    (NextToken) => sns.listTopics({ NextToken }),
    (page) => page.NextToken,
  );
  const arns = pages.flatMap((page) => page.Topics ?? []).flatMap((topic) => topic.TopicArn ?? []);
  if (arns.length === 0) return [];
  const listed = await allPages(
    (NextToken) => sns.listSubscriptions({ NextToken }),
    (page) => page.NextToken,
  );
  return toTopics(
    arns,
    listed.flatMap((page) => page.Subscriptions ?? []),
  );
}

/** Topics with their subscriptions; of a subscription that was asked for twice, the confirmed one counts. */
export function toTopics(arns: readonly string[], answers: readonly LiveSubscription[]): Topic[] {
  const topics = new Map(arns.map((arn) => [arn, new Map<string, Subscription>()]));
  for (const answer of answers) {
    const known = topics.get(answer.TopicArn ?? '');
    const subscription = toSubscription(answer);
    if (known === undefined || subscription === undefined) continue;
    const key = monitoringKeys.subscription(subscription);
    if (known.get(key)?.confirmed !== true) known.set(key, subscription);
  }
  return [...topics].map(([arn, known]) => {
    const [, , , region = '', , name = ''] = arn.split(':');
    return { arn, region, name, subscriptions: sortedBy([...known.values()], monitoringKeys.subscription) };
  });
}
