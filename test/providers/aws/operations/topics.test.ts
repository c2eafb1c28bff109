import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  createTopic,
  deleteTopic,
  subscribe,
  topicOperations,
  toSubscription,
  unsubscribe,
} from '../../../../src/providers/aws/operations/topics.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const topic = (name: string) => ({
  region: 'us-east-1',
  name,
  arn: `arn:aws:sns:us-east-1:111122223333:${name}`,
});
const mail = (name: string, endpoint: string) => ({ topicArn: topic(name).arn, protocol: 'email', endpoint });

testOperationLaws(topicOperations, () => [
  write(createTopic, topic('new'), {}),
  write(createTopic, topic('security-alarms'), {}),
  write(deleteTopic, topic('build-results'), null),
  write(deleteTopic, topic('security-alarms'), null),
  write(deleteTopic, topic('unknown'), null),
  write(subscribe, mail('build-results', 'a@example.com'), { confirmed: true }),
  write(subscribe, mail('security-alarms', 'a@example.com'), { confirmed: true }),
  write(subscribe, mail('unknown', 'a@example.com'), { confirmed: true }),
  write(unsubscribe, mail('security-alarms', 'security@example.com'), null),
]);

test.each([
  ['a topic with subscribers', write(deleteTopic, topic('security-alarms'), null), 'while it has subscriptions'],
  ['a subscription to nothing', write(subscribe, mail('unknown', 'a@example.com'), {}), 'there is no topic'],
])('%s is refused', (_, tried, reason) => {
  expect(refusalOf(account().build(), tried)).toContain(reason);
});

test('a subscription says that a mail must be confirmed', () => {
  const change = changeOf(account().build(), write(subscribe, mail('security-alarms', 'a@example.com'), {}));
  expect(change?.title).toBe(
    'Subscribe a@example.com to topic security-alarms (in effect once the mail that SNS sends is confirmed)',
  );
});

test.each([
  ['arn:aws:sns:us-east-1:1:t:0f1e', { confirmed: true, arn: 'arn:aws:sns:us-east-1:1:t:0f1e' }],
  ['PendingConfirmation', { confirmed: false }],
])('SNS lists %s', (SubscriptionArn, expected) => {
  expect(toSubscription({ Protocol: 'email', Endpoint: 'a@example.com', SubscriptionArn })).toEqual({
    protocol: 'email',
    endpoint: 'a@example.com',
    ...expected,
  });
});

test('a deleted subscription is none', () => {
  expect(toSubscription({ Protocol: 'email', Endpoint: 'a@example.com', SubscriptionArn: 'Deleted' })).toBeUndefined();
});
