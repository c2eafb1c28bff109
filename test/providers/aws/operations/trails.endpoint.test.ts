import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  type Selectors,
  selectedBy,
  usualSelectors,
  withAllManagementEvents,
} from '../../../../src/providers/aws/model/event-selectors.ts';
import type { Trail } from '../../../../src/providers/aws/model/monitoring.ts';
import {
  putBucketLogging,
  putBucketPolicy,
  putPublicAccessBlock,
} from '../../../../src/providers/aws/operations/bucket-settings.ts';
import { bucketResource, createBucket } from '../../../../src/providers/aws/operations/buckets.ts';
import { putEventSelectors } from '../../../../src/providers/aws/operations/event-selectors.ts';
import { createLogGroup } from '../../../../src/providers/aws/operations/log-groups.ts';
import {
  createTrail,
  deleteTrail,
  startLogging,
  stopLogging,
  updateTrail,
} from '../../../../src/providers/aws/operations/trails.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { write } from '../../../support/operation-laws.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const region = 'us-east-1';
const trail = (name: string) => ({ region, name, arn: `arn:aws:cloudtrail:${region}:111122223333:trail/${name}` });
const [bucket, logs] = ['aws-cloudtrail-logs-111122223333', 'access-logs-111122223333'];
const all = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };
const plain = { multiRegion: true, organization: false, globalServiceEvents: true, logFileValidation: true };
/** S3 takes no target that does not let its log service in. */
const lettingLogsIn = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${logs}/*`,
    },
  ],
};
// Some time after the account was looked at.
const since = () => ({ since: new Date(Date.now() + 60_000).toISOString() });

test('a trail is made with its buckets and its log group, starts, and all of it is taken back', () => {
  const given = account().monitoring((monitoring) => {
    for (const list of Object.values(monitoring)) list.splice(0);
  });
  const delivery = {
    logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:cloudtrail',
    logRoleArn: 'arn:aws:iam::111122223333:role/support',
  };
  return expectModelEqualsEndpoint(moto, given.build(), [
    write(createBucket, { region, name: bucket }, {}),
    write(putPublicAccessBlock, { region, bucket }, all),
    write(putBucketPolicy, { region, bucket }, { document: '{"Statement":[],"Version":"2012-10-17"}' }),
    write(createLogGroup, { region, name: 'cloudtrail' }, {}),
    write(createTrail, trail('management-events'), { ...plain, bucket, ...delivery }),
    write(startLogging, trail('management-events'), since()),
  ]);
});

test('a trail is changed, stopped and started again', () => {
  const given = account().monitoring(({ trails }) => {
    const [main] = trails;
    const { latestLogsDeliveryAt: _, ...spare } = { ...main, name: 'spare', arn: trail('spare').arn, logging: false };
    trails.push(spare as Trail);
  });
  const kept = { bucket: 'trail-111122223333', latestLogsDeliveryAt: account().daysAgo(0) };
  return expectModelEqualsEndpoint(moto, given.build(), [
    write(updateTrail, trail('main'), { ...plain, logFileValidation: false, ...kept }),
    write(stopLogging, trail('main'), null),
    write(deleteTrail, trail('spare'), null),
  ]);
});

/** Reads of one bucket besides all that is written, and the data events of functions. */
const basic = [
  {
    ReadWriteType: 'ReadOnly',
    IncludeManagementEvents: false,
    DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::records/'] }],
    ExcludeManagementEventSources: [],
  },
  { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];
const advanced = [
  {
    Name: 'Functions',
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::Lambda::Function'] },
    ],
  },
];

test.each<[string, Selectors, Selectors]>([
  ['usual selectors', usualSelectors, { basic }],
  ['basic selectors', { basic }, withAllManagementEvents({ basic })],
  ['advanced selectors', { advanced }, withAllManagementEvents({ advanced })],
  ['selectors of the other kind', { advanced }, { basic }],
])('%s give way to others, and come back', (_, was, wanted) => {
  const given = account().monitoring(({ trails }) => Object.assign(trails[0] ?? {}, selectedBy(was)));
  return expectModelEqualsEndpoint(moto, given.build(), [write(putEventSelectors, trail('main'), wanted)]);
});

test('the log of a bucket is written beside that of another, and no more', () => {
  const given = account()
    .monitoring(({ trails }) => {
      const [main] = trails;
      trails.push({ ...main, name: 'spare', arn: trail('spare').arn, bucket: 'trail-two' } as Trail);
    })
    .buckets(({ items }) => {
      for (const item of items) if (item.name === 'trail-two') item.logging = { status: 'off' };
      const kept = { policy: JSON.stringify(lettingLogsIn), publicAccessBlock: all };
      items.push({ name: logs, region, trails: [], logging: { status: 'off' }, ...kept });
    });
  return expectModelEqualsEndpoint(moto, given.build(), [
    write(putBucketLogging, { region, bucket: 'trail-two' }, { target: logs, prefix: 'trail-two/' }),
  ]);
});

test('a bucket is in use once it holds something', async () => {
  await moto.reset();
  await moto.seed(account().build());
  const live = openLive({ maxAttempts: 1 });
  const address = { region, name: 'trail-111122223333' };
  expect(await bucketResource.lastUsed?.(live, address)).toBe('never');
  const s3 = await live.s3(region);
  await s3.putObject({ Bucket: address.name, Key: 'AWSLogs/a', Body: 'x' });
  expect(Date.parse((await bucketResource.lastUsed?.(live, address)) ?? '')).toBeGreaterThan(Date.now() - 60_000);
});
