import { expect, test } from 'vitest';
import { toSelectors } from '../../../../src/providers/aws/collect/event-selectors.ts';
import { selectedBy } from '../../../../src/providers/aws/model/event-selectors.ts';
import type { BoringChain } from '../../../support/monitor-cases.ts';
import { broken, planFor, titles } from './chain-plans.ts';

const update =
  'aws cloudtrail update-trail --region us-east-1 --name arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
test.each<[string, (chain: BoringChain) => unknown, string]>([
  [
    'one region',
    ({ trail }) => Object.assign(trail, { multiRegion: false }),
    `${update} --is-multi-region-trail --include-global-service-events`,
  ],
  [
    'not logging',
    ({ trail }) => Object.assign(trail, { logging: false }),
    'aws cloudtrail start-logging --region us-east-1 --name arn:aws:cloudtrail:us-east-1:111122223333:trail/main',
  ],
  [
    'reads',
    ({ trail }) => Object.assign(trail, { managementEvents: 'read-only' }),
    'choose Read and Write, and exclude nothing',
  ],
  [
    'no delivery',
    ({ trail }) => Object.assign(trail, { latestLogsDeliveryAt: '2026-01-01T00:00:00.000Z' }),
    'logs:PutLogEvents on arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:*',
  ],
  [
    'no log group',
    ({ trail }) => delete trail.logGroupArn,
    `${update} --cloud-watch-logs-log-group-arn arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail:* --cloud-watch-logs-role-arn arn:aws:iam::111122223333:role/cloudtrail-to-cloudwatch-logs`,
  ],
  ['no trail', ({ monitoring }) => monitoring.trails.splice(0), 'choose Trails, then Create trail'],
  [
    'a trail of another account',
    ({ trail }) => Object.assign(trail, { logging: false, arn: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org' }),
    'Sign in to account 444455556666',
  ],
])('the guide for this very trail: %s', (_, change, step) => {
  const plan = planFor(broken(change), [], 'set-up-trail');
  expect(plan.changes).toEqual([]);
  for (const { guide } of plan.parts) expect(guide?.steps.join('\n')).toContain(step);
  expect(plan.parts).toHaveLength(2);
});

test.each<[string, (chain: BoringChain) => unknown]>([
  [
    'of another account',
    ({ trail }) => Object.assign(trail, { arn: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/o', logging: false }),
  ],
  [
    'whose selectors are not in the evidence',
    ({ trail }) => Object.assign(trail, { managementEvents: 'read-only', logging: false }),
  ],
  ['that cannot deliver', ({ trail }) => Object.assign(trail, { latestLogsDeliveryAt: '2026-01-01T00:00:00.000Z' })],
])('a trail %s is left to a person', (_, change) => {
  const plan = planFor(broken(change));
  expect(plan.parts.map(({ remedy }) => remedy)).toEqual(['set-up-trail', 'set-up-trail']);
});

const delivery = [
  'Attach policy cloudtrail-to-cloudwatch-logs-us-east-1 to role cloudtrail-to-cloudwatch-logs',
  'Create policy cloudtrail-to-cloudwatch-logs-us-east-1',
  'Create role cloudtrail-to-cloudwatch-logs',
];
test.each<[string, (chain: BoringChain) => unknown, string[]]>([
  [
    'nothing is there',
    ({ monitoring }) => {
      for (const list of Object.values(monitoring)) list.splice(0);
    },
    [
      ...delivery,
      'Block public access to bucket aws-cloudtrail-logs-111122223333',
      'Block public access to bucket access-logs-111122223333-us-east-1',
      'Create bucket access-logs-111122223333-us-east-1 in us-east-1',
      'Create bucket aws-cloudtrail-logs-111122223333 in us-east-1',
      'Create log group cloudtrail in us-east-1',
      'Create trail management-events in us-east-1: all regions, log file validation, delivery to log group cloudtrail',
      'Give bucket access-logs-111122223333-us-east-1 a policy',
      'Give bucket aws-cloudtrail-logs-111122223333 a policy',
      'Have the access log of bucket aws-cloudtrail-logs-111122223333 written to access-logs-111122223333-us-east-1/aws-cloudtrail-logs-111122223333/',
      'Have trail management-events start logging',
    ],
  ],
  [
    'the trail has no log group, which is there with all that is behind it',
    ({ trail }) => delete trail.logGroupArn,
    [...delivery, 'Change trail main: delivery to log group cloudtrail'],
  ],
  [
    'the trail was stopped long ago',
    ({ trail }) => Object.assign(trail, { logging: false, latestLogsDeliveryAt: '2026-01-01T00:00:00.000Z' }),
    ['Have trail main start logging'],
  ],
  [
    'the trail records one region',
    ({ trail }) => Object.assign(trail, { multiRegion: false, globalServiceEvents: false }),
    ['Change trail main: all regions, global services'],
  ],
  [
    'the trail records what is read alone, and was stopped',
    ({ trail }) =>
      Object.assign(trail, { logging: false, ...selectedBy(toSelectors([{ ReadWriteType: 'ReadOnly' }])) }),
    ['Have trail main select all management events', 'Have trail main start logging'],
  ],
])('one trail, log group and role serve all monitors: %s', (_, change, expected) => {
  const plan = planFor(broken(change));
  const links = /metric|topic/;
  expect(titles(plan).filter((title) => !links.test(title))).toEqual(expected.sort());
  expect(plan.predicted.leaves).toEqual([]);
  for (const { title, closes } of plan.changes)
    if (!links.test(title)) expect([title, closes.length]).toEqual([title, 2]);
});

test('selectors stay as they are where all that is watched for is selected', () => {
  const writes = selectedBy(
    toSelectors([{ ReadWriteType: 'WriteOnly', ExcludeManagementEventSources: ['kms.amazonaws.com'] }]),
  );
  const plan = planFor(broken(({ trail }) => Object.assign(trail, { logging: false, ...writes })));
  const closing = (title: string) =>
    plan.changes.filter((change) => change.title === title).map(({ closes }) => closes);
  // Who reads as the root user is watched for too, so that one of the two wants more.
  expect(closing('Have trail main select all management events')).toEqual([[expect.any(String)]]);
  expect(closing('Have trail main start logging')).toEqual([[expect.any(String), expect.any(String)]]);
  expect(plan.predicted.leaves).toEqual([]);
});

test('a role of that name that lets in others is not used', () => {
  const given = broken(({ trail }) => delete trail.logGroupArn).role('cloudtrail-to-cloudwatch-logs');
  expect(planFor(given).unplanned.map(({ reason }) => reason)).toEqual(
    Array(2).fill(
      'role cloudtrail-to-cloudwatch-logs exists and lets in others than CloudTrail alone; rename it, then plan again',
    ),
  );
});

/** No trail, and a bucket of the name that a plan would give to the trail's. */
const withBucket = (policy: { readonly policy?: string }) =>
  broken(({ monitoring }) => monitoring.trails.splice(0)).buckets(({ items }) =>
    items.push({
      name: 'aws-cloudtrail-logs-111122223333',
      region: 'us-east-1',
      trails: [],
      logging: { status: 'off' },
      ...policy,
    }),
  );

test('a bucket of that name without any settings, as an undone plan leaves it, is used again', () => {
  const { changes, unplanned } = planFor(withBucket({}));
  const titles = changes.map(({ title }) => title);
  expect(unplanned).toEqual([]);
  expect(titles).toContain('Give bucket aws-cloudtrail-logs-111122223333 a policy');
  expect(titles).not.toContain('Create bucket aws-cloudtrail-logs-111122223333 in us-east-1');
});

test('a bucket of that name with a policy of its own is not taken over', () => {
  const given = withBucket({ policy: '{}' });
  for (const { reason } of planFor(given).unplanned)
    expect(reason).toContain('a bucket named aws-cloudtrail-logs-111122223333 exists already');
  expect(planFor(given).unplanned).toHaveLength(2);
});
